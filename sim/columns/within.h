#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "sim/columns/clones.h"
#include "sim/columns/columns.h"

namespace betledger::sim::kernels {

/// Are all values of a column at most `bound` away from 0? A NaN is not. Counts in numbers as wide
/// as the values, or there is no vector code for it.
template <class T>
[[nodiscard]] BET_INLINE bool all_within(const T* x, T bound) noexcept {
  std::conditional_t<sizeof(T) == 8, std::uint64_t, std::uint32_t> beyond = 0;
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    beyond += std::fabs(x[i]) <= bound ? 0U : 1U;
  }
  return beyond == 0;
}

}  // namespace betledger::sim::kernels
