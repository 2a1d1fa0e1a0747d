#include "reports/contracts/bridge.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/contract.h"
#include "forecast/gap/plan_place.h"
#include "forecast/projection/committed.h"
#include "ledger/text/json_values.h"
#include "reports/contracts/schema.h"

namespace betledger::reports {
namespace {

using forecast::Bridge;
using forecast::Contribution;
using forecast::Factor;
using forecast::MetricBridge;

}  // namespace

BridgeView view_of(const forecast::Gap& gap, const std::string& metric) {
  const auto& locked = gap.standing.locked;
  const MetricId id = *locked.tree.find(metric);
  BridgeView view{metric, locked.tree.metric(id).unit, forecast::is_known(gap, id), {}, {}};
  view.landing_median = gap.landing.metrics[id.value()].fan.rollup_with.quantiles[3];
  if (const auto band = forecast::committed_band(gap.standing.commit, metric)) {
    view.plan_median = band->rollup.p50;
  }
  return view;
}

const char* landing_name(const BridgeView& view) {
  return view.is_over ? "actual" : "landing";
}

const MetricBridge& metric_of(const Bridge& bridge, const BridgeView& view) {
  const MetricBridge* metric = bridge.find(view.metric);
  BET_EXPECT(metric != nullptr);
  return *metric;
}

std::vector<Contribution> by_size(const MetricBridge& metric) {
  std::vector<Contribution> sorted = metric.contributions;
  std::stable_sort(sorted.begin(), sorted.end(), [](const Contribution& a, const Contribution& b) {
    return std::abs(a.amount) > std::abs(b.amount);
  });
  return sorted;
}

ledger::Node bridge_node(const Bridge& bridge, const BridgeView& view) {
  const MetricBridge& metric = metric_of(bridge, view);
  ledger::Node node = ledger::Node::mapping();
  node.add("metric", json::text(metric.metric));
  node.add("plan", json::number(metric.plan));
  node.add(landing_name(view), json::number(metric.landing));
  node.add("gap", json::number(metric.gap()));
  node.add("se", json::number(metric.se));
  node.add("pairs", json::count(bridge.pairs));
  node.add("exact", json::flag(bridge.is_exact));
  std::vector<ledger::Node> factors;
  for (const Contribution& one : by_size(metric)) {
    const Factor& factor = bridge.factors[one.factor];
    ledger::Node item = ledger::Node::mapping();
    item.add("kind", json::text(forecast::name(factor.kind)));
    item.add("source", json::text(factor.source));
    item.add("amount", json::number(one.amount));
    item.add("se", json::number(one.se));
    factors.push_back(std::move(item));
  }
  node.add("factors", ledger::Node::sequence(std::move(factors)));
  return node;
}

ledger::Node bridge_schema() {
  using schema::object;
  const ledger::Node factor = object({{"kind", schema::text()},
                                      {"source", schema::text()},
                                      {"amount", schema::number()},
                                      {"se", schema::size()}});
  return object({{"metric", schema::text()},
                 {"plan", schema::number()},
                 schema::maybe("landing", schema::number()),
                 schema::maybe("actual", schema::number()),
                 {"gap", schema::number()},
                 {"se", schema::size()},
                 {"pairs", schema::count()},
                 {"exact", schema::flag()},
                 {"factors", schema::list_of(factor)}});
}

}  // namespace betledger::reports
