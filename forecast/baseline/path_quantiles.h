#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "forecast/baseline/baseline.h"

namespace betledger::forecast {

/// How a quantile is simulated where there is no closed form.
struct PathSettings {
  std::uint64_t runs = 20'000;  // >= 1
  std::uint64_t seed = 1;
};

/// Quantiles of a baseline in the metric's unit, a value per level everywhere.
struct PathQuantiles {
  std::vector<double> levels;
  std::vector<std::vector<double>> periods;  // by period
  std::vector<double> sum;                   // of all periods
  std::vector<double> mean;
};

/// Between order statistics, as R's type 7.  \pre sorted, not empty; 0 <= level <= 1
[[nodiscard]] double sample_quantile(const std::vector<double>& sorted, double level);

/// Periods are exact quantiles of the mixture of t distributions (to 1e-10 of its spread); sum and
/// mean are exact for support real and simulated else. \pre levels strictly between 0 and 1
[[nodiscard]] PathQuantiles path_quantiles(const Baseline& baseline,
                                           std::span<const double> levels,
                                           const PathSettings& settings = {});

/// The periods alone: a value per level, by period.
[[nodiscard]] std::vector<std::vector<double>> period_quantiles(const Baseline& baseline,
                                                                std::span<const double> levels);

/// Quantiles of the sum of weights[t] base_t: the roll-up of a cycle as a weighted sum. Same
/// errors. O(runs * periods^2) where simulated. \pre a weight per period, none negative, not all
/// zero
[[nodiscard]] std::vector<double> weighted_sum_quantiles(const Baseline& baseline,
                                                         std::span<const double> weights,
                                                         std::span<const double> levels,
                                                         const PathSettings& settings = {});

}  // namespace betledger::forecast
