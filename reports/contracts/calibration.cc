#include "reports/contracts/calibration.h"

#include <utility>
#include <vector>

#include "ledger/text/json_values.h"
#include "reports/contracts/schema.h"

namespace betledger::reports {
namespace {

using forecast::Calibration;
using forecast::ForecastKind;
using forecast::GroupCalibration;
using ledger::Node;

Node node_of(const forecast::Readout& readout) {
  Node node = Node::mapping();
  node.add("estimate", json::number(readout.estimate));
  node.add("se", json::number(readout.se));
  return node;
}

Node node_of(const Calibration& calibration) {
  Node node = Node::mapping();
  node.add("forecasts", json::count(calibration.count));
  node.add("bias", node_of(calibration.bias));
  node.add("between", json::number(calibration.between));
  node.add("slope",
           calibration.kind == ForecastKind::probability ? node_of(calibration.slope) : Node{});
  node.add("spread", json::number(calibration.spread));
  Node score = Node::mapping();
  score.add("raw", json::number(calibration.score.raw));
  score.add("corrected", json::number(calibration.score.corrected));
  score.add("gain", json::number(calibration.score.gain));
  score.add("gain_se", json::number(calibration.score.gain_se));
  score.add("items", json::count(calibration.score.items));
  score.add("in_folds", json::flag(calibration.score.folds));
  node.add("leave_one_out", std::move(score));
  Node coverage;
  if (calibration.coverage) {
    coverage = Node::mapping();
    coverage.add("band", json::number(0.8));
    coverage.add("share", json::number(calibration.covered));
    coverage.add("low", json::number(calibration.coverage->low));
    coverage.add("high", json::number(calibration.coverage->high));
  }
  node.add("coverage", std::move(coverage));
  node.add("offered", json::flag(worth_offering(calibration)));
  std::vector<Node> groups;
  for (const GroupCalibration& group : calibration.groups) {
    Node one = Node::mapping();
    one.add("group", json::text(group.group));
    one.add("forecasts", json::count(group.count));
    one.add("own", node_of(group.own));
    one.add("pooled", node_of(group.pooled));
    one.add("spread", json::number(group.spread));
    one.add("spread_interval",
            Node::sequence({json::number(group.spread_low), json::number(group.spread_high)}));
    groups.push_back(std::move(one));
  }
  node.add("groups", Node::sequence(std::move(groups)));
  return node;
}

Node groups_schema() {
  using schema::object;
  const Node readout = object({{"estimate", schema::number()}, {"se", schema::size()}});
  const Node score = object({{"raw", schema::number()},
                             {"corrected", schema::number()},
                             {"gain", schema::number()},
                             {"gain_se", schema::size()},
                             {"items", schema::count()},
                             {"in_folds", schema::flag()}});
  const Node coverage = object({{"band", schema::share()},
                                {"share", schema::share()},
                                {"low", schema::share()},
                                {"high", schema::share()}});
  const Node group = object({{"group", schema::text()},
                             {"forecasts", schema::count()},
                             {"own", readout},
                             {"pooled", readout},
                             {"spread", schema::size()},
                             {"spread_interval", schema::list_of(schema::size())}});
  return object({{"forecasts", schema::count()},
                 {"bias", readout},
                 {"between", schema::size()},
                 {"slope", schema::or_null(readout)},
                 {"spread", schema::size()},
                 {"leave_one_out", score},
                 {"coverage", schema::or_null(coverage)},
                 {"offered", schema::flag()},
                 {"groups", schema::list_of(group)}});
}

}  // namespace

Node contract_of(const CalibrationPage& page) {
  Node node = Node::mapping();
  node.add("schema", json::text("betledger.calibration/1"));
  node.add("version", json::text(page.version));
  node.add("source", json::text(page.source));
  node.add("kind", json::text(std::string{name(page.by_forecaster.kind)}));
  node.add("skipped", json::count(page.skipped));
  node.add("by_forecaster", node_of(page.by_forecaster));
  node.add("by_team", page.by_team != nullptr ? node_of(*page.by_team) : Node{});
  return node;
}

Node calibration_schema() {
  return schema::contract("calibration",
                          {{"version", schema::text()},
                           {"source", schema::text()},
                           {"kind", schema::one_of({"interval", "point", "probability"})},
                           {"skipped", schema::count()},
                           {"by_forecaster", schema::ref("groups")},
                           {"by_team", schema::or_null(schema::ref("groups"))}},
                          {{"groups", groups_schema()}});
}

}  // namespace betledger::reports
