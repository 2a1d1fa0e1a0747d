#include "reports/contracts/baseline.h"

#include <utility>

#include "ledger/text/json_values.h"
#include "reports/contracts/parts.h"
#include "reports/contracts/schema.h"
#include "reports/page/json_page.h"

namespace betledger::reports {
namespace {

using forecast::Accuracy;
using forecast::Backtest;
using forecast::Measured;
using ledger::Node;

Node node_of(const Measured& value) {
  Node node = Node::mapping();
  node.add("value", json::number(value.value));
  node.add("se", json::number_or_null(value.se));
  return node;
}

Node node_of(const Accuracy& accuracy) {
  Node node = Node::mapping();
  node.add("forecasts", json::count(accuracy.forecasts));
  node.add("windows", json::number(accuracy.windows));
  std::vector<Node> bands;
  for (const auto& band : accuracy.coverage) {
    Node one = Node::mapping();
    one.add("band", json::number(band.band));
    one.add("share", json::number(band.share));
    one.add("low", json::number(band.wilson.low));
    one.add("high", json::number(band.wilson.high));
    bands.push_back(std::move(one));
  }
  node.add("coverage", Node::sequence(std::move(bands)));
  node.add("wis", node_of(accuracy.wis));
  node.add("wis_random_walk", node_of(accuracy.wis_random_walk));
  node.add("skill", node_of(accuracy.skill));
  return node;
}

Node nodes_of(const std::vector<forecast::MetricBacktest>& tested) {
  std::vector<Node> metrics;
  for (const auto& metric : tested) {
    Node one = Node::mapping();
    one.add("metric", json::text(metric.metric));
    one.add("origins", json::list_of(metric.origins, json::day));
    one.add("mean_step", json::number(metric.mean_step));
    one.add("periods", node_of(metric.periods));
    one.add("rollup", node_of(metric.rollup));
    metrics.push_back(std::move(one));
  }
  return Node::sequence(std::move(metrics));
}

Node accuracy_schema() {
  using schema::object;
  const Node measured =
      object({{"value", schema::number()}, {"se", schema::or_null(schema::size())}});
  const Node band = object({{"band", schema::share()},
                            {"share", schema::share()},
                            {"low", schema::share()},
                            {"high", schema::share()}});
  return object({{"forecasts", schema::count()},
                 {"windows", schema::size()},
                 {"coverage", schema::list_of(band)},
                 {"wis", measured},
                 {"wis_random_walk", measured},
                 {"skill", measured}});
}

}  // namespace

Node contract_of(const BaselinePage& page) {
  Node node = Node::mapping();
  node.add("schema", json::text("betledger.baseline/1"));
  node.add("version", json::text(page.version));
  node.add("quantiles", json::list_of(page.rows, [](const QuantileRow& row) {
             return Node::mapping()
                 .add("metric", json::text(row.metric))
                 .add("period", json::text(row.period))
                 .add("level", json::number(row.level))
                 .add("value", json::number(row.value));
           }));
  return node;
}

Node baseline_schema() {
  return schema::contract("baseline",
                          {{"version", schema::text()},
                           {"quantiles",
                            schema::list_of(schema::object({{"metric", schema::text()},
                                                            {"period", schema::text()},
                                                            {"level", schema::share()},
                                                            {"value", schema::number()}}))}});
}

Node contract_of(const Backtest& backtest, const Provenance& provenance) {
  Node node = json_page("betledger.backtest/1", provenance);
  node.add("horizon", json::count(backtest.settings.horizon));
  node.add("step", json::count(backtest.settings.step));
  node.add("runs", json::count(backtest.settings.runs));
  node.add("seed", json::count(backtest.settings.seed));
  node.add("metrics", nodes_of(backtest.metrics));
  node.add("formulas", nodes_of(backtest.formulas));
  node.add("periods", node_of(backtest.periods));
  node.add("rollup", node_of(backtest.rollup));
  return node;
}

Node backtest_schema() {
  const Node metric = schema::object({{"metric", schema::text()},
                                      {"origins", schema::list_of(schema::day())},
                                      {"mean_step", schema::size()},
                                      {"periods", schema::ref("accuracy")},
                                      {"rollup", schema::ref("accuracy")}});
  return schema::contract("backtest",
                          {{"provenance", provenance_schema()},
                           {"horizon", schema::count()},
                           {"step", schema::count()},
                           {"runs", schema::count()},
                           {"seed", schema::count()},
                           {"metrics", schema::list_of(metric)},
                           {"formulas", schema::list_of(metric)},
                           {"periods", schema::ref("accuracy")},
                           {"rollup", schema::ref("accuracy")}},
                          {{"accuracy", accuracy_schema()}});
}

}  // namespace betledger::reports
