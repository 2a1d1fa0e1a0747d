// backtest
#include <algorithm>

#include "cli/command_table.h"
#include "cli/lookup.h"
#include "cli/session.h"
#include "forecast/backtest.h"
#include "reports/backtest_report.h"

namespace betledger::cli {
namespace {

/// `weights` on the grid of `history`.
std::optional<Series> on_grid_of(const Series& history, const Series* weights) {
  if (weights == nullptr) {
    return std::nullopt;
  }
  Series aligned = history;
  for (std::size_t t = 0; t < aligned.values.size(); ++t) {
    aligned.values[t] = weights->at(aligned.start_of(static_cast<int>(t)));
  }
  return aligned;
}

forecast::BacktestSeries series_of(const tree::Metric& metric, const tree::History& history) {
  const Series& own = history.at(metric.key);
  const auto weights = history.find(metric.rollup.weighted_by);
  return {.metric = metric.key,
          .support = metric.support,
          .rollup = metric.rollup.kind,
          .history = own,
          .weights = on_grid_of(own, weights == history.end() ? nullptr : &weights->second)};
}

/// The metrics that --metrics names; U017 for each that has no baseline to test.
Diagnostics check_metrics(const Call& call, const std::vector<std::string>& testable) {
  Diagnostics errors;
  for (const std::string& wanted : call.arguments.list("metrics")) {
    if (std::find(testable.begin(), testable.end(), wanted) == testable.end()) {
      errors.push_back(call.arguments.complaint(
          "metrics",
          "U017",
          wanted + " is no metric with a baseline and a history",
          suggestion(wanted, testable, "metrics with a formula follow from their drivers")));
    }
  }
  return errors;
}

Result<ExitCode> run_backtest(const Call& call) {
  const auto session = open_ledger(call, ledger::Ledger::Mode::read);
  if (!session) {
    return session.error();
  }
  const auto history = session->book.history(call.arguments.day("as-of"));
  std::vector<forecast::BacktestSeries> series;
  std::vector<std::string> testable;
  for (const tree::Metric& metric : session->book.tree.metrics) {
    if (!metric.is_component() && history.contains(metric.key)) {
      series.push_back(series_of(metric, history));
      testable.push_back(metric.key);
    }
  }
  if (auto errors = check_metrics(call, testable); !errors.empty()) {
    return errors;
  }
  if (const auto wanted = call.arguments.list("metrics"); !wanted.empty()) {
    const auto unwanted = [&wanted](const forecast::BacktestSeries& candidate) {
      return std::find(wanted.begin(), wanted.end(), candidate.metric) == wanted.end();
    };
    series.erase(std::remove_if(series.begin(), series.end(), unwanted), series.end());
  }
  forecast::BacktestSettings settings;
  const auto count = [&call](std::string_view option, std::uint32_t otherwise) {
    return static_cast<std::uint32_t>(call.arguments.count(option, otherwise));
  };
  settings.horizon = count("horizon", settings.horizon);
  settings.step = count("step", settings.step);
  settings.least_points = count("least", settings.least_points);
  settings.most_origins = count("origins", settings.most_origins);
  Diagnostics warnings;
  const auto backtest = forecast::run_backtest(series, settings, warnings);
  call.console.warn(warnings);
  print(call, backtest, provenance_of(session->book));
  return ExitCode::fine;
}

}  // namespace

std::vector<Command> backtest_commands() {
  return {{.name = "backtest",
           .summary = "how good the baselines would have been on this ledger's own history",
           .description = "Forecasts each metric from many earlier weeks and compares with what "
                          "came: how often the "
                          "bands held the truth, the weighted interval score, and the skill "
                          "against a random walk, "
                          "for single periods and for the value of a whole cycle.",
           .options = {{.name = "metrics",
                        .kind = ValueKind::list,
                        .value = "KEYS",
                        .summary = "only these",
                        .fallback = "all that have a baseline and a history"},
                       {.name = "horizon",
                        .kind = ValueKind::count,
                        .value = "H",
                        .summary = "periods ahead: the length of a cycle",
                        .fallback = "13",
                        .least = 1,
                        .most = 104},
                       {.name = "step",
                        .kind = ValueKind::count,
                        .value = "N",
                        .summary = "periods from one origin to the next",
                        .fallback = "1",
                        .least = 1,
                        .most = 104},
                       {.name = "least",
                        .kind = ValueKind::count,
                        .value = "N",
                        .summary = "known values before the first origin",
                        .fallback = "26",
                        .least = 2,
                        .most = 10'000},
                       {.name = "origins",
                        .kind = ValueKind::count,
                        .value = "N",
                        .summary = "at most so many origins, the newest",
                        .fallback = "40",
                        .least = 1,
                        .most = 1000},
                       {.name = "as-of",
                        .kind = ValueKind::day,
                        .value = "DATE",
                        .summary = "use the data up to this day",
                        .fallback = "all of it"},
                       format_option()},
           .examples = {{"betledger backtest --horizon 4 --least 20",
                         "Four weeks ahead, every metric, from the twentieth known week on."}},
           .run = run_backtest}};
}

}  // namespace betledger::cli
