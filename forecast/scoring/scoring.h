#pragma once

#include <cstddef>
#include <span>

namespace betledger::forecast {

// How good a forecast was, once the truth is known. All scores are losses in the unit of `actual`
// : lower is better, and each is proper. Gneiting and Raftery (2007).

/// (1{actual < value} - level) (value - actual): what a quantile at `level` pays.
[[nodiscard]] double pinball(double level, double value, double actual);

/// Quantiles of one forecast. \pre as many values as levels, levels strictly between 0 and 1
struct QuantileForecast {
  std::span<const double> levels;
  std::span<const double> values;
};

/// Weighted interval score: twice the mean pinball loss. For levels symmetric around a median this
/// is (|actual - median| / 2 + sum of alpha / 2 times the interval scores) / (K + 1/2) (Bracher et
/// al. 2021). Tends to the CRPS as levels fill (0, 1).
[[nodiscard]] double weighted_interval_score(const QuantileForecast& forecast, double actual);

struct Interval {
  double low = 0;
  double high = 0;
  friend bool operator==(const Interval&, const Interval&) = default;
};

/// CRPS of a sample: the unbiased estimate for the distribution behind it. O(m log m).
/// \pre at least two draws
[[nodiscard]] double crps_fair(std::span<const double> draws, double actual);
/// Closed form. \pre sigma > 0
[[nodiscard]] double crps_normal(double mean, double sigma, double actual);

/// Where the truth fell in the forecast: the distribution function just below and at `actual`. The
/// two differ where the forecast has a point mass; uniform in between if it is calibrated.
[[nodiscard]] Interval probability_transform(std::span<const double> draws, double actual);

/// A share `hits / trials` and how sure it is: Wilson's score interval. \pre 0 <= hits <= trials >
/// 0
[[nodiscard]] Interval wilson_interval(double hits, double trials, double confidence = 0.95);
/// Two-sided exact binomial test: how probable an outcome is that is no more probable than `hits`,
/// if the share is `nominal`. O(trials). \pre 0 < nominal < 1
[[nodiscard]] double binomial_p_value(std::size_t hits, std::size_t trials, double nominal);

}  // namespace betledger::forecast
