#pragma once

#include <cstdint>
#include <span>

namespace betledger::sim {

/// Mean and spread of values that come a stretch at a time. The same bits however they were
/// stretched, as long as every stretch but the last is whole blocks: eight lanes within a block,
/// then the lanes in pairs, then the blocks in order, a fixed order that vector registers can
/// follow. Squares are taken about the mean of the first block, so that a far mean costs no digits.
class Moments {
 public:
  /// \pre all stretches before this one were multiples of runs_per_block
  void add(std::span<const double> values);

  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
  /// \pre count() >= 1
  [[nodiscard]] double mean() const;
  /// The sample standard deviation (divisor n - 1), and that over sqrt(n).  \pre count() >= 2
  [[nodiscard]] double sd() const;
  [[nodiscard]] double se() const;

 private:
  std::uint64_t count_ = 0;
  double shift_ = 0;
  double sum_ = 0;      // of value - shift
  double squares_ = 0;  // of its squares
};

}  // namespace betledger::sim
