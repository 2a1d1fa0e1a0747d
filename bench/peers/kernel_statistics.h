#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "bench/peers/kernel_engine.h"

namespace bench::kernel {

// Exact quantiles without keeping everything: brackets from a pilot, then only what falls into
// them.

inline constexpr std::array<double, 3> levels{0.1, 0.5, 0.9};

struct Brackets {
  std::array<float, 3> low{};
  std::array<float, 3> high{};
};

inline Brackets brackets_of(std::vector<float> pilot) {
  const auto count = static_cast<double>(pilot.size());
  auto from = pilot.begin();
  const auto at = [&](double rank) {  // ascending
    const auto place = std::max(from, pilot.begin() + static_cast<std::ptrdiff_t>(rank));
    std::nth_element(from, place, pilot.end());
    from = place;
    return *place;
  };
  Brackets result;
  for (std::size_t q = 0; q < 3; ++q) {
    const double middle = levels[q] * (count - 1);
    const double reach = 4.5 * std::sqrt(count * levels[q] * (1 - levels[q])) + 2;
    result.low[q] = middle - reach < 0 ? -INFINITY : at(middle - reach);
    result.high[q] = middle + reach > count - 1 ? INFINITY : at(middle + reach);
  }
  return result;
}

/// What one thread keeps of one series.
struct Kept {
  std::vector<float> values;
  std::size_t count = 0;
  std::array<std::int64_t, 3> below{};

  void take(const float* x, std::size_t n, const Brackets& b) {
    if (values.size() < count + n + lanes) {
      values.resize(2 * (count + n) + lanes);
    }
    I under[3] = {};
    std::size_t i = 0;
    for (; i + lanes <= n; i += lanes) {
      const F v = load<F>(x + i);
      I inside{};
      for (std::size_t q = 0; q < 3; ++q) {
        const I less = v < b.low[q];
        under[q] -= less;
        inside |= ~less & (v <= b.high[q]);
      }
      count += static_cast<std::size_t>(compress(values.data() + count, v, inside));
    }
    for (std::size_t q = 0; q < 3; ++q) {
      for (std::size_t lane = 0; lane < lanes; ++lane) {
        below[q] += under[q][lane];
      }
    }
    for (; i < n; ++i) {
      bool inside = false;
      for (std::size_t q = 0; q < 3; ++q) {
        below[q] += x[i] < b.low[q] ? 1 : 0;
        inside = inside || (x[i] >= b.low[q] && x[i] <= b.high[q]);
      }
      values[count] = x[i];
      count += inside ? 1 : 0;
    }
  }
};

}  // namespace bench::kernel
