#include "sim/random/random_kernels.h"

#include <array>
#include <cmath>
#include <cstddef>

#include "sim/columns/clones.h"

namespace betledger::sim::kernels {

BET_CLONES void uniforms(const Word* __restrict words, double* __restrict out) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    // Through a signed number, for which there is a conversion instruction; exact all the same.
    const auto centred = static_cast<double>(static_cast<std::int32_t>(words[i] ^ 0x80000000U));
    out[i] = (centred + (0x1p31 + 0.5)) * 0x1p-32;
  }
}

BET_CLONES void coins(const Word* __restrict words, double probability, double* __restrict out) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    const auto centred = static_cast<double>(static_cast<std::int32_t>(words[i] ^ 0x80000000U));
    out[i] = (centred + (0x1p31 + 0.5)) * 0x1p-32 < probability ? 1.0 : 0.0;
  }
}

BET_CLONES void members(const Word* __restrict words,
                        std::span<const double> bounds,
                        Member* __restrict out) {
  std::array<double, runs_per_block> u{};
  uniforms(words, u.data());
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    out[i] = 0;
  }
  for (const double bound : bounds) {
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      out[i] += u[i] >= bound ? 1 : 0;
    }
  }
}

BET_CLONES void triangular(double low, double mode, double high, double* inout) {
  const double left = (mode - low) / (high - low);
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    const double u = inout[i];
    const double rising = low + std::sqrt(u * (high - low) * (mode - low));
    const double falling = high - std::sqrt((1 - u) * (high - low) * (high - mode));
    inout[i] = u < left ? rising : falling;
  }
}

}  // namespace betledger::sim::kernels
