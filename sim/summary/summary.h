#pragma once

#include <array>
#include <cstddef>
#include <span>

namespace betledger::sim {

/// The levels every report gives: p05 p10 p25 p50 p75 p90 p95.
inline constexpr std::array<double, 7> summary_levels{0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95};

/// Mean, its standard error (sd / sqrt(n)), and sample quantiles (linear between order statistics,
/// Hyndman-Fan type 7) of a column.
struct Summary {
  double mean = 0;
  double se = 0;
  double sd = 0;
  std::array<double, 7> quantiles{};
};

/// Sums in blocks of runs_per_block in run order, so that a result does not depend on who summed.
/// \pre values.size() >= 2; all finite.  O(n)
[[nodiscard]] Summary summarize(std::span<const double> values);

/// A share of runs: hits / n, and how sure it is: the standard deviation of Jeffreys' posterior,
/// Beta(hits + 1/2, n - hits + 1/2). That is sqrt(p (1 - p) / n) for all but the smallest shares,
/// and about 0.7 / n where no run or every run hit: never 0, because n runs cannot tell never.
struct Share {
  double value = 0;
  double se = 0;
};
/// \pre hits <= n > 0
[[nodiscard]] Share share_of(std::size_t hits, std::size_t n);
/// Whether `value` is at least (at most) `bound`, up to the rounding of a simulated value: 1e-12 of
/// the bound. A constant history of 7.99 meets a target of 7.99 although exp(log(7.99)) is a hair
/// less.
[[nodiscard]] constexpr bool reaches(double value, double bound) noexcept {
  return value >= bound - 1e-12 * (bound < 0 ? -bound : bound);
}
[[nodiscard]] constexpr bool stays_within(double value, double bound) noexcept {
  return value <= bound + 1e-12 * (bound < 0 ? -bound : bound);
}
[[nodiscard]] Share share_at_least(std::span<const double> values, double bound);
[[nodiscard]] Share share_at_most(std::span<const double> values, double bound);

/// Mean of a column and its standard error, block by block as above.
struct Estimate {
  double value = 0;
  double se = 0;
};
[[nodiscard]] Estimate mean_of(std::span<const double> values);

}  // namespace betledger::sim
