#include "forecast/review/review_contract.h"

#include <array>
#include <cmath>
#include <utility>

#include "forecast/gap/gap_contract.h"
#include "forecast/learning/calibration.h"
#include "forecast/learning/estimators.h"
#include "forecast/plan/canonical.h"
#include "forecast/projection/contract.h"
#include "forecast/review/review_contract_parts.h"

namespace betledger::forecast {
namespace {

using json::count;
using json::flag;
using json::list_of;
using json::number;
using json::number_or_null;
using json::text;
using ledger::Node;

Node rival_node(const std::optional<double>& rival, double wis) {
  Node node = Node::mapping();
  node.add("wis", number_or_null(rival));
  node.add("skill", rival && *rival > 0 ? number_or_null(1 - wis / *rival) : Node{});
  return node;
}

Node score_node(const Score& score) {
  constexpr std::array<const char*, sim::summary_levels.size()> names{
      "p05", "p10", "p25", "p50", "p75", "p90", "p95"};
  Node node = Node::mapping();
  node.add("metric", text(score.metric));
  node.add("period", score.period ? json::day(*score.period) : text("rollup"));
  node.add("actual", number(score.actual));
  Node forecast = Node::mapping();
  for (std::size_t q = 0; q < names.size(); ++q) {
    forecast.add(names[q], number(score.quantiles[q]));
  }
  node.add("forecast", std::move(forecast));
  node.add("crps", number(score.crps));
  node.add("wis", number(score.wis));
  node.add("pit", number(score.pit));
  node.add("in_50", flag(score.in_50));
  node.add("in_80", flag(score.in_80));
  node.add("in_90", flag(score.in_90));
  node.add("random_walk", rival_node(score.naive_wis, score.wis));
  node.add("seasonal_naive", rival_node(score.seasonal_wis, score.wis));
  return node;
}

Node coverage_node(const CoverageShare& coverage) {
  Node node = Node::mapping();
  node.add("level", number(coverage.level));
  node.add("hits", count(coverage.hits));
  node.add("trials", count(coverage.trials));
  node.add("low", coverage.trials > 0 ? number(coverage.interval.low) : Node{});
  node.add("high", coverage.trials > 0 ? number(coverage.interval.high) : Node{});
  return node;
}

Node outcomes_node(const std::map<Verdict, double>& probabilities) {
  Node node = Node::mapping();
  for (const auto& [verdict, probability] : probabilities) {
    node.add(std::string{name(verdict)}, number(probability));
  }
  return node;
}

Node verdict_node(const BetVerdict& verdict, bool is_provisional) {
  Node node = Node::mapping();
  node.add("bet", text(verdict.bet));
  node.add("verdict", text(std::string{name(verdict.verdict)}));
  node.add("provisional", flag(is_provisional));
  node.add("probabilities", outcomes_node(verdict.probabilities));
  node.add("prior", outcomes_node(verdict.prior));
  node.add("action", text(verdict.action == tree::Action::lift ? "lift" : "shift"));
  node.add("believed", belief_node(verdict.believed));
  node.add("realised", belief_node(verdict.realised));
  node.add("informed", flag(verdict.is_informed));
  node.add("delivered", number(verdict.delivered));
  node.add("early", flag(verdict.delivered > early_above));
  node.add("periods_live", number(verdict.periods_live));
  node.add("because", text(verdict.because));
  node.add("tied_with", list_of(verdict.tied_with, text));
  node.add("at_least_one", verdict.at_least_one ? chance_node(*verdict.at_least_one) : Node{});
  node.add("bits", number(verdict.bits));
  return node;
}

Node leverage_node(const Leverage& leverage, const char* source) {
  Node node = Node::mapping();
  node.add(source, text(leverage.source));
  node.add("believed", number_or_null(leverage.believed));
  node.add("realised", number_or_null(leverage.realised));
  node.add("sd", number_or_null(leverage.sd));
  node.add("informed", flag(leverage.is_informed));
  node.add("above", number(leverage.above));
  node.add("below", number(leverage.below));
  return node;
}

Node leverages_node(const Review& review) {
  Node node = Node::mapping();
  node.add("metrics", list_of(review.metrics, [](const Leverage& leverage) {
             Node one = leverage_node(leverage, "metric");
             one.add("action", text(leverage.action == tree::Action::lift ? "lift" : "shift"));
             return one;
           }));
  node.add("links", list_of(review.links, [](const Leverage& leverage) {
             return leverage_node(leverage, "link");
           }));
  return node;
}

Node readout_node(const Readout& readout) {
  Node node = Node::mapping();
  node.add("estimate", number(readout.estimate));
  node.add("se", number_or_null(readout.se));
  return node;
}

void add_groups(std::vector<Node>& groups,
                const char* by,
                const std::optional<Calibration>& calibration) {
  if (!calibration) {
    return;
  }
  const bool offered = worth_offering(*calibration);
  for (const GroupCalibration& group : calibration->groups) {
    Node node = Node::mapping();
    node.add("by", text(by));
    node.add("group", text(group.group));
    node.add("readouts", count(group.count));
    node.add("bias", readout_node(group.own));
    node.add("pooled", readout_node(group.pooled));
    node.add("spread", number_or_null(group.spread));
    node.add("spread_interval",
             Node::sequence({number_or_null(group.spread_low), number_or_null(group.spread_high)}));
    node.add("covered_80", number(calibration->covered));
    node.add("offered", flag(offered));
    groups.push_back(std::move(node));
  }
}

Node estimators_node(const Estimators& estimators) {
  std::vector<Node> groups;
  add_groups(groups, "team", estimators.by_team);
  add_groups(groups, "owner", estimators.by_owner);
  return Node::sequence(std::move(groups));
}

Node effect_node(const BeliefOutcome& readout) {
  Node node = Node::mapping();
  node.add("cycle", text(readout.cycle));
  node.add("bet", text(readout.bet));
  node.add("team", text(readout.team));
  node.add("owner", text(readout.owner));
  node.add("believed", number(readout.centre));
  node.add("spread", number(readout.spread));
  node.add("estimate", number(readout.outcome));
  node.add("se", number(readout.se));
  return node;
}

Node driver_node(const NewDriver& driver) {
  Node node = Node::mapping();
  node.add("from", text(driver.from));
  node.add("to", text(driver.to));
  node.add("lag", count(driver.lag));
  node.add("correlation", number(driver.correlation));
  node.add("se", number(driver.se));
  node.add("points", count(driver.points));
  node.add("p_value", number(driver.p_value));
  return node;
}

Node velocity_node(const Velocity& velocity) {
  Node node = Node::mapping();
  node.add("bets", count(velocity.bets));
  node.add("decided", count(velocity.decided));
  node.add("good_failures", count(velocity.good_failures));
  node.add("bits", number(velocity.bits));
  node.add("person_weeks", number(velocity.person_weeks));
  node.add("bits_per_person_week",
           velocity.person_weeks > 0 ? number(velocity.bits / velocity.person_weeks) : Node{});
  return node;
}

Node rules_node(const tree::ReviewRules& rules) {
  Node node = Node::mapping();
  node.add("sure", number(rules.sure));
  node.add("as_believed", number(rules.as_believed));
  node.add("exceeded", number(rules.exceeded));
  node.add("executed", number(rules.executed));
  node.add("overlap", number(rules.overlap));
  node.add("data_odds", number(rules.data_odds));
  node.add("harden_real", number(rules.harden_real));
  node.add("sign_certain", number(rules.sign_certain));
  node.add("useful_share", number(rules.useful_share));
  node.add("prune_below", number(rules.prune_below));
  node.add("news_bits", number(rules.news_bits));
  node.add("harden_cycles", count(rules.harden_cycles));
  return node;
}

}  // namespace

Node contract_of(const Review& review, const std::string& version) {
  const Gap& gap = review.gap;
  const Standing& standing = gap.standing;
  Node node = Node::mapping();
  node.add("schema", text("betledger.review/1"));
  node.add("provenance",
           json::provenance(standing.now, gap.settings.landing.seed, gap.landing.runs, version));
  node.add("cycle", cycle_of(standing.locked.cycle));
  node.add("as_of", json::day(standing.as_of));
  node.add("recorded_by", standing.recorded_by ? json::day(*standing.recorded_by) : Node{});
  node.add("periods_known", count(standing.periods_known));
  node.add("over", flag(is_over(standing)));
  node.add("focus", text(standing.locked.tree.metric(standing.locked.tree.focus()).key));
  Node target = target_node(gap.landing);
  if (const auto met = target_met(review)) {
    target.add("met", flag(*met));
  }
  node.add("target", std::move(target));
  node.add("scores", list_of(review.scores, score_node));
  node.add("coverage", list_of(review.coverage, coverage_node));
  node.add("provisional", flag(!is_over(standing)));
  node.add("verdicts", list_of(review.verdicts, [&](const BetVerdict& verdict) {
             return verdict_node(verdict, !is_over(standing));
           }));
  node.add("proposals", list_of(review.proposals, proposal_node));
  node.add("leverage", leverages_node(review));
  node.add("estimators", estimators_node(review.estimators));
  node.add("effect_readouts", list_of(review.estimators.readouts, effect_node));
  node.add("velocity", velocity_node(review.velocity));
  node.add("new_drivers", list_of(review.new_drivers, driver_node));
  node.add("next_experiments", review.experiments ? experiments_node(*review.experiments) : Node{});
  node.add("rules", rules_node(review.rules));
  node.add("rules_to_come", review.rules_to_come ? rules_node(*review.rules_to_come) : Node{});
  node.add("diagnostics", health_node(gap));
  return node;
}

}  // namespace betledger::forecast
