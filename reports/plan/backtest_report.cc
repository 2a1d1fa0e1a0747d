#include "reports/plan/backtest_report.h"

#include "core/calendar.h"
#include "core/number.h"
#include "core/text.h"
#include "ledger/text/json_values.h"
#include "reports/contracts/baseline.h"
#include "reports/page/figures.h"
#include "reports/page/page.h"

namespace betledger::reports {
namespace {

using forecast::Accuracy;
using forecast::Backtest;
using forecast::Measured;

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
      {document(backtest), contract_of(backtest, provenance), csv_of(backtest)}, format, style);
}

}  // namespace betledger::reports
