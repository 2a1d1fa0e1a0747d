#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace betledger::forecast {

// How good a forecast was, once the truth is known. All scores are losses in the unit of `actual`
// (Brier and log score: none): lower is better, and each is proper. Gneiting and Raftery (2007).

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

/// Width plus 2 / alpha times the miss, of a central interval of mass 1 - alpha.
struct Interval {
  double low = 0;
  double high = 0;
  friend bool operator==(const Interval&, const Interval&) = default;
};
[[nodiscard]] double interval_score(const Interval& interval, double alpha, double actual);

/// CRPS of a sample taken as the forecast itself (its empirical distribution): biased upwards by
/// mean spread / m as an estimate for the distribution behind it. O(m log m). \pre not empty
[[nodiscard]] double crps_ensemble(std::span<const double> draws, double actual);
/// The unbiased estimate for the distribution behind the sample. \pre at least two draws
[[nodiscard]] double crps_fair(std::span<const double> draws, double actual);
/// Of weighted draws. \pre weights >= 0, not all zero
[[nodiscard]] double crps_weighted(std::span<const double> draws,
                                   std::span<const double> weights,
                                   double actual);
/// Closed forms. \pre sigma, sdlog > 0
[[nodiscard]] double crps_normal(double mean, double sigma, double actual);
[[nodiscard]] double crps_lognormal(double meanlog, double sdlog, double actual);

/// A mixture of normals. \pre weights > 0 (any total), sigmas > 0, equal lengths
struct NormalMixture {
  std::span<const double> weights;
  std::span<const double> means;
  std::span<const double> sigmas;
};
/// Grimit, Gneiting, Berrocal and Johnson (2006). O(members^2).
[[nodiscard]] double crps_mixture(const NormalMixture& mixture, double actual);

/// Counts: Poisson with this mean; negative binomial with this mean and variance mean + mean^2 /
/// size. Summed until what is left is below 1e-15. O(mean + spread) \pre mean, size > 0, 0 <=
/// actual <= 1e6
[[nodiscard]] double crps_poisson(double mean, double actual);
[[nodiscard]] double crps_negative_binomial(double size, double mean, double actual);

/// Where the truth fell in the forecast: the distribution function just below and at `actual`. The
/// two differ where the forecast has a point mass; uniform in between if it is calibrated.
[[nodiscard]] Interval probability_transform(std::span<const double> draws, double actual);

/// A share `hits / trials` and how sure it is: Wilson's score interval. \pre 0 <= hits <= trials >
/// 0
[[nodiscard]] Interval wilson_interval(double hits, double trials, double confidence = 0.95);
/// Two-sided exact binomial test: how probable an outcome is that is no more probable than `hits`,
/// if the share is `nominal`. O(trials). \pre 0 < nominal < 1
[[nodiscard]] double binomial_p_value(std::size_t hits, std::size_t trials, double nominal);

/// Scores of stated probabilities against what happened.
struct BrierScore {
  double brier = 0;  // reliability - resolution + uncertainty
  double reliability = 0;
  double resolution = 0;
  double uncertainty = 0;
  double log_score = 0;  // mean of -ln(probability of what happened); infinite for a sure miss
};
/// Murphy's decomposition (1973) over the distinct probabilities. \pre equal lengths, not empty
[[nodiscard]] BrierScore brier_score(std::span<const double> probabilities,
                                     const std::vector<bool>& outcomes);

}  // namespace betledger::forecast
