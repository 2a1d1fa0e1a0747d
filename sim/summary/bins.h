#pragma once

#include <cstdint>

#include "sim/columns/clones.h"

namespace betledger::sim {

/// The place of a value in bins: whole part the bin, the rest how far in. Bin 1 starts at `low`;
/// the first and the last take what lies outside. Never falls from a value to a larger one.
template <std::int32_t bins>
[[nodiscard]] BET_INLINE double place_in_bins(double x, double low, double per_width) noexcept {
  const double place = (x - low) * per_width + 1.0;
  const double raised = place > 0.0 ? place : 0.0;
  return raised < bins - 1.0 ? raised : bins - 1.0;
}

}  // namespace betledger::sim
