#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace betledger::forecast {

/// The shape of effects that are not nil, around their mean: mixtures of normals of different
/// widths.
enum class SlabFamily : std::uint8_t { normal, laplace, student };  // student: 3 degrees of freedom
[[nodiscard]] std::string_view name(SlabFamily family) noexcept;

inline constexpr std::size_t most_slab_widths = 12;

/// Widths, in scales, of the equally probable normals whose mixture stands for the family: one for
/// the normal; else sigma^2 is exponential for Laplace, 3 over chi-square for Student (Andrews and
/// Mallows 1974), at the middles of twelve equal parts.
[[nodiscard]] std::span<const double> slab_widths(SlabFamily family);

}  // namespace betledger::forecast
