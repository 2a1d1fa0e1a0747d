#include "forecast/review.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "forecast/review_scores.h"
#include "forecast/verdicts.h"

namespace betledger::forecast {
namespace {

/// Beliefs of a link's strength, before and after, are in the gap already.
void take_strengths(const Gap& gap, std::vector<LinkProposal>& proposals) {
  for (std::size_t l = 0; l < proposals.size(); ++l) {
    proposals[l].strength_from = gap.links[l].prior;
    proposals[l].strength_to = gap.links[l].now;
  }
}

/// Realised and believed effect of the bets on each metric, together.
std::vector<Leverage> metric_leverage(const Standing& standing,
                                      const std::vector<BetVerdict>& verdicts) {
  std::vector<Leverage> metrics;
  for (std::size_t b = 0; b < verdicts.size(); ++b) {
    if (verdicts[b].verdict == Verdict::execution_failure) {
      continue;  // says nothing of the metric
    }
    const std::string& metric = standing.now.bets[b].terms.effects.front().metric;
    auto found = std::find_if(
        metrics.begin(), metrics.end(), [&](const Leverage& l) { return l.source == metric; });
    if (found == metrics.end()) {
      found = metrics.insert(metrics.end(), Leverage{metric, 0, 0, 0});
    }
    found->believed += verdicts[b].believed.mean;
    found->realised += verdicts[b].realised.mean;
    found->se = std::hypot(found->se, verdicts[b].realised.sd);
  }
  return metrics;
}

/// What a link passed on of a change of one per cent (or one unit): strength x real, then and now.
std::vector<Leverage> link_leverage(const std::vector<LinkProposal>& proposals) {
  std::vector<Leverage> links;
  for (const LinkProposal& p : proposals) {
    const double now = p.real_to.probability;
    const double second =
        p.strength_to.sd * p.strength_to.sd + p.strength_to.mean * p.strength_to.mean;
    const double mean = now * p.strength_to.mean;
    links.push_back({p.link,
                     p.real_from * p.strength_from.mean,
                     mean,
                     std::sqrt(std::max(0.0, now * second - mean * mean))});
  }
  std::stable_sort(links.begin(), links.end(), [](const Leverage& a, const Leverage& b) {
    return std::abs(a.realised) > std::abs(b.realised);
  });
  return links;
}

Velocity velocity_of(const Standing& standing,
                     const std::vector<BetVerdict>& verdicts,
                     const std::vector<LinkProposal>& proposals) {
  Velocity velocity;
  velocity.bets = verdicts.size();
  for (std::size_t b = 0; b < verdicts.size(); ++b) {
    const Verdict v = verdicts[b].verdict;
    const bool refuted = v == Verdict::hypothesis_failure || v == Verdict::link_failure;
    velocity.good_failures += refuted ? 1 : 0;
    velocity.decided += refuted || v == Verdict::validated || v == Verdict::exceeded ? 1 : 0;
    velocity.bits += verdicts[b].bits;
    const ledger::BetRecord& record = standing.now.bets[b];
    velocity.person_weeks += record.delivered_on ? record.terms.total_effort() : 0;
  }
  for (const LinkProposal& proposal : proposals) {
    velocity.bits += proposal.bits;
  }
  return velocity;
}

}  // namespace

std::string_view name(Verdict verdict) noexcept {
  switch (verdict) {
    case Verdict::validated:
      return "validated";
    case Verdict::exceeded:
      return "exceeded";
    case Verdict::hypothesis_failure:
      return "hypothesis failure";
    case Verdict::link_failure:
      return "link failure";
    case Verdict::execution_failure:
      return "execution failure";
    case Verdict::inconclusive:
      return "inconclusive";
    case Verdict::not_separable:
      return "not separable";
  }
  return {};
}

std::string_view name(LinkProposal::Action action) noexcept {
  switch (action) {
    case LinkProposal::Action::raise:
      return "raise";
    case LinkProposal::Action::lower:
      return "lower";
    case LinkProposal::Action::harden:
      return "harden";
    case LinkProposal::Action::prune:
      return "prune";
    case LinkProposal::Action::test_next:
      return "test next";
    case LinkProposal::Action::keep:
      return "keep";
  }
  return {};
}

Review make_review(Standing standing,
                   const GapSettings& settings,
                   const ReviewContext& context,
                   sim::Executor& executor) {
  const ReviewRules rules;
  const Inferred inferred{standing, settings, executor};
  std::vector<Score> scores = score_plan(standing, executor);
  std::vector<BetVerdict> verdicts = judge_bets(standing, inferred, rules);
  std::vector<LinkProposal> proposals = propose_links(standing, inferred, rules, context);
  GapSettings without_actions = settings;
  without_actions.wants_actions = false;  // the cycle is over: nothing can be done about it
  Gap gap = make_gap(std::move(standing), without_actions, inferred, executor);
  take_strengths(gap, proposals);
  Review review{std::move(gap),
                std::move(scores),
                {},
                rules,
                std::move(verdicts),
                std::move(proposals),
                {},
                {},
                {}};
  review.coverage = coverage_of(review.scores);
  review.metrics = metric_leverage(review.gap.standing, review.verdicts);
  review.links = link_leverage(review.proposals);
  review.velocity = velocity_of(review.gap.standing, review.verdicts, review.proposals);
  return review;
}

}  // namespace betledger::forecast
