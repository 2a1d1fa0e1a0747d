#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "sim/columns/clones.h"

// Elementary functions in single precision, for random numbers: as sim/columns/elementary.h,
// additions, multiplications and bit patterns, no branches and no fused operation.

namespace betledger::sim::elementary {

/// Horner's rule, constant term first.
template <std::size_t N>
[[nodiscard]] BET_INLINE float polynomial(const std::array<float, N>& c, float x) noexcept {
  float sum = c[N - 1];
  for (std::size_t i = N - 1; i-- > 0;) {
    sum = sum * x + c[i];
  }
  return sum;
}

/// ln x to 1e-7 absolute, of normal numbers > 0 only.
///
/// x = 2^k m with m in [sqrt 1/2, sqrt 2), f = m - 1; ln m = f - f^2 / 2 + f^3 P(f), P minimax.
[[nodiscard]] BET_INLINE float log_float(float x) noexcept {
  constexpr std::uint32_t root_half = 0x3f3504f3U;
  const std::uint32_t bits = std::bit_cast<std::uint32_t>(x) + (0x3f800000U - root_half);
  const auto k = static_cast<float>(static_cast<std::int32_t>(bits >> 23U) - 127);
  const float f = std::bit_cast<float>((bits & 0x007fffffU) + root_half) - 1.0F;
  const float p = polynomial<8>({0.33333324020707F,
                                 -0.25000979497138415F,
                                 0.20001768483610036F,
                                 -0.16618869277155712F,
                                 0.14189211780661523F,
                                 -0.13188046001565504F,
                                 0.12849633097034943F,
                                 -0.07669621375123707F},
                                f);
  const float square = f * f;
  return k * 0.693147180559945F + ((f * square * p - 0.5F * square) + f);
}

/// e^r of a reduced argument, to a relative 1e-7.
[[nodiscard]] BET_INLINE float exp_reduced_float(float r) noexcept {
  const float p = polynomial<5>({0.5000000093396235F,
                                 0.16666519626176338F,
                                 0.0416662102203585F,
                                 0.008368814722808577F,
                                 0.0013950206585281227F},
                                r);
  return 1.0F + (r + r * r * p);
}

/// Up to here exp_float(x) is exp_reduced_float(x) with a power of 0, to the bit.
inline constexpr float exp_reduced_float_until = 0.34F;

/// e^x as `mantissa` times 2^`power`, to a relative 1e-7; |x| is cut at 700, where doubles end. NaN
/// stays NaN.
struct Scaled {
  float mantissa = 1;
  std::int32_t power = 0;
};
[[nodiscard]] BET_INLINE Scaled exp_float(float x) noexcept {
  constexpr float rounder = 0x1.8p23F;  // adding it rounds to a whole number, kept in the low bits
  const float capped = x > 700.0F ? 700.0F : x;
  const float bounded = capped < -700.0F ? -700.0F : capped;
  const float shifted = bounded * 1.4426950408889634F + rounder;
  const float n = shifted - rounder;
  const float r = (bounded - n * 0x1.62ep-1F) - n * 0x1.0bfbe8p-15F;  // ln 2 in two pieces
  const std::int32_t power = std::bit_cast<std::int32_t>(shifted) - 0x4b400000;
  return {exp_reduced_float(r), power};
}

/// mantissa 2^power as a double; exact.  \pre |power| <= 1022
[[nodiscard]] BET_INLINE double to_double(const Scaled& x) noexcept {
  const auto exponent = static_cast<std::uint64_t>(std::int64_t{x.power} + 1023) << 52U;
  return static_cast<double>(x.mantissa) * std::bit_cast<double>(exponent);
}

}  // namespace betledger::sim::elementary
