#include "forecast/baseline/weekday.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace betledger::forecast {
namespace {

constexpr std::size_t week = 7;
constexpr std::size_t half = 3;
constexpr double least_weeks = 4;

/// Value less the mean of the seven days around it, where all of them are known.
struct Deviation {
  std::size_t weekday = 0;
  double value = 0;
};

std::vector<Deviation> deviations(const ScaledHistory& history) {
  std::vector<Deviation> all;
  for (std::size_t i = half; i + half < history.values.size(); ++i) {
    double mean = 0;
    bool known = true;
    for (std::size_t j = i - half; j <= i + half; ++j) {
      known = known && history.observed[j];
      mean += history.values[j] / static_cast<double>(week);
    }
    if (known) {
      all.push_back({i % week, history.values[i] - mean});
    }
  }
  return all;
}

}  // namespace

std::optional<WeekdayPattern> find_weekday_pattern(const ScaledHistory& history) {
  const auto all = deviations(history);
  std::array<double, week> counts{};
  WeekdayPattern pattern;
  double before = 0;
  for (const auto& [weekday, value] : all) {
    counts[weekday] += 1;
    pattern.effects[weekday] += (value - pattern.effects[weekday]) / counts[weekday];
    before += value * value;
  }
  if (*std::min_element(counts.begin(), counts.end()) < least_weeks) {
    return std::nullopt;
  }
  double mean = 0;
  for (const double effect : pattern.effects) {
    mean += effect / static_cast<double>(week);
  }
  for (double& effect : pattern.effects) {
    effect -= mean;
  }
  double after = 0;
  for (const auto& [weekday, value] : all) {
    after += std::pow(value - pattern.effects[weekday], 2);
  }
  const auto n = static_cast<double>(all.size());
  const auto penalty = [n](double k) { return 2 * k * n / (n - k - 1); };
  const double gain = scaled_deviance(before, n) - scaled_deviance(after, n);
  return gain > penalty(week) - penalty(1) ? std::optional{pattern} : std::nullopt;
}

}  // namespace betledger::forecast
