#pragma once

#include <array>
#include <map>
#include <vector>

#include "forecast/backtest.h"

// What a back-test collects, and how it is summed up. Inside forecast/ only.

namespace betledger::forecast {

inline constexpr std::array<double, 3> backtest_bands{0.5, 0.8, 0.9};
/// Band b lies between levels[b] and its mirror image.
inline constexpr std::array<double, 7> backtest_levels{0.25, 0.1, 0.05, 0.5, 0.95, 0.9, 0.75};

/// What one window (one origin) says about one kind of forecast.
struct Window {
  double forecasts = 0;
  double wis = 0;              // mean per forecast
  double wis_random_walk = 0;  // likewise
  std::array<double, backtest_bands.size()> inside{};

  /// \pre quantiles at backtest_levels
  void add(const std::vector<double>& quantiles, const std::vector<double>& naive, double actual);
  /// Another window of the same origin, its scores in units of `unit`.
  void merge(const Window& other, double unit);
};
using Windows = std::map<Day, Window>;  // by origin

/// `horizon` says how much of neighbouring windows is shared.
[[nodiscard]] Accuracy summarise(const Windows& windows, PeriodKind kind, std::uint32_t horizon);

}  // namespace betledger::forecast
