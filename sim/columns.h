#pragma once

#include <cstddef>
#include <vector>

namespace betledger::sim {

/// Runs are evaluated this many at a time, always: a short last block is padded, then cut. A part
/// of the result (partial sums are per block), not a tuning knob.
inline constexpr std::size_t runs_per_block = 256;

/// Columns of runs_per_block doubles in one piece of memory, each on a cache line of its own start.
/// One line of padding keeps the same run of neighbouring columns out of the same cache set.
class Columns {
 public:
  static constexpr std::size_t line = 8;
  static constexpr std::size_t stride = runs_per_block + line;

  Columns() = default;
  explicit Columns(std::size_t count) : lines_(count * (stride / line)) {}

  [[nodiscard]] std::size_t size() const noexcept { return lines_.size() / (stride / line); }
  [[nodiscard]] double* operator[](std::size_t k) noexcept {
    return lines_[k * (stride / line)].values;
  }
  [[nodiscard]] const double* operator[](std::size_t k) const noexcept {
    return lines_[k * (stride / line)].values;
  }

 private:
  struct alignas(64) Line {
    double values[line] = {};
  };

  std::vector<Line> lines_;
};

}  // namespace betledger::sim
