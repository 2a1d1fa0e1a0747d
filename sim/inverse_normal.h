#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "sim/elementary.h"

// A standard normal from one random word, by the inverse distribution function at the middle of the
// word's cell: 2^32 different values out to 6.34 standard deviations, monotone in the word.
// In two regions, so that a column needs a logarithm and a root for one value in twenty only:
// central() where |2 u - 1| < 0.95, tail() beyond. Relative error below 3e-11 and 1e-15.

namespace betledger::sim::inverse_normal {

/// How far a word lies from the median, in words: |2 u - 1| is (distance + 1/2) / 2^31.
[[nodiscard]] BET_INLINE std::uint32_t distance(std::uint32_t word) noexcept {
  return (word ^ (word < 0x80000000U ? 0xffffffffU : 0U)) & 0x7fffffffU;
}
inline constexpr std::uint32_t tail_distance = 2'040'109'466;  // 0.95 2^31

/// Twice the distance from the median, 2 u - 1 with u = (word + 1/2) / 2^32; exact.
[[nodiscard]] BET_INLINE double offset(std::uint32_t word) noexcept {
  return (static_cast<double>(static_cast<std::int32_t>(word ^ 0x80000000U)) + 0.5) * 0x1p-31;
}

/// Horner's rule, constant term first.
template <std::size_t N>
[[nodiscard]] BET_INLINE double polynomial(const std::array<double, N>& c, double x) noexcept {
  double sum = c[N - 1];
  for (std::size_t i = N - 1; i-- > 0;) {
    sum = sum * x + c[i];
  }
  return sum;
}

/// z = x P(t) / Q(t), t = 0.95^2 - x^2; P / Q minimax (Remez) of degree 6 / 6.
[[nodiscard]] BET_INLINE double central(double x) noexcept {
  const double t = 0.9025 - x * x;
  const double top = polynomial<7>({2.06311998367959,
                                    40.93173705413977,
                                    273.6760137728893,
                                    732.1294812261664,
                                    738.5762824228626,
                                    219.15745314682732,
                                    8.55889333418522},
                                   t);
  const double bottom = polynomial<7>({1.0,
                                       21.583024635176237,
                                       161.58895038045608,
                                       506.5517575999634,
                                       646.7091905137603,
                                       283.3749999645488,
                                       26.947825212792054},
                                      t);
  return x * top / bottom;
}

/// |z| where the smaller tail holds between 2^-33 and 0.025: Wichura 1988, algorithm AS 241.
[[nodiscard]] BET_INLINE double tail(std::uint32_t distance) noexcept {
  const double outside = (0x1p31 - 0.5 - static_cast<double>(distance)) * 0x1p-32;
  const double r = std::sqrt(-elementary::log(outside)) - 1.6;
  const double top = polynomial<8>({1.42343711074968357734e0,
                                    4.63033784615654529590e0,
                                    5.76949722146069140550e0,
                                    3.64784832476320460504e0,
                                    1.27045825245236838258e0,
                                    2.41780725177450611770e-1,
                                    2.27238449892691845833e-2,
                                    7.74545014278341407640e-4},
                                   r);
  const double bottom = polynomial<8>({1.0,
                                       2.05319162663775882187e0,
                                       1.67638483018380384940e0,
                                       6.89767334985100004550e-1,
                                       1.48103976427480074590e-1,
                                       1.51986665636164571966e-2,
                                       5.47593808499534494600e-4,
                                       1.05075007164441684324e-9},
                                      r);
  return top / bottom;
}

/// One word to one standard normal.
[[nodiscard]] BET_INLINE double of_word(std::uint32_t word) noexcept {
  const std::uint32_t size = distance(word);
  if (size < tail_distance) {
    return central(offset(word));
  }
  return word < 0x80000000U ? -tail(size) : tail(size);
}

}  // namespace betledger::sim::inverse_normal
