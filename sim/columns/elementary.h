#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "sim/columns/clones.h"

// exp and log of our own: additions, multiplications, divisions and bit patterns, no branches and
// no fused operation. The C library's differ in the last bit from one processor to the next; these
// give the same bits everywhere, and compilers turn a loop over them into vector code.

namespace betledger::sim::elementary {

inline constexpr double ln2_high = 0x1.62e42feep-1;  // 32 bits: times a whole number, exact
inline constexpr double ln2_low = 0x1.a39ef35793c76p-33;
inline constexpr double infinity = std::numeric_limits<double>::infinity();

/// e^r of a reduced argument: 1 + r + r^2 P(r), P minimax of degree 9 (1.3e-17).
[[nodiscard]] BET_INLINE double exp_reduced(double r) noexcept {
  double p = 2.5069082423841662e-08;
  p = p * r + 2.761994154723258e-07;
  p = p * r + 2.755735266056653e-06;
  p = p * r + 2.4801521664102674e-05;
  p = p * r + 0.000198412697877072;
  p = p * r + 0.0013888888916928181;
  p = p * r + 0.008333333333354957;
  p = p * r + 0.04166666666662482;
  p = p * r + 0.16666666666666646;
  p = p * r + 0.5000000000000001;
  return 1.0 + (r + r * r * p);
}

/// Up to here exp(x) is exp_reduced(x), to the bit: no power of two is taken out.
inline constexpr double exp_reduced_until = 0.34;

/// e^x, within 1.1 ulp. Past the range of normal numbers: infinity above 709.78, 0 below -708.39.
/// exp(0) is exactly 1; NaN stays NaN.
///
/// x = n ln 2 + r with |r| <= ln 2 / 2.
[[nodiscard]] BET_INLINE double exp(double x) noexcept {
  constexpr double highest = 709.782712893384;
  constexpr double lowest = -708.3964185322641;
  constexpr double inverse_ln2 = 0x1.71547652b82fep0;
  constexpr double rounder = 0x1.8p52;  // adding it rounds to a whole number, kept in the low bits
  const double capped = x > highest ? highest : x;
  const double bounded = capped < lowest ? lowest : capped;
  const double shifted = bounded * inverse_ln2 + rounder;
  const double n = shifted - rounder;
  const double r = (bounded - n * ln2_high) - n * ln2_low;
  const double scaled = exp_reduced(r);
  const double result = std::bit_cast<double>(std::bit_cast<std::uint64_t>(scaled) +
                                              (std::bit_cast<std::uint64_t>(shifted) << 52));
  const double cut = x > highest ? infinity : result;  // NOLINT(bugprone-narrowing-conversions)
  const double floored = x < lowest ? 0.0 : cut;
  return x != x ? x : floored;
}

/// ln x, within 1 ulp; -infinity for 0, NaN below, log(1) is exactly 0.
///
/// x = 2^k m with m in [sqrt 1/2, sqrt 2), f = m - 1, s = f / (2 + f); ln m = 2 s + s R(s^2), R
/// minimax of degree 7 in s^2 (7e-18), assembled as in fdlibm so that the leading f stays exact.
[[nodiscard]] BET_INLINE double log(double x) noexcept {
  constexpr std::uint64_t root_half = 0x3fe6a09e667f3bcdU;
  constexpr std::uint64_t one = 0x3ff0000000000000U;
  const double raised = x * 0x1p54;
  const bool tiny = x < 0x1p-1022;
  const double normal = tiny ? raised : x;
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(normal) + (one - root_half);
  // A whole number below 2^52 as the low bits of a double: no conversion instruction needed.
  const double k = std::bit_cast<double>((bits >> 52) | 0x4330000000000000U) -
                   (tiny ? 0x1p52 + 1077.0 : 0x1p52 + 1023.0);
  const double f = std::bit_cast<double>((bits & 0x000fffffffffffffU) + root_half) - 1.0;
  const double s = f / (2.0 + f);
  const double z = s * s;
  double p = 0.14616953091907417;
  p = p * z + 0.15331669994929192;
  p = p * z + 0.18182891132761664;
  p = p * z + 0.2222221109875724;
  p = p * z + 0.2857142862626027;
  p = p * z + 0.39999999999898805;
  p = p * z + 0.666666666666667;
  const double half_square = 0.5 * f * f;
  const double result =
      k * ln2_high - ((half_square - (s * (half_square + z * p) + k * ln2_low)) - f);
  const double bounded = x == infinity ? x : result;
  const double at_zero = x == 0.0 ? -infinity : bounded;
  const double below = x < 0.0 ? std::numeric_limits<double>::quiet_NaN() : at_zero;
  return x != x ? x : below;
}

/// 2 atanh(s) less 2 s, for |s| < 0.2004: the series economized to degree 6 in s^2 (6e-17).
[[nodiscard]] BET_INLINE double atanh_rest(double s, double z) noexcept {
  double p = 0.151245506095396;
  p = p * z + 0.15283022036004584;
  p = p * z + 0.18184638840796596;
  p = p * z + 0.222221822271658;
  p = p * z + 0.28571428840785223;
  p = p * z + 0.3999999999932073;
  p = p * z + 0.6666666666666695;
  return s * z * p;
}

/// ln(a / b), where a + b is finite, as log_ratio has it to the bit (but for the sign of a 0), if
/// `square` is at most log_ratio_near_until: then there is no power of two to take out.
struct NearRatio {
  double value = 0;
  double square = 0;  // of (a - b) / (a + b)
};
inline constexpr double log_ratio_near_until = 0.02;
[[nodiscard]] BET_INLINE NearRatio log_ratio_near(double a, double b) noexcept {
  const double s = (a - b) / (a + b);
  const double z = s * s;
  return {2.0 * s + atanh_rest(s, z), z};
}

/// ln(a / b) within 2 ulp, where a / b is neither too large nor too small for a normal number; 0
/// where they are equal, be they 0. NaN where the ratio is none or below 0, or only b is 0.
///
/// With 2^k near a / b, ln = k ln 2 + 2 atanh(s) and s = (a 2^-k - b) / (a 2^-k + b): one division,
/// and changes of a hair keep their digits.
[[nodiscard]] BET_INLINE double log_ratio(double a, double b) noexcept {
  constexpr std::uint64_t magnitude = 0x7fffffffffffffffU;
  constexpr std::uint64_t one = 0x3ff0000000000000U;
  constexpr std::uint64_t half = 0x0008000000000000U;
  const std::uint64_t top = std::bit_cast<std::uint64_t>(a) & magnitude;
  const std::uint64_t bottom = std::bit_cast<std::uint64_t>(b) & magnitude;
  // The difference of the bits is about 2^52 log2 of the ratio: its rounded exponent, biased.
  const std::uint64_t biased = (top - bottom + one + half) >> 52U;
  const double k = std::bit_cast<double>(biased | 0x4330000000000000U) - (0x1p52 + 1023.0);
  const double scaled = a * std::bit_cast<double>((2046U - biased) << 52U);
  const double s = (scaled - b) / (scaled + b);
  const double z = s * s;
  const double result = k * ln2_high + (2.0 * s + (atanh_rest(s, z) + k * ln2_low));
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  const double valued = z <= 0.041 ? result : nan;  // beyond: signs that differ, a 0, a subnormal
  const double at_zero = a == 0.0 && b != 0.0 ? -infinity : valued;
  return a == b ? 0.0 : at_zero;
}

/// 1 / (1 + e^-x): of an exponential that cannot overflow.
[[nodiscard]] BET_INLINE double logistic(double x) noexcept {
  const double small = exp(x > 0 ? -x : x);
  const double top = x > 0 ? 1.0 : small;
  return top / (1.0 + small);
}

/// a^b as IEEE pow has it: whole powers of negative numbers, 0^0 = 1, NaN where there is no value.
/// Relative error about |b ln a| 1e-16.
[[nodiscard]] BET_INLINE double pow(double a, double b) noexcept {
  if (b == 0.0) {
    return 1.0;
  }
  if (b == 2.0) {
    return a * a;
  }
  if (b == 0.5) {
    return std::sqrt(a);
  }
  const bool whole = std::floor(b) == b;
  if (a < 0.0 && !whole) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  const double size = exp(b * log(a < 0.0 ? -a : a));
  const bool odd = whole && std::floor(b / 2) * 2 != b;
  return a < 0.0 && odd ? -size : size;
}

}  // namespace betledger::sim::elementary
