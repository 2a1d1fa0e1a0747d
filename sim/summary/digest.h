#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sim/summary/moments.h"
#include "sim/summary/summary.h"

namespace betledger::sim {

/// The Summary of a series of values that comes a stretch at a time, in bounded memory.
///
/// Up to `kept` values are kept as they are, and quantiles are exact. A longer series is counted:
/// the kept values say where its quantiles will lie (4.5 of their standard errors about each, so
/// that seven in a million end outside) and a histogram over there has cells of at most a tenth of
/// the standard error of the whole series' quantiles. A quantile is then read off the middle of its
/// cell's share of the counts, and is wrong by at most the width of the cell. Counts are whole
/// numbers: the same answer for any stretches. No cell is finer than 2e-6 of the middle 98 %: the
/// quantiles of a metric whose p99 is 1e5 times as far away as they are know no more than that.
class Digest {
 public:
  /// How far a counted quantile may lie from the sample's, in its Monte Carlo standard errors.
  static constexpr double cell_in_se = 0.1;

  /// Enough to say where quantiles lie; more would only cost more.
  static constexpr std::size_t least_kept = 4'096;
  /// How many values each of `series` digests should keep to fit into `bytes` together: all, or
  /// least_kept.
  [[nodiscard]] static std::size_t affordable(std::uint64_t runs,
                                              std::size_t series,
                                              std::size_t bytes);

  /// For a series of at most `runs` values.  \pre kept >= least_kept or kept >= runs
  Digest(std::uint64_t runs, std::size_t kept);

  /// \pre see Moments::add; no more values than announced
  void add(std::span<const double> values);

  [[nodiscard]] bool is_exact() const noexcept { return cells_.empty(); }
  [[nodiscard]] const Moments& moments() const noexcept { return moments_; }
  /// Nothing if a quantile fell outside the part that was counted finely: once more then, keeping
  /// all.  \pre at least two values
  [[nodiscard]] std::optional<Summary> summary() const;

 private:
  /// A coarse bin and the cells that it is divided into.
  struct Cells {
    std::uint32_t first = 0;
    std::uint8_t halvings = 0;
    bool fine = false;  // fine enough for a quantile

    [[nodiscard]] std::uint32_t count() const noexcept { return 1U << halvings; }
  };

  void keep_or_count(std::span<const double> values);
  void start_counting();
  /// Cells for the bins between two values, of a tenth of what `kept_error`, the standard error of
  /// the kept values' quantile there, will have become.
  void divide(const std::array<double, 2>& ends, double kept_error);
  void count(std::span<const double> values);
  template <class Count>
  void count_in(std::span<const double> values, Count* even, Count* odd) const;
  [[nodiscard]] std::optional<double> quantile(double level) const;

  std::uint64_t runs_;
  std::size_t most_kept_;
  Moments moments_;
  std::vector<double> kept_;
  double low_ = 0;  // of bin 1
  double per_width_ = 0;
  std::vector<Cells> divided_;  // by bin
  std::vector<std::uint32_t> cells_;
};

}  // namespace betledger::sim
