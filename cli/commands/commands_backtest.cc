// backtest
#include <algorithm>

#include "cli/commands/commands.h"
#include "cli/session/lookup.h"
#include "cli/session/session.h"
#include "cli/session/shared_options.h"
#include "cli/session/simulation.h"
#include "forecast/baseline/backtest.h"
#include "forecast/baseline/run_backtest.h"
#include "forecast/projection/backtest_formulas.h"
#include "reports/plan/backtest_report.h"

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

/// What can be tested: baselines with a history, and formulas, the focus metric first.
struct Testable {
  std::vector<std::string> baselines;
  std::vector<std::string> formulas;

  [[nodiscard]] std::vector<std::string> all() const {
    auto keys = formulas;
    keys.insert(keys.end(), baselines.begin(), baselines.end());
    return keys;
  }
};

Testable testable_in(const tree::TreeSpec& tree, const tree::History& history) {
  Testable keys;
  for (const tree::Metric& metric : tree.metrics) {
    if (metric.is_component()) {
      const auto place = metric.key == tree.focus ? keys.formulas.begin() : keys.formulas.end();
      keys.formulas.insert(place, metric.key);
    } else if (history.contains(metric.key)) {
      keys.baselines.push_back(metric.key);
    }
  }
  return keys;
}

/// Those that --metrics names, U017 for each that cannot be tested; without the option all.
Result<Testable> wanted_of(const Call& call, Testable testable) {
  const auto wanted = call.arguments.list("metrics");
  if (wanted.empty()) {
    return testable;
  }
  const auto all = testable.all();
  Diagnostics errors;
  for (const std::string& key : wanted) {
    if (std::find(all.begin(), all.end(), key) == all.end()) {
      errors.push_back(call.arguments.complaint(
          "metrics",
          "U017",
          key + " is no metric with a formula, or a baseline and a history",
          suggestion(key, all, "`betledger check` shows what has no history")));
    }
  }
  if (!errors.empty()) {
    return errors;
  }
  for (auto* keys : {&testable.baselines, &testable.formulas}) {
    std::erase_if(*keys, [&wanted](const std::string& key) {
      return std::find(wanted.begin(), wanted.end(), key) == wanted.end();
    });
  }
  return testable;
}

forecast::BacktestSettings backtest_settings_of(const Call& call) {
  forecast::BacktestSettings settings;
  const auto count = [&call](std::string_view option, std::uint32_t otherwise) {
    return static_cast<std::uint32_t>(call.arguments.count(option, otherwise));
  };
  settings.horizon = count("horizon", settings.horizon);
  settings.step = count("step", settings.step);
  settings.least_points = count("least", settings.least_points);
  settings.most_origins = count("origins", settings.most_origins);
  settings.runs = call.arguments.count("runs", settings.runs);
  settings.seed = call.arguments.count("seed", settings.seed);
  return settings;
}

Result<ExitCode> run_backtest(const Call& call) {
  const auto session = open_ledger(call, ledger::Ledger::Mode::read);
  if (!session) {
    return session.error();
  }
  const tree::TreeSpec& spec = session->book.tree;
  const auto history = session->book.history(call.arguments.day("as-of"));
  const auto wanted = wanted_of(call, testable_in(spec, history));
  if (!wanted) {
    return wanted.error();
  }
  std::vector<forecast::BacktestSeries> series;
  for (const std::string& key : wanted->baselines) {
    series.push_back(series_of(*spec.find(key), history));
  }
  const auto settings = backtest_settings_of(call);
  Diagnostics warnings;
  const auto executor = executor_of(call);
  auto backtest = forecast::run_backtest(series, settings, *executor, warnings);
  if (!wanted->formulas.empty() && !history.empty()) {
    const auto tree = tree::MetricTree::build(spec);
    if (!tree) {
      return tree.error();
    }
    backtest.formulas = forecast::backtest_formulas(
        {*tree, history, wanted->formulas}, settings, *executor, warnings);
  }
  call.console.warn(warnings);
  print(call, backtest, provenance_of(session->book));
  return ExitCode::fine;
}

Option runs_option() {
  return {.name = "runs",
          .kind = ValueKind::count,
          .value = "N",
          .summary = "runs of the simulation at each origin",
          .fallback = "4000",
          .least = 100,
          .most = 1'000'000};
}

}  // namespace

std::vector<Command> backtest_commands() {
  return {{.name = "backtest",
           .summary = "how good the baselines would have been on this ledger's own history",
           .description = "Forecasts each metric from many earlier weeks, with what was known "
                          "then, and compares with what "
                          "came: how often the "
                          "bands held the truth, the weighted interval score, and the skill "
                          "against a random walk, "
                          "for single periods and for the value of a whole cycle. Metrics with a "
                          "formula, the focus metric first, are simulated from the baselines of "
                          "what they are made of, as in a plan without bets.",
           .options = {{.name = "metrics",
                        .kind = ValueKind::list,
                        .value = "KEYS",
                        .summary = "only these",
                        .fallback = "all with a formula, or a baseline and a history"},
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
                       runs_option(),
                       seed_option(),
                       threads_option(),
                       executor_option(),
                       format_option()},
           .examples = {{"betledger backtest --horizon 4 --least 20",
                         "Four weeks ahead, every metric, from the twentieth known week on."}},
           .run = run_backtest}};
}

}  // namespace betledger::cli
