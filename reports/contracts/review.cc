#include "reports/contracts/review.h"

#include <array>
#include <utility>
#include <vector>

#include "forecast/learning/estimators.h"
#include "forecast/plan/canonical.h"
#include "forecast/projection/contract.h"
#include "ledger/text/json_values.h"
#include "reports/contracts/bridge.h"
#include "reports/contracts/parts.h"
#include "reports/contracts/review_proposals.h"
#include "reports/contracts/schema.h"

namespace betledger::reports {
namespace {

using forecast::BeliefOutcome;
using forecast::BetVerdict;
using forecast::Calibration;
using forecast::CoverageShare;
using forecast::Estimators;
using forecast::Gap;
using forecast::GroupCalibration;
using forecast::Leverage;
using forecast::NewDriver;
using forecast::Readout;
using forecast::Review;
using forecast::Score;
using forecast::Standing;
using forecast::Velocity;
using forecast::Verdict;
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
  Node levels = Node::mapping();
  for (std::size_t q = 0; q < names.size(); ++q) {
    levels.add(names[q], number(score.quantiles[q]));
  }
  node.add("forecast", std::move(levels));
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
  node.add("action", text(std::string{name(verdict.action)}));
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
             one.add("action", text(std::string{name(leverage.action)}));
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
  node.add("cycle", forecast::cycle_of(standing.locked.cycle));
  node.add("as_of", json::day(standing.as_of));
  node.add("recorded_by", standing.recorded_by ? json::day(*standing.recorded_by) : Node{});
  node.add("periods_known", count(standing.periods_known));
  node.add("over", flag(is_over(standing)));
  node.add("focus", text(standing.locked.tree.metric(standing.locked.tree.focus()).key));
  Node target = target_node(gap.landing);
  if (const auto met = forecast::target_met(review)) {
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
  node.add("commits", commits_node(standing.commits));
  const std::string& focus = standing.locked.tree.metric(standing.locked.tree.focus()).key;
  node.add("bridge", bridge_node(gap.bridge, view_of(gap, focus)));
  return node;
}

namespace {

Node score_schema() {
  using schema::object;
  const Node rival = object(
      {{"wis", schema::or_null(schema::size())}, {"skill", schema::or_null(schema::number())}});
  const Node levels = object({{"p05", schema::number()},
                              {"p10", schema::number()},
                              {"p25", schema::number()},
                              {"p50", schema::number()},
                              {"p75", schema::number()},
                              {"p90", schema::number()},
                              {"p95", schema::number()}});
  return object({{"metric", schema::text()},
                 {"period", schema::any_of({schema::day(), schema::is("rollup")})},
                 {"actual", schema::number()},
                 {"forecast", levels},
                 {"crps", schema::size()},
                 {"wis", schema::size()},
                 {"pit", schema::share()},
                 {"in_50", schema::flag()},
                 {"in_80", schema::flag()},
                 {"in_90", schema::flag()},
                 {"random_walk", rival},
                 {"seasonal_naive", rival}});
}

Node verdict_schema() {
  using schema::maybe;
  using schema::object;
  const Node outcomes = object({maybe("validated", schema::share()),
                                maybe("exceeded", schema::share()),
                                maybe("hypothesis failure", schema::share()),
                                maybe("link failure", schema::share()),
                                maybe("execution failure", schema::share())});
  return object({{"bet", schema::text()},
                 {"verdict",
                  schema::one_of({"validated",
                                  "exceeded",
                                  "hypothesis failure",
                                  "link failure",
                                  "execution failure",
                                  "inconclusive",
                                  "not separable"})},
                 {"provisional", schema::flag()},
                 {"probabilities", outcomes},
                 {"prior", outcomes},
                 {"action", action_schema()},
                 {"believed", schema::ref("belief")},
                 {"realised", schema::ref("belief")},
                 {"informed", schema::flag()},
                 {"delivered", schema::size()},
                 {"early", schema::flag()},
                 {"periods_live", schema::size()},
                 {"because", schema::text()},
                 {"tied_with", schema::list_of(schema::text())},
                 {"at_least_one", schema::or_null(chance_schema())},
                 {"bits", schema::number()}});
}

Node leverages_schema() {
  const auto of = [](const char* source) {
    return std::vector<schema::Key>{{source, schema::text()},
                                    {"believed", schema::or_null(schema::number())},
                                    {"realised", schema::or_null(schema::number())},
                                    {"sd", schema::or_null(schema::size())},
                                    {"informed", schema::flag()},
                                    {"above", schema::share()},
                                    {"below", schema::share()}};
  };
  std::vector<schema::Key> metric = of("metric");
  metric.push_back({"action", action_schema()});
  return schema::object({{"metrics", schema::list_of(schema::object(metric))},
                         {"links", schema::list_of(schema::object(of("link")))}});
}

Node estimators_schema() {
  using schema::object;
  const Node readout =
      object({{"estimate", schema::number()}, {"se", schema::or_null(schema::size())}});
  return schema::list_of(
      object({{"by", schema::one_of({"team", "owner"})},
              {"group", schema::text()},
              {"readouts", schema::count()},
              {"bias", readout},
              {"pooled", readout},
              {"spread", schema::or_null(schema::size())},
              {"spread_interval", schema::list_of(schema::or_null(schema::size()))},
              {"covered_80", schema::share()},
              {"offered", schema::flag()}}));
}

Node rules_schema() {
  return schema::object({{"sure", schema::share()},
                         {"as_believed", schema::share()},
                         {"exceeded", schema::size()},
                         {"executed", schema::share()},
                         {"overlap", schema::share()},
                         {"data_odds", schema::size()},
                         {"harden_real", schema::share()},
                         {"sign_certain", schema::share()},
                         {"useful_share", schema::share()},
                         {"prune_below", schema::share()},
                         {"news_bits", schema::size()},
                         {"harden_cycles", schema::count()}});
}

std::vector<schema::Key> learning_keys() {
  using schema::object;
  const Node effect = object({{"cycle", schema::text()},
                              {"bet", schema::text()},
                              {"team", schema::text()},
                              {"owner", schema::text()},
                              {"believed", schema::number()},
                              {"spread", schema::size()},
                              {"estimate", schema::number()},
                              {"se", schema::size()}});
  const Node velocity = object({{"bets", schema::count()},
                                {"decided", schema::count()},
                                {"good_failures", schema::count()},
                                {"bits", schema::number()},
                                {"person_weeks", schema::size()},
                                {"bits_per_person_week", schema::or_null(schema::number())}});
  const Node driver = object({{"from", schema::text()},
                              {"to", schema::text()},
                              {"lag", schema::count()},
                              {"correlation", schema::number()},
                              {"se", schema::size()},
                              {"points", schema::count()},
                              {"p_value", schema::share()}});
  return {{"leverage", leverages_schema()},
          {"estimators", estimators_schema()},
          {"effect_readouts", schema::list_of(effect)},
          {"velocity", velocity},
          {"new_drivers", schema::list_of(driver)},
          {"next_experiments", schema::or_null(experiments_schema())},
          {"rules", rules_schema()},
          {"rules_to_come", schema::or_null(rules_schema())}};
}

}  // namespace

Node review_schema() {
  const Node coverage = schema::object({{"level", schema::share()},
                                        {"hits", schema::count()},
                                        {"trials", schema::count()},
                                        {"low", schema::or_null(schema::share())},
                                        {"high", schema::or_null(schema::share())}});
  std::vector<schema::Key> keys{{"provenance", simulation_schema()},
                                {"cycle", cycle_schema()},
                                {"as_of", schema::day()},
                                {"recorded_by", schema::or_null(schema::day())},
                                {"periods_known", schema::count()},
                                {"over", schema::flag()},
                                {"focus", schema::text()},
                                {"target", schema::or_null(target_schema(true))},
                                {"scores", schema::list_of(score_schema())},
                                {"coverage", schema::list_of(coverage)},
                                {"provisional", schema::flag()},
                                {"verdicts", schema::list_of(verdict_schema())},
                                {"proposals", schema::list_of(proposal_schema())}};
  for (schema::Key& key : learning_keys()) {
    keys.push_back(std::move(key));
  }
  keys.insert(keys.end(),
              {{"diagnostics", health_schema()},
               {"commits", commits_schema()},
               {"bridge", bridge_schema()}});
  return schema::contract("review", std::move(keys), {{"belief", belief_schema()}});
}

}  // namespace betledger::reports
