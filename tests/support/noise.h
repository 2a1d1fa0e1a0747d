#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "sim/random/inverse_normal.h"
#include "sim/random/philox.h"

namespace betledger {

/// Independent standard normal numbers, found by a name and a period.
struct Noise {
  std::uint64_t seed = 0;

  double operator()(std::string_view name, std::size_t t) const {
    return sim::inverse_normal::of_word(
        sim::random_word(sim::StreamKey::of(seed, name), 0, static_cast<std::uint32_t>(t)));
  }
};

/// Weyl's sequence: fills (0, 1) evenly, the more so the less rational `step` is.
inline double evenly(std::size_t i, double step) {
  const double x = static_cast<double>(i + 1) * step;
  return x - std::floor(x);
}

}  // namespace betledger
