#pragma once

#include <cstddef>
#include <span>

#include "forecast/learning/effect_prior.h"

namespace betledger::forecast {

inline constexpr std::size_t most_slab_widths = 12;

/// Widths, in scales, of the equally probable normals whose mixture stands for the family: one for
/// the normal; else sigma^2 is exponential for Laplace, 3 over chi-square for Student (Andrews and
/// Mallows 1974), at the middles of twelve equal parts.
[[nodiscard]] std::span<const double> slab_widths(SlabFamily family);

}  // namespace betledger::forecast
