#include "forecast/backtest.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/contract.h"
#include "core/number.h"
#include "forecast/backtest_windows.h"
#include "forecast/baseline.h"
#include "forecast/path_quantiles.h"

namespace betledger::forecast {
namespace {

/// The last known periods to forecast from, oldest first.
std::vector<std::size_t> choose_origins(const Series& history, const BacktestSettings& settings) {
  std::vector<std::size_t> known;  // by period: values up to and including it
  for (const auto& value : history.values) {
    known.push_back((known.empty() ? 0 : known.back()) + (value ? 1 : 0));
  }
  std::vector<std::size_t> origins;
  const std::size_t size = history.values.size();
  for (std::size_t end = size; end > settings.horizon;
       end -= std::min<std::size_t>(end, settings.step)) {
    const std::size_t origin = end - settings.horizon - 1;
    if (known[origin] < settings.least_points || origins.size() == settings.most_origins) {
      break;
    }
    origins.push_back(origin);
  }
  std::reverse(origins.begin(), origins.end());
  return origins;
}

/// The roll-up as a weighted sum; nothing where what it needs is not known.
std::optional<std::vector<double>> rollup_weights(const BacktestSeries& series,
                                                  std::size_t begin,
                                                  std::uint32_t horizon) {
  std::vector<double> weights(horizon, 1.0);
  if (series.rollup == tree::RollupKind::last) {
    std::fill(weights.begin(), weights.end() - 1, 0.0);
  }
  if (series.rollup == tree::RollupKind::mean) {
    std::fill(weights.begin(), weights.end(), 1.0 / horizon);
  }
  if (series.rollup != tree::RollupKind::weighted) {
    return weights;
  }
  double total = 0;
  for (std::uint32_t t = 0; t < horizon; ++t) {
    const auto day = series.history.start_of(static_cast<int>(begin + t));
    const auto seen = series.weights ? series.weights->at(day) : std::optional{1.0};
    if (!seen || !(*seen >= 0)) {
      return std::nullopt;
    }
    weights[t] = *seen;
    total += *seen;
  }
  if (!(total > 0)) {
    return std::nullopt;
  }
  for (double& weight : weights) {
    weight /= total;
  }
  return weights;
}

struct Scores {
  Windows periods;
  Windows rollup;
};

/// \pre every value of `series` is inside the support
void score_origin(const BacktestSeries& series,
                  std::size_t origin,
                  const BacktestSettings& settings,
                  Scores& scores) {
  const Series& all = series.history;
  const auto begin = all.values.begin();
  Series past{all.kind, all.start, {begin, begin + static_cast<std::ptrdiff_t>(origin) + 1}};
  const BaselineRequest request{series.metric, series.support, 0, settings.horizon};
  const auto baseline = fit_baseline(past, request);
  const auto naive = fit_naive(past, request);
  const PathSettings paths{settings.runs, settings.seed};
  const Day day = all.start_of(static_cast<int>(origin));
  const auto quantiles = period_quantiles(*baseline, backtest_levels);
  const auto naive_quantiles = period_quantiles(*naive, backtest_levels);
  const auto weights = rollup_weights(series, origin + 1, settings.horizon);
  double total = 0;
  bool complete = weights.has_value();
  Window window;
  for (std::uint32_t t = 0; t < settings.horizon; ++t) {
    const auto& actual = all.values[origin + 1 + t];
    if (!actual) {
      complete = complete && (*weights)[t] == 0.0;
      continue;
    }
    window.add(quantiles[t], naive_quantiles[t], *actual);
    total += complete ? (*weights)[t] * *actual : 0.0;
  }
  if (window.forecasts > 0) {
    scores.periods.emplace(day, window);
  }
  if (complete) {
    Window rollup;
    rollup.add(weighted_sum_quantiles(*baseline, *weights, backtest_levels, paths),
               weighted_sum_quantiles(*naive, *weights, backtest_levels, paths),
               total);
    scores.rollup.emplace(day, rollup);
  }
}

double mean_step(const Series& history) {
  double sum = 0;
  double steps = 0;
  const std::optional<double>* before = nullptr;
  for (const auto& value : history.values) {
    if (!value) {
      continue;
    }
    if (before != nullptr) {
      sum += std::abs(*value - **before);
      steps += 1;
    }
    before = &value;
  }
  return steps > 0 ? sum / steps : 0.0;
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

}  // namespace

Backtest run_backtest(const std::vector<BacktestSeries>& series,
                      const BacktestSettings& settings,
                      Diagnostics& warnings) {
  BET_EXPECT(settings.horizon >= 1 && settings.step >= 1 && settings.most_origins >= 1);
  BET_EXPECT(settings.least_points >= 2 && settings.runs >= 1);
  Backtest result{settings, {}, {}, {}};
  Scores all;
  PeriodKind kind = PeriodKind::week;
  for (const BacktestSeries& given : series) {
    const auto one = usable(given, warnings);
    const auto origins = choose_origins(one.history, settings);
    if (origins.empty()) {
      warnings.push_back(
          warning("D503",
                  fmt::format("{}: {} of history {} too few to forecast {} from inside it",
                              one.metric,
                              one.history.values.size() == 1
                                  ? "1 period"
                                  : fmt::format("{} periods", one.history.values.size()),
                              one.history.values.size() == 1 ? "is" : "are",
                              settings.horizon),
                  fmt::format("it takes {} known values and {} periods after them",
                              settings.least_points,
                              settings.horizon)));
      continue;
    }
    Scores scores;
    MetricBacktest metric{one.metric, {}, mean_step(one.history), {}, {}};
    for (const std::size_t origin : origins) {
      metric.origins.push_back(one.history.start_of(static_cast<int>(origin)));
      score_origin(one, origin, settings, scores);
    }
    kind = one.history.kind;
    metric.periods = summarise(scores.periods, kind, settings.horizon);
    metric.rollup = summarise(scores.rollup, kind, settings.horizon);
    if (metric.mean_step > 0) {
      const bool flow = one.rollup == tree::RollupKind::sum;
      for (const auto& [day, window] : scores.periods) {
        all.periods[day].merge(window, metric.mean_step);
      }
      for (const auto& [day, window] : scores.rollup) {
        all.rollup[day].merge(window, metric.mean_step * (flow ? settings.horizon : 1.0));
      }
    }
    result.metrics.push_back(std::move(metric));
  }
  result.periods = summarise(all.periods, kind, settings.horizon);
  result.rollup = summarise(all.rollup, kind, settings.horizon);
  return result;
}

}  // namespace betledger::forecast
