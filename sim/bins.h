#pragma once

#include <cstdint>

#include "sim/clones.h"

namespace betledger::sim {

inline constexpr std::int32_t bins = 2048;  // the first and the last take what lies outside

/// The place of a value in bins: whole part the bin, the rest how far in. Bin 1 starts at `low`.
/// Never falls from a value to a larger one.
[[nodiscard]] BET_INLINE double place_in_bins(double x, double low, double per_width) noexcept {
  const double place = (x - low) * per_width + 1.0;
  const double raised = place > 0.0 ? place : 0.0;
  return raised < bins - 1.0 ? raised : bins - 1.0;
}

}  // namespace betledger::sim
