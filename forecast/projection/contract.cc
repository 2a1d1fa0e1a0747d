#include "forecast/projection/contract.h"

#include <cmath>
#include <span>
#include <utility>

#include "forecast/plan/canonical.h"
#include "forecast/projection/attribution_request.h"
#include "ledger/text/json_values.h"

namespace betledger::forecast {
namespace {

using json::count;
using json::list_of;
using json::number;
using json::numbers;
using json::text;
using ledger::Node;

Node share(const sim::Share& value) {
  Node node = Node::mapping();
  node.add("value", number(value.value));
  node.add("se", number(value.se));
  return node;
}

Node odds_of(const Odds& odds) {
  Node probability = Node::mapping();
  probability.add("with", number(odds.with.value));
  probability.add("without", number(odds.without.value));
  probability.add("se", number(odds.with.se));
  probability.add("without_se", number(odds.without.se));
  Node node = Node::mapping();
  node.add("metric", text(odds.metric));
  json::add_bound(node, odds.bound);
  node.add("probability", std::move(probability));
  return node;
}

Node period_of(const PeriodFan& fan) {
  Node node = Node::mapping();
  node.add("start", json::day(fan.start));
  node.add("with", json::summary(fan.with));
  node.add("without", json::summary(fan.without));
  return node;
}

Node bet_of(const BetWorth& worth) {
  Node node = Node::mapping();
  node.add("bet", text(worth.bet));
  node.add("uplift", json::summary(worth.uplift));
  node.add("shapley", json::estimate(worth.shapley));
  node.add("alone", json::estimate(worth.alone));
  node.add("probability_positive", number(worth.probability_positive.value));
  node.add("probability_positive_se", number(worth.probability_positive.se));
  if (worth.target) {
    node.add("target", json::estimate(*worth.target));
  }
  return node;
}

Node overlap_of(const Overlap& overlap) {
  Node node = Node::mapping();
  node.add("naive_sum", number(overlap.naive_sum.value));
  node.add("joint", number(overlap.joint.value));
  node.add("excess", number(overlap.excess.value));
  node.add("naive_sum_se", number(overlap.naive_sum.se));
  node.add("joint_se", number(overlap.joint.se));
  node.add("excess_se", number(overlap.excess.se));
  return node;
}

Node variance_of(const VarianceShare& share) {
  Node node = Node::mapping();
  node.add("source", text(share.source));
  node.add("first_order", number(share.first_order.value));
  node.add("total", number(share.total.value));
  node.add("se", number(share.total.se));
  node.add("first_order_se", number(share.first_order.se));
  return node;
}

Node swing_node(const Swing& swing) {
  Node node = Node::mapping();
  node.add("source", text(swing.source));
  node.add("contrast", text(swing.contrast == Contrast::gate ? "gate" : "tenths"));
  node.add("low", number(swing.low));
  node.add("high", number(swing.high));
  node.add("se", number(swing.se));
  return node;
}

Node watch_of(const Watch& watch) {
  Node node = Node::mapping();
  node.add("metric", text(watch.metric));
  node.add("guardrail", json::flag(watch.guardrail));
  node.add("better", share(watch.better));
  node.add("worse", share(watch.worse));
  node.add("change", json::estimate(watch.change));
  if (watch.limit) {
    node.add("limit", odds_of(*watch.limit));
  }
  return node;
}

Node clamp_of(const Clamp& clamp) {
  Node node = Node::mapping();
  node.add("metric", text(clamp.metric));
  node.add("share", number(clamp.share));
  return node;
}

Node member_of(const FittedMember& member) {
  Node node = Node::mapping();
  node.add("name", text(member.name));
  node.add("details", text(member.details));
  node.add("sigma", number(member.path.sigma));
  if (std::isfinite(member.path.dof)) {
    node.add("dof", number(member.path.dof));
  }
  node.add("weight", number(member.path.weight));
  node.add("lead", count(member.path.lead));
  node.add("mean", numbers(member.path.mean));
  node.add("psi", numbers(member.path.psi));
  return node;
}

Node baseline_of(const Baseline& baseline) {
  Node node = Node::mapping();
  node.add("metric", text(baseline.metric));
  node.add("points", count(baseline.points));
  node.add("last", json::day(baseline.last));
  node.add("members", list_of(baseline.members, member_of));
  return node;
}

Node settings_of(const Forecast& forecast) {
  Node node = Node::mapping();
  node.add("attribution", json::flag(forecast.settings.attribution));
  if (forecast.interrupted) {
    node.add("interrupted", json::flag(true));
  }
  node.add("quantiles",
           text(forecast.exact_quantiles ? "exact" : "within about 0.1 standard errors"));
  node.add("attribution_runs", count(forecast.settings.attribution_runs));
  node.add("variance_runs", count(forecast.settings.variance_runs));
  node.add("share_se", text("standard deviation of Beta(hits + 1/2, runs - hits + 1/2)"));
  node.add("variance_outermost", number(AttributionRequest{}.outermost));
  return node;
}

Node bet_key(const ledger::BetRecord& record) {
  return text(record.terms.key);
}

Node optimism_of(const ledger::OptimismByTeam& all) {
  std::vector<Node> items;
  for (const auto& [team, optimism] : all) {
    Node item = Node::mapping();
    item.add("team", text(team));
    item.add("state", text(optimism.is_on ? "on" : "off"));
    for (const auto& [name, level] : {std::pair{"p10", 0.1}, {"p50", 0.5}, {"p90", 0.9}}) {
      item.add(name, number(optimism.factor.quantile(level)));
    }
    item.add("spread", number(optimism.spread));
    item.add("source", text(optimism.source));
    items.push_back(std::move(item));
  }
  return Node::sequence(std::move(items));
}

void add_attribution(Node& node, const Attribution& attribution) {
  node.add("bets", list_of(attribution.bets, bet_of));
  if (attribution.runs > 0) {
    node.add("overlap", overlap_of(attribution.overlap));
  }
  node.add("variance", list_of(attribution.variance, variance_of));
  node.add("tornado", list_of(attribution.tornado, swing_node));
}

}  // namespace

Node provenance_of(const Forecast& forecast, const std::string& version) {
  return json::provenance(forecast.plan, forecast.settings.seed, forecast.settings.runs, version);
}

Node cycle_of(const ledger::Cycle& cycle) {
  Node node = Node::mapping();
  node.add("key", text(cycle.key));
  node.add("start", json::day(cycle.timeline.start));
  node.add("end", json::day(cycle.timeline.last_day()));
  node.add("period", text(std::string{name(cycle.timeline.kind)}));
  node.add("periods", count(cycle.timeline.count));
  return node;
}

Node metric_of(const MetricFan& fan) {
  Node rollup = Node::mapping();
  rollup.add("kind", json::rollup(fan.rollup_rule.kind));
  if (fan.rollup_rule.kind == tree::RollupKind::weighted) {
    rollup.add("weighted_by", text(fan.rollup_rule.weighted_by));
  }
  rollup.add("with", json::summary(fan.rollup_with));
  rollup.add("without", json::summary(fan.rollup_without));
  rollup.add("difference", json::estimate(fan.difference));
  Node node = Node::mapping();
  node.add("metric", text(fan.metric));
  node.add("name", text(fan.name));
  node.add("unit", text(fan.unit));
  node.add("rollup", std::move(rollup));
  node.add("periods", list_of(fan.periods, period_of));
  return node;
}

Node baselines_of(const Forecast& forecast) {
  return list_of(forecast.baselines, baseline_of);
}

Node contract_of(const Forecast& forecast, const std::string& version) {
  const Plan& plan = forecast.plan;
  Node node = Node::mapping();
  node.add("schema", text("betledger.forecast/1"));
  node.add("provenance", provenance_of(forecast, version));
  node.add("settings", settings_of(forecast));
  node.add("cycle", cycle_of(plan.cycle));
  node.add("data_cut", plan.data_cut ? json::day(*plan.data_cut) : Node{});
  node.add("focus", text(plan.tree.metric(plan.tree.focus()).key));
  node.add("target", forecast.target ? odds_of(*forecast.target) : Node{});
  node.add("metrics", list_of(forecast.metrics, metric_of));
  add_attribution(node, forecast.attribution);
  node.add("watches", list_of(forecast.watches, watch_of));
  node.add("clamps", list_of(forecast.clamps, clamp_of));
  node.add("funded", list_of(plan.bets, bet_key));
  node.add("cut", list_of(plan.cut, bet_key));
  if (!plan.optimism.empty()) {
    node.add("optimism", optimism_of(plan.optimism));
  }
  return node;
}

}  // namespace betledger::forecast
