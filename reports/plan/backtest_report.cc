#include "reports/plan/backtest_report.h"

#include "core/calendar.h"
#include "core/number.h"
#include "core/text.h"
#include "reports/page/figures.h"
#include "reports/page/page.h"

namespace betledger::reports {
namespace {

using forecast::Accuracy;
using forecast::Backtest;
using forecast::Measured;
using ledger::Node;

std::string measured(const Measured& value) {
  return value.se ? with_error(value.value, *value.se) : format_rounded(value.value, 3);
}

std::string measured_percent(const Measured& value) {
  return value.se ? percent_with_error(value.value, *value.se) : format_percent(value.value);
}

std::vector<std::string> row_of(const std::string& metric,
                                const char* of,
                                const Accuracy& accuracy) {
  std::vector<std::string> row{
      metric, of, std::to_string(accuracy.forecasts), format_rounded(accuracy.windows, 2)};
  for (const auto& band : accuracy.coverage) {
    row.push_back(format_percent(band.share, 0) + " (" + format_rounded(100 * band.wilson.low, 2) +
                  " to " + format_rounded(100 * band.wilson.high, 2) + ")");
  }
  row.push_back(measured(accuracy.wis));
  row.push_back(measured_percent(accuracy.skill));
  return row;
}

std::string names_of(const std::vector<forecast::MetricBacktest>& metrics) {
  std::string names;
  for (const auto& metric : metrics) {
    names += (names.empty() ? "" : ", ") + metric.metric;
  }
  return names;
}

/// The bands, from the first metric that has a forecast to judge.
std::vector<forecast::BandCoverage> coverage_of(const Backtest& backtest) {
  for (const auto* const metrics : {&backtest.formulas, &backtest.metrics}) {
    for (const auto& metric : *metrics) {
      if (!metric.periods.coverage.empty()) {
        return metric.periods.coverage;
      }
    }
  }
  return {};
}

Document document(const Backtest& backtest) {
  Document out;
  out.title("Back-test: how good forecasts would have been on this history, " +
            counted(backtest.settings.horizon, "period") + " ahead");
  if (backtest.metrics.empty() && backtest.formulas.empty()) {
    out.paragraph(
        "No metric has a history that is long enough; a shorter --horizon needs less of it.");
    return out;
  }
  Table table{{{"metric"}, {"of"}, {"forecasts", Align::right}, {"windows", Align::right}}, {}};
  for (const auto& band : coverage_of(backtest)) {
    table.columns.push_back({"in " + format_percent(band.band, 0), Align::right});
  }
  table.columns.push_back({"WIS", Align::right});
  table.columns.push_back({"skill", Align::right});
  const auto add = [&](const std::string& metric, const Accuracy& periods, const Accuracy& rollup) {
    if (periods.forecasts > 0) {
      table.rows.push_back(row_of(metric, "periods", periods));
    }
    if (rollup.forecasts > 0) {
      table.rows.push_back(row_of(metric, "roll-up", rollup));
    }
  };
  for (const auto* const metrics : {&backtest.formulas, &backtest.metrics}) {
    for (const auto& metric : *metrics) {
      add(metric.metric, metric.periods, metric.rollup);
    }
  }
  if (backtest.metrics.size() > 1) {
    add("all baselines", backtest.periods, backtest.rollup);
  }
  out.table(std::move(table));
  if (!backtest.formulas.empty()) {
    out.paragraph("With a formula, simulated from the baselines of what they are made of, " +
                  std::to_string(backtest.settings.runs) + " runs an origin, seed " +
                  std::to_string(backtest.settings.seed) + ": " + names_of(backtest.formulas) +
                  ". Bets and events take no part.");
  }
  out.paragraph(
      "in 80%: how often the truth fell into the 80 % band, with a 95 % interval. WIS: weighted "
      "interval score, in the "
      "metric's unit (all baselines: in units of each mean step); less is better. Skill: 1 - WIS ÷ "
      "that of a "
      "random walk. Windows "
      "overlap: intervals and errors are those of the number of windows that do not.");
  return out;
}

Node node_of(const Measured& value) {
  Node node = Node::mapping();
  node.add("value", json::number(value.value));
  node.add("se", value.se ? json::number(*value.se) : Node{});
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
    std::vector<Node> origins;
    for (const Day origin : metric.origins) {
      origins.push_back(json::day(origin));
    }
    one.add("origins", Node::sequence(std::move(origins)));
    one.add("mean_step", json::number(metric.mean_step));
    one.add("periods", node_of(metric.periods));
    one.add("rollup", node_of(metric.rollup));
    metrics.push_back(std::move(one));
  }
  return Node::sequence(std::move(metrics));
}

Node json_of(const Backtest& backtest, const Provenance& provenance) {
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

void add_rows(Table& table, const std::string& metric, const char* of, const Accuracy& accuracy) {
  const auto add = [&](const std::string& measure, const Measured& value) {
    table.rows.push_back({metric,
                          of,
                          measure,
                          format_number(value.value),
                          value.se ? format_number(*value.se) : std::string{}});
  };
  for (const auto& band : accuracy.coverage) {
    add("coverage_" + format_number(band.band), {band.share, {}});
  }
  add("wis", accuracy.wis);
  add("wis_random_walk", accuracy.wis_random_walk);
  add("skill", accuracy.skill);
}

Table csv_of(const Backtest& backtest) {
  Table table{{{"metric"}, {"of"}, {"measure"}, {"value"}, {"se"}}, {}};
  for (const auto* const metrics : {&backtest.formulas, &backtest.metrics}) {
    for (const auto& metric : *metrics) {
      add_rows(table, metric.metric, "periods", metric.periods);
      add_rows(table, metric.metric, "rollup", metric.rollup);
    }
  }
  return table;
}

}  // namespace

std::string render(const Backtest& backtest,
                   const Provenance& provenance,
                   Format format,
                   const Style& style) {
  return write(
      {document(backtest), json_of(backtest, provenance), csv_of(backtest)}, format, style);
}

}  // namespace betledger::reports
