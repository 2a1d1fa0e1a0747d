#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "sim/clones.h"
#include "sim/elementary_float.h"

// A standard normal from one random word, by the inverse distribution function at the middle of the
// word's cell: out to 6.34 standard deviations, rising with the word up to rounding. In single
// precision: a relative error of 5e-7 is a thousandth of the Monte Carlo error of a million runs,
// and twice as many numbers fit a register (docs/decisions/0009).
//
// As Giles (2010) found, z / x with x = 2 u - 1 is smooth in w = -ln(1 - x^2): central() where w <
// 6.25, and tail() for the one value in a thousand beyond. Both minimax (Remez).

namespace betledger::sim::inverse_normal {

/// How many words lie between this one and the nearer end, below 2^31: 1 - |x| is (from_end + 1/2)
/// / 2^31.
[[nodiscard]] BET_INLINE std::uint32_t from_end(std::uint32_t word) noexcept {
  return word ^ (word < 0x80000000U ? 0U : 0xffffffffU);
}
/// |x| and w of a word.
struct Place {
  float size = 0;
  float w = 0;
};
[[nodiscard]] BET_INLINE Place place_of(std::uint32_t word) noexcept {
  const std::uint32_t end = from_end(word);
  // Both 1 - |x| and |x| from whole numbers: neither loses its digits where it is small.
  const float outside = (static_cast<float>(static_cast<std::int32_t>(end)) + 0.5F) * 0x1p-31F;
  const auto middle = static_cast<std::int32_t>(end ^ 0x7fffffffU);
  const float size = (static_cast<float>(middle) + 0.5F) * 0x1p-31F;
  return {size, -elementary::log_float(outside * (1.0F + size))};
}

inline constexpr float tail_from = 6.25F;  // w

/// |z| for w below tail_from.
[[nodiscard]] BET_INLINE float central(const Place& at) noexcept {
  return at.size * elementary::polynomial<10>({2.338620868753968F,
                                               0.33963475436134705F,
                                               -0.008533752497763907F,
                                               -0.0010472283654436845F,
                                               0.00026481517546874967F,
                                               -1.9741852303305494e-05F,
                                               -2.1541594445725455e-06F,
                                               6.160148247363904e-07F,
                                               -1.2343252872307875e-08F,
                                               -7.1558026192530056e-09F},
                                              at.w - 3.125F);
}

/// |z| for w from tail_from to 21.49, the last word's.
[[nodiscard]] BET_INLINE float tail(const Place& at) noexcept {
  return at.size * elementary::polynomial<9>({4.895235344930953F,
                                              1.4256675768934273F,
                                              0.003674412412170507F,
                                              -0.002274973970480594F,
                                              0.0010356625230850149F,
                                              -0.0005895907543103226F,
                                              0.0004365878342580862F,
                                              -0.0002353607893831941F,
                                              5.205051417362728e-05F},
                                             std::sqrt(at.w) - 3.625F);
}

/// The size with the sign of the word's half.
[[nodiscard]] BET_INLINE float with_sign(float size, std::uint32_t word) noexcept {
  return std::bit_cast<float>(std::bit_cast<std::uint32_t>(size) | (~word & 0x80000000U));
}

[[nodiscard]] BET_INLINE double of_word(std::uint32_t word) noexcept {
  const Place at = place_of(word);
  return static_cast<double>(with_sign(at.w > tail_from ? tail(at) : central(at), word));
}

}  // namespace betledger::sim::inverse_normal
