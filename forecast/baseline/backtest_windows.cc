#include "forecast/baseline/backtest_windows.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "forecast/baseline/baseline.h"
#include "forecast/baseline/path_quantiles.h"

namespace betledger::forecast {
namespace {

double skill_of(double wis, double wis_random_walk) {
  return wis_random_walk > 0 ? 1 - wis / wis_random_walk : 0.0;
}

/// Spread of the skill over origins left out in turn.
double skill_spread(const Windows& windows, double wis, double naive) {
  const auto n = static_cast<double>(windows.size());
  double squares = 0;
  for (const auto& [origin, window] : windows) {
    const double without = skill_of(n * wis - window.wis, n * naive - window.wis_random_walk);
    const double change = without - skill_of(wis, naive);
    squares += change * change;
  }
  return std::sqrt((n - 1) * squares);  // as of a mean of n independent values: times 1 / sqrt n
}

/// How many windows of `horizon` periods the span of the origins holds without overlap.
/// \pre not empty
double independent_windows(const Windows& windows, PeriodKind kind, std::uint32_t horizon) {
  const int span = periods_between(kind, windows.begin()->first, windows.rbegin()->first);
  return 1 + static_cast<double>(span) / horizon;
}

/// The roll-up as a weighted sum; nothing where what it needs is not known.
std::vector<double> rollup_weights(const BacktestSeries& series,
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
      return {};
    }
    weights[t] = *seen;
    total += *seen;
  }
  if (!(total > 0)) {
    return {};
  }
  for (double& weight : weights) {
    weight /= total;
  }
  return weights;
}

}  // namespace

void Window::add(const std::vector<double>& quantiles,
                 const std::vector<double>& naive,
                 double actual) {
  forecasts += 1;
  wis += (weighted_interval_score({backtest_levels, quantiles}, actual) - wis) / forecasts;
  wis_random_walk +=
      (weighted_interval_score({backtest_levels, naive}, actual) - wis_random_walk) / forecasts;
  for (std::size_t b = 0; b < backtest_bands.size(); ++b) {
    const double low = quantiles[b];
    const double high = quantiles[backtest_levels.size() - 1 - b];
    inside[b] += low <= actual && actual <= high ? 1 : 0;
  }
}

void Window::merge(const Window& other, double unit) {
  const double total = forecasts + other.forecasts;
  const double share = other.forecasts / total;
  wis += share * (other.wis / unit - wis);
  wis_random_walk += share * (other.wis_random_walk / unit - wis_random_walk);
  forecasts = total;
  for (std::size_t b = 0; b < backtest_bands.size(); ++b) {
    inside[b] += other.inside[b];
  }
}

std::vector<std::size_t> known_values(const Series& history) {
  std::vector<std::size_t> known;
  for (const auto& value : history.values) {
    known.push_back((known.empty() ? 0 : known.back()) + (value ? 1 : 0));
  }
  return known;
}

std::vector<std::size_t> choose_origins(const std::vector<std::size_t>& known,
                                        const BacktestSettings& settings) {
  std::vector<std::size_t> origins;
  for (std::size_t end = known.size(); end > settings.horizon;
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

Series known_at(const Series& history, std::size_t origin) {
  const auto begin = history.values.begin();
  return {history.kind, history.start, {begin, begin + static_cast<std::ptrdiff_t>(origin) + 1}};
}

Outcome outcome_after(const BacktestSeries& series, std::size_t origin, std::uint32_t horizon) {
  const auto begin = series.history.values.begin() + static_cast<std::ptrdiff_t>(origin) + 1;
  Outcome outcome{{begin, begin + horizon}, {}, {}};
  outcome.weights = rollup_weights(series, origin + 1, horizon);
  double total = 0;
  bool complete = !outcome.weights.empty();
  for (std::uint32_t t = 0; t < horizon && complete; ++t) {
    const double weight = outcome.weights[t];
    complete = outcome.periods[t].has_value() || weight == 0.0;
    total += weight * outcome.periods[t].value_or(0.0);
  }
  outcome.rollup = complete ? std::optional{total} : std::nullopt;
  return outcome;
}

Quantiles naive_quantiles(const BacktestSeries& series,
                          std::size_t origin,
                          const Outcome& outcome,
                          const BacktestSettings& settings) {
  const auto naive = fit_naive(known_at(series.history, origin),
                               {series.metric, series.support, 0, settings.horizon});
  Quantiles quantiles{period_quantiles(*naive, backtest_levels), {}};
  if (outcome.rollup) {
    quantiles.rollup = weighted_sum_quantiles(
        *naive, outcome.weights, backtest_levels, {settings.runs, settings.seed});
  }
  return quantiles;
}

void Scores::add(Day origin,
                 const Outcome& outcome,
                 const Quantiles& forecast,
                 const Quantiles& naive) {
  Window window;
  for (std::size_t t = 0; t < outcome.periods.size(); ++t) {
    if (const auto& actual = outcome.periods[t]) {
      window.add(forecast.periods[t], naive.periods[t], *actual);
    }
  }
  if (window.forecasts > 0) {
    periods.emplace(origin, window);
  }
  if (outcome.rollup) {
    Window whole;
    whole.add(forecast.rollup, naive.rollup, *outcome.rollup);
    rollup.emplace(origin, whole);
  }
}

Diagnostic too_short(const std::string& metric,
                     const std::vector<std::size_t>& known,
                     const BacktestSettings& settings) {
  const std::size_t values = known.empty() ? 0 : known.back();
  const bool enough = known.size() > settings.horizon;
  const std::size_t usable = enough ? known[known.size() - settings.horizon - 1] : 0;
  return {"D503",
          Severity::warning,
          {},
          {},
          fmt::format("{}: a back-test needs {} known values with {} periods after them (--least, "
                      "--horizon); of the {} known {} {} that",
                      metric,
                      settings.least_points,
                      settings.horizon,
                      values,
                      usable,
                      usable == 1 ? "has" : "have"),
          usable >= 2
              ? fmt::format("import more history, or ask for less: --least {}, or a shorter "
                            "--horizon",
                            usable)
              : "import more history, or ask for a shorter --horizon"};
}

Accuracy summarise(const Windows& windows, PeriodKind kind, std::uint32_t horizon) {
  Accuracy accuracy;
  if (windows.empty()) {
    return accuracy;
  }
  const double independent = independent_windows(windows, kind, horizon);
  accuracy.windows = independent;
  const auto n = static_cast<double>(windows.size());
  std::array<double, backtest_bands.size()> inside{};
  double forecasts = 0;
  for (const auto& [origin, window] : windows) {
    forecasts += window.forecasts;
    accuracy.wis.value += window.wis / n;
    accuracy.wis_random_walk.value += window.wis_random_walk / n;
    for (std::size_t b = 0; b < backtest_bands.size(); ++b) {
      inside[b] += window.inside[b];
    }
  }
  accuracy.forecasts = static_cast<std::size_t>(forecasts);
  for (std::size_t b = 0; b < backtest_bands.size(); ++b) {
    const double share = inside[b] / forecasts;
    accuracy.coverage.push_back(
        {backtest_bands[b], share, wilson_interval(share * independent, independent)});
  }
  accuracy.skill.value = skill_of(accuracy.wis.value, accuracy.wis_random_walk.value);
  if (windows.size() < 2) {
    return accuracy;
  }
  double squares = 0;
  double squares_naive = 0;
  for (const auto& [origin, window] : windows) {
    squares += std::pow(window.wis - accuracy.wis.value, 2);
    squares_naive += std::pow(window.wis_random_walk - accuracy.wis_random_walk.value, 2);
  }
  accuracy.wis.se = std::sqrt(squares / (n - 1) / independent);
  accuracy.wis_random_walk.se = std::sqrt(squares_naive / (n - 1) / independent);
  const double spread = skill_spread(windows, accuracy.wis.value, accuracy.wis_random_walk.value);
  accuracy.skill.se = spread / std::sqrt(independent);
  return accuracy;
}

}  // namespace betledger::forecast
