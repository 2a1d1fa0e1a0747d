#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace betledger::sim {

/// Smooth non-decreasing functions of a standard normal score, tabulated together on one grid over
/// [-6.5, 6.5] (a word reaches 6.34) and read back as monotone cubic Hermite pieces. Reading one is
/// a few multiplications for any function, whatever it cost to fill the table.
class ZTable {
 public:
  static constexpr double low = -6.5;
  static constexpr double high = 6.5;

  /// The coarsest grid of 4, 8, ..., 64 cells per unit where every function is met in the middle of
  /// every cell within `tolerance` times (f(1) - f(-1) + |f(z) - f(0)|), and rounding; ten times
  /// that beyond |z| = 4, where one draw in 16,000 falls. Nothing if even the finest misses: a kink
  /// somewhere, or an infinite value. Slopes from 7-point differences, limited after Fritsch and
  /// Carlson (1980). At most 1,671 calls of each function.
  [[nodiscard]] static std::optional<ZTable> fit(
      std::span<const std::function<double(double)>> functions, double tolerance);

  /// Cubic of cell `c` of function `f`: coefficients()[(c * functions() + f) * 4 + power], in the
  /// share of the cell that has passed.
  [[nodiscard]] std::span<const double> coefficients() const noexcept { return coefficients_; }
  [[nodiscard]] std::size_t functions() const noexcept { return functions_; }
  [[nodiscard]] double cells_per_unit() const noexcept { return cells_per_unit_; }

  /// One value.  \pre low <= z < high
  [[nodiscard]] double at(std::size_t function, double z) const noexcept;

 private:
  ZTable(std::size_t functions, double cells_per_unit)
      : functions_{functions}, cells_per_unit_{cells_per_unit} {}

  std::size_t functions_;
  double cells_per_unit_;
  std::vector<double> coefficients_;
};

}  // namespace betledger::sim
