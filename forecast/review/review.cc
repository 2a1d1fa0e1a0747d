#include "forecast/review/review.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "forecast/history/innovations.h"

namespace betledger::forecast {
namespace {

/// Of a link of the plan, whatever number it had in an earlier one.
void take_decisions(const ReviewContext& context, std::vector<LinkProposal>& proposals) {
  for (LinkProposal& proposal : proposals) {
    std::copy_if(context.decisions.begin(),
                 context.decisions.end(),
                 std::back_inserter(proposal.decisions),
                 [&](const auto& one) { return one.decision.link == proposal.link; });
  }
}

/// The plan's history and, on its grid, what was seen of the cycle.
tree::History history_so_far(const Standing& standing) {
  tree::History history = standing.locked.history;
  const Timeline& timeline = standing.locked.cycle.timeline;
  for (std::uint32_t m = 0; m < standing.locked.tree.size(); ++m) {
    const auto found = history.find(standing.locked.tree.metric(MetricId{m}).key);
    if (found == history.end()) {
      continue;
    }
    Series& series = found->second;
    const int first = periods_between(series.kind, series.start, timeline.start);
    const auto& seen = standing.observed[m].values;
    for (std::size_t t = 0; first >= 0 && t < seen.size(); ++t) {
      const std::size_t at = static_cast<std::size_t>(first) + t;
      series.values.resize(std::max(series.values.size(), at + 1));
      series.values[at] = seen[t];
    }
  }
  return history;
}

}  // namespace

bool is_over(const Standing& standing) noexcept {
  return standing.periods_known >= standing.locked.cycle.timeline.count;
}

std::optional<bool> target_met(const Review& review) {
  const auto& target = review.gap.standing.locked.cycle.target;
  for (const Score& score : review.scores) {
    if (target && !score.period && score.metric == target->metric) {
      return target->bound.side == tree::Limit::Side::at_least
                 ? score.actual >= target->bound.value
                 : score.actual <= target->bound.value;
    }
  }
  return std::nullopt;
}

Review make_review(Standing standing,
                   const GapSettings& settings,
                   const ReviewContext& context,
                   sim::Executor& executor) {
  const tree::ReviewRules rules = standing.locked.tree.spec().review;
  const Inferred inferred{standing, settings, executor};
  std::vector<Score> scores = score_plan(standing, executor);
  std::vector<BetVerdict> verdicts = judge_bets(standing, inferred, rules);
  std::vector<LinkProposal> proposals =
      propose_links(standing, inferred, rules, context.earlier_cycles);
  take_decisions(context, proposals);
  std::vector<Leverage> metrics = metric_leverage(standing, inferred, verdicts, rules);
  std::vector<Leverage> links = link_leverage(standing, inferred, rules);
  std::vector<BeliefOutcome> readouts = context.earlier;
  const bool is_corrected = !standing.now.optimism.empty();
  for (BeliefOutcome& readout : is_corrected ? effect_readouts(standing, settings, executor)
                                             : effect_readouts(standing, verdicts)) {
    readouts.push_back(std::move(readout));
  }
  std::vector<NewDriver> drivers = new_drivers(
      standing.locked.tree, innovations_of(standing.locked.tree, history_so_far(standing)));
  std::optional<NextExperiments> experiments;
  if (context.wants_experiments) {
    experiments = next_experiments(standing, inferred, rules, executor);
  }
  const Velocity velocity = velocity_of(standing, verdicts, proposals);
  GapSettings without_actions = settings;
  without_actions.wants_actions = false;  // the cycle is over: nothing can be done about it
  Review review{make_gap(std::move(standing), without_actions, inferred, executor),
                std::move(scores),
                {},
                rules,
                {},
                std::move(verdicts),
                std::move(proposals),
                std::move(metrics),
                std::move(links),
                velocity,
                estimators_of(std::move(readouts)),
                std::move(drivers),
                std::move(experiments)};
  review.coverage = coverage_of(review.scores);
  if (context.latest_rules && !(*context.latest_rules == rules)) {
    review.rules_to_come = context.latest_rules;
  }
  return review;
}

}  // namespace betledger::forecast
