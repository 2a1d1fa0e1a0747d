#include "forecast/backtest_windows.h"

#include <cmath>

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
