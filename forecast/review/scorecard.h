#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "forecast/scoring/scoring.h"
#include "sim/summary/summary.h"

namespace betledger::forecast {

// Forecast against actual: what one forecast scored, and what many of them say together.

/// The central bands that are judged.
inline constexpr std::array<double, 3> judged_bands{0.5, 0.8, 0.9};

/// One forecast, judged.
struct ForecastScore {
  double crps = 0;  // of draws: fair; of quantiles: twice the mean pinball loss (WIS)
  double wis = 0;
  double error = 0;    // actual - median
  Interval transform;  // the distribution function just below and at the actual
  std::array<bool, judged_bands.size()> inside{};
  std::array<double, sim::summary_levels.size()> quantiles{};  // of draws: at the usual levels
};

/// Of a sample. WIS over the levels 5 %, 10 %, 25 %, 50 %, 75 %, 90 %, 95 %, by order statistics
/// with linear interpolation. O(m log m) \pre two draws or more
[[nodiscard]] ForecastScore score_draws(std::span<const double> draws, double actual);

/// Of quantiles, levels increasing. The transform is interpolated between levels and, beyond the
/// outermost, is the whole rest; a band counts where both its ends are among the levels. \pre 5 %
/// to 95 % as above among the levels
[[nodiscard]] ForecastScore score_quantiles(const QuantileForecast& forecast, double actual);

/// How often a band held the truth.
struct Coverage {
  double band = 0;
  std::size_t hits = 0;
  std::size_t count = 0;
  double share = 0;
  Interval wilson;     // 95 %
  double p_value = 0;  // exact, against the band's own share
};
[[nodiscard]] std::vector<Coverage> coverage_of(std::span<const ForecastScore> scores);

/// Counts of the transform in `bins` equal parts: flat where forecasts are calibrated. A transform
/// that spans a point mass counts in part in each bin that it covers.
[[nodiscard]] std::vector<double> transform_histogram(std::span<const ForecastScore> scores,
                                                      std::size_t bins);

/// 1 - mean score / mean reference score with a jackknife standard error; positive is better than
/// the reference. \pre equal lengths; nothing where the references sum to 0
struct Skill {
  double value = 0;
  double se = 0;
};
[[nodiscard]] std::optional<Skill> skill(std::span<const double> scores,
                                         std::span<const double> references);

/// A plain forecast to beat: normal, period by period and for the sum and the mean of the horizon.
struct NaiveForecast {
  struct Normal {
    double mean = 0;
    double sd = 0;  // > 0
  };
  std::vector<Normal> periods;
  Normal sum;
  Normal average;
};
/// The last value stays; its steps' root mean square grows with the square root of the horizon.
/// Nothing for fewer than two values or steps that are all 0.
[[nodiscard]] std::optional<NaiveForecast> random_walk_forecast(std::span<const double> history,
                                                                std::size_t horizon);
/// The values of a season ago come again, with the root mean square of the differences between
/// seasons. Nothing for less than a season and one value, or differences that are all 0.
[[nodiscard]] std::optional<NaiveForecast> seasonal_naive_forecast(std::span<const double> history,
                                                                   std::size_t season,
                                                                   std::size_t horizon);

}  // namespace betledger::forecast
