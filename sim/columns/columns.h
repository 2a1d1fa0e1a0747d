#pragma once

#include <cstddef>
#include <vector>

namespace betledger::sim {

/// Runs are evaluated this many at a time, always: a short last block is padded, then cut. A part
/// of the result (partial sums are per block), not a tuning knob.
inline constexpr std::size_t runs_per_block = 256;

/// Columns of runs_per_block numbers in one piece of memory, each on a cache line of its own start.
/// One line of padding keeps the same run of neighbouring columns out of the same cache set.
template <class T>
class ColumnsOf {
 public:
  static constexpr std::size_t line = 64 / sizeof(T);
  static constexpr std::size_t stride = runs_per_block + line;

  ColumnsOf() = default;
  explicit ColumnsOf(std::size_t count) : lines_(count * (stride / line)) {}

  [[nodiscard]] std::size_t size() const noexcept { return lines_.size() / (stride / line); }
  [[nodiscard]] T* operator[](std::size_t k) noexcept { return lines_[k * (stride / line)].values; }
  [[nodiscard]] const T* operator[](std::size_t k) const noexcept {
    return lines_[k * (stride / line)].values;
  }

 private:
  struct alignas(64) Line {
    T values[line] = {};
  };

  std::vector<Line> lines_;
};

using Columns = ColumnsOf<double>;
using FloatColumns = ColumnsOf<float>;

}  // namespace betledger::sim
