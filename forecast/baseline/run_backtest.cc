#include "forecast/baseline/run_backtest.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/contract.h"
#include "core/number.h"
#include "forecast/baseline/backtest_windows.h"
#include "forecast/baseline/baseline.h"
#include "forecast/baseline/path_quantiles.h"

namespace betledger::forecast {
namespace {

/// \pre every value of `series` is inside the support
void score_origin(const BacktestSeries& series,
                  std::size_t origin,
                  const BacktestSettings& settings,
                  Scores& scores) {
  const auto baseline = fit_baseline(known_at(series.history, origin),
                                     {series.metric, series.support, 0, settings.horizon});
  const Outcome outcome = outcome_after(series, origin, settings.horizon);
  Quantiles quantiles{period_quantiles(*baseline, backtest_levels), {}};
  if (outcome.rollup) {
    quantiles.rollup = weighted_sum_quantiles(
        *baseline, outcome.weights, backtest_levels, {settings.runs, settings.seed});
  }
  scores.add(series.history.start_of(static_cast<int>(origin)),
             outcome,
             quantiles,
             naive_quantiles(series, origin, outcome, settings));
}

Diagnostic warning(std::string code, std::string message, std::string hint) {
  return {std::move(code), Severity::warning, {}, {}, std::move(message), std::move(hint)};
}

/// Values outside the support count as missing, and somebody is told.
BacktestSeries usable(const BacktestSeries& given, Diagnostics& warnings) {
  BacktestSeries series = given;
  auto [history, removed] = blank_outside(given.history, given.support);
  series.history = std::move(history);
  for (const Observation& one : removed) {
    warnings.push_back(
        warning("D502",
                fmt::format("{}: {} in the period of {} is outside the support and "
                            "counts as missing",
                            given.metric,
                            std::isfinite(one.value) ? format_number(one.value) : "what is written",
                            format_day(one.day)),
                "correct the value or leave the period empty"));
  }
  return series;
}

/// Adds a metric's windows, in units of `unit`, to those of all.
void merge(const Windows& windows, double unit, Windows& all) {
  for (const auto& [day, window] : windows) {
    all[day].merge(window, unit);
  }
}

}  // namespace

Backtest run_backtest(const std::vector<BacktestSeries>& series,
                      const BacktestSettings& settings,
                      sim::Executor& executor,
                      Diagnostics& warnings) {
  BET_EXPECT(settings.horizon >= 1 && settings.step >= 1 && settings.most_origins >= 1);
  BET_EXPECT(settings.least_points >= 2 && settings.runs >= 1);
  Backtest result{settings, {}, {}, {}, {}};
  Scores all;
  PeriodKind kind = PeriodKind::week;
  for (const BacktestSeries& given : series) {
    const auto one = usable(given, warnings);
    const auto known = known_values(one.history);
    const auto origins = choose_origins(known, settings);
    if (origins.empty()) {
      warnings.push_back(too_short(one.metric, known, settings));
      continue;
    }
    MetricBacktest metric{one.metric, {}, mean_step(one.history), {}, {}};
    std::vector<Scores> by_origin(origins.size());
    executor.for_each(origins.size(), [&](std::size_t i) {
      score_origin(one, origins[i], settings, by_origin[i]);
    });
    Scores scores;
    for (std::size_t i = 0; i < origins.size(); ++i) {
      metric.origins.push_back(one.history.start_of(static_cast<int>(origins[i])));
      scores.periods.merge(by_origin[i].periods);
      scores.rollup.merge(by_origin[i].rollup);
    }
    kind = one.history.kind;
    metric.periods = summarise(scores.periods, kind, settings.horizon);
    metric.rollup = summarise(scores.rollup, kind, settings.horizon);
    if (metric.mean_step > 0) {
      const bool flow = one.rollup == tree::RollupKind::sum;
      merge(scores.periods, metric.mean_step, all.periods);
      merge(scores.rollup, metric.mean_step * (flow ? settings.horizon : 1.0), all.rollup);
    }
    result.metrics.push_back(std::move(metric));
  }
  result.periods = summarise(all.periods, kind, settings.horizon);
  result.rollup = summarise(all.rollup, kind, settings.horizon);
  return result;
}

}  // namespace betledger::forecast
