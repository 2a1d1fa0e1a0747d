#pragma once

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "sim/columns/clones.h"
#include "sim/columns/elementary_float.h"
#include "sim/random/inverse_normal_table.h"

// A standard normal from one random word, by the inverse distribution function at the middle of the
// word's cell: out to 6.34 standard deviations, rising with the word up to rounding. In single
// precision: a relative error of 3e-7 is far below the Monte Carlo error of a million runs, and
// twice as many numbers fit a register (docs/decisions/0009-single-precision-draws.md).
//
// With x = 2 u - 1, z / |x| is smooth in 1 - |x| within an octave: a polynomial for each of the
// sixteen octaves below 1, so that a register holds one coefficient of all
// (docs/decisions/0016-normals-by-octaves.md). Nearer to the end lies one value in 65,000: there z
// / x is smooth in the root of w = -ln(1 - x^2) (Giles 2010). All minimax.

namespace betledger::sim::inverse_normal {

/// How many words lie between this one and the nearer end, below 2^31: 1 - |x| is (from_end + 1/2)
/// / 2^31.
[[nodiscard]] BET_INLINE std::uint32_t from_end(std::uint32_t word) noexcept {
  return word ^ (word < 0x80000000U ? 0U : 0xffffffffU);
}

/// |x|, and where 1 - |x| lies; an octave below 0 is past the table.
struct Place {
  float size = 0;
  float share = 0;  // of the octave, less 1/2
  std::int32_t octave = 0;
};
inline constexpr float farthest = 2147483520.0F;  // the last number before the next octave

[[nodiscard]] BET_INLINE Place place_of(std::uint32_t word) noexcept {
  const std::uint32_t end = from_end(word);
  // Both 1 - |x| and |x| from whole numbers: neither loses its digits where it is small.
  const float outside = static_cast<float>(static_cast<std::int32_t>(end)) + 0.5F;
  const auto bits = std::bit_cast<std::uint32_t>(outside < farthest ? outside : farthest);
  const auto middle = static_cast<std::int32_t>(end ^ 0x7fffffffU);
  return {(static_cast<float>(middle) + 0.5F) * 0x1p-31F,
          std::bit_cast<float>((bits & 0x007fffffU) | 0x3f800000U) - 1.5F,
          static_cast<std::int32_t>(bits >> 23U) - (127 + 15)};
}

/// |z| of an octave of the table.
[[nodiscard]] BET_INLINE float central(const Place& at) noexcept {
  const auto octave = static_cast<std::size_t>(at.octave);
  float sum = coefficients[7][octave];
  for (std::size_t power = 7; power-- > 0;) {
    sum = sum * at.share + coefficients[power][octave];
  }
  return sum * at.size;
}

/// |z| past the table, for w from 6.25 to 21.49, the last word's.
[[nodiscard]] inline float tail(std::uint32_t word) noexcept {
  const float size = place_of(word).size;
  const float outside =
      (static_cast<float>(static_cast<std::int32_t>(from_end(word))) + 0.5F) * 0x1p-31F;
  const float w = -elementary::log_float(outside * (1.0F + size));
  return size * elementary::polynomial<9>({4.895235344930953F,
                                           1.4256675768934273F,
                                           0.003674412412170507F,
                                           -0.002274973970480594F,
                                           0.0010356625230850149F,
                                           -0.0005895907543103226F,
                                           0.0004365878342580862F,
                                           -0.0002353607893831941F,
                                           5.205051417362728e-05F},
                                          std::sqrt(w) - 3.625F);
}

/// The size with the sign of the word's half.
[[nodiscard]] BET_INLINE float with_sign(float size, std::uint32_t word) noexcept {
  return std::bit_cast<float>(std::bit_cast<std::uint32_t>(size) | (~word & 0x80000000U));
}

[[nodiscard]] inline float float_of_word(std::uint32_t word) noexcept {
  const Place at = place_of(word);
  return with_sign(at.octave < 0 ? tail(word) : central(at), word);
}
[[nodiscard]] inline double of_word(std::uint32_t word) noexcept {
  return static_cast<double>(float_of_word(word));
}

}  // namespace betledger::sim::inverse_normal
