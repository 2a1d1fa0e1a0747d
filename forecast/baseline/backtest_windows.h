#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "forecast/baseline/backtest.h"

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

/// The last known periods to forecast from, oldest first: the newest has `horizon` periods after
/// it, each has settings.least_points behind it. `known`: by period, values up to and including it.
[[nodiscard]] std::vector<std::size_t> choose_origins(const std::vector<std::size_t>& known,
                                                      const BacktestSettings& settings);
/// How many values there are up to and including each period.
[[nodiscard]] std::vector<std::size_t> known_values(const Series& history);
/// Mean |x_t - x_{t-1}| of what is known; 0 where nothing moves.
[[nodiscard]] double mean_step(const Series& history);
/// What came after an origin.
struct Outcome {
  std::vector<std::optional<double>> periods;
  std::vector<double> weights;   // of the roll-up as a weighted sum; empty where they are not known
  std::optional<double> rollup;  // nothing where something it needs is not known
};
[[nodiscard]] Outcome outcome_after(const BacktestSeries& series,
                                    std::size_t origin,
                                    std::uint32_t horizon);

/// A forecast's quantiles at backtest_levels, and a random walk's.
struct Quantiles {
  std::vector<std::vector<double>> periods;
  std::vector<double> rollup;  // only where the outcome has one
};
struct Scores {
  Windows periods;
  Windows rollup;
  /// Adds a window of `origin`; a forecast of nothing that is known adds none.
  void add(Day origin, const Outcome& outcome, const Quantiles& forecast, const Quantiles& naive);
};
/// Of the random walk that ends at `origin`.  \pre two known values up to there
[[nodiscard]] Quantiles naive_quantiles(const BacktestSeries& series,
                                        std::size_t origin,
                                        const Outcome& outcome,
                                        const BacktestSettings& settings);
/// What was known at an origin.
[[nodiscard]] Series known_at(const Series& history, std::size_t origin);

/// D503: why no origin can be chosen.
[[nodiscard]] Diagnostic too_short(const std::string& metric,
                                   const std::vector<std::size_t>& known,
                                   const BacktestSettings& settings);

/// `horizon` says how much of neighbouring windows is shared.
[[nodiscard]] Accuracy summarise(const Windows& windows, PeriodKind kind, std::uint32_t horizon);

}  // namespace betledger::forecast
