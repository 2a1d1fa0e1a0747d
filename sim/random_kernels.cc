#include "sim/random_kernels.h"

#include <array>
#include <cmath>
#include <cstddef>

#include "sim/clones.h"
#include "sim/inverse_normal.h"

namespace betledger::sim::kernels {

BET_CLONES void words(StreamKey key,
                      std::uint64_t block,
                      std::uint32_t index,
                      Word* __restrict out) {
  constexpr std::uint32_t calls = runs_per_block / 4;
  const std::uint64_t first = block * calls;  // a multiple of 64: adding i < 64 never carries
  const auto low = static_cast<std::uint32_t>(first & 0xffffffffU);
  const auto high = static_cast<std::uint32_t>(first >> 32);
  for (std::uint32_t i = 0; i < calls; ++i) {
    std::uint32_t a = low + i;
    std::uint32_t b = high;
    std::uint32_t c = index;
    std::uint32_t d = 0;
    std::uint32_t k = key.words[0];
    std::uint32_t l = key.words[1];
#pragma GCC unroll 10
    for (int round = 0; round < 10; ++round) {
      const std::uint64_t p = std::uint64_t{a} * 0xD2511F53U;
      const std::uint64_t q = std::uint64_t{c} * 0xCD9E8D57U;
      a = static_cast<std::uint32_t>(q >> 32) ^ b ^ k;
      b = static_cast<std::uint32_t>(q & 0xffffffffU);
      c = static_cast<std::uint32_t>(p >> 32) ^ d ^ l;
      d = static_cast<std::uint32_t>(p & 0xffffffffU);
      k += 0x9E3779B9U;
      l += 0xBB67AE85U;
    }
    out[i] = a;
    out[calls + i] = b;
    out[2 * calls + i] = c;
    out[3 * calls + i] = d;
  }
}

BET_CLONES void uniforms(const Word* __restrict words, double* __restrict out) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    // Through a signed number, for which there is a conversion instruction; exact all the same.
    const auto centred = static_cast<double>(static_cast<std::int32_t>(words[i] ^ 0x80000000U));
    out[i] = (centred + (0x1p31 + 0.5)) * 0x1p-32;
  }
}

BET_CLONES void normals(const Word* __restrict words, double* __restrict out) {
  std::array<std::uint32_t, runs_per_block + 1> outside;  // one more: the last write may be idle
  std::array<double, runs_per_block> size;
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    out[i] = inverse_normal::central(inverse_normal::offset(words[i]));
  }
  std::size_t count = 0;  // one in twenty lies outside: gather, compute, put back
  for (std::uint32_t i = 0; i < runs_per_block; ++i) {
    outside[count] = i;
    count += inverse_normal::distance(words[i]) >= inverse_normal::tail_distance ? 1U : 0U;
  }
  for (std::size_t k = 0; k < count; ++k) {
    size[k] = inverse_normal::tail(inverse_normal::distance(words[outside[k]]));
  }
  for (std::size_t k = 0; k < count; ++k) {
    const std::size_t i = outside[k];
    out[i] = words[i] < 0x80000000U ? -size[k] : size[k];
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

BET_CLONES void lookup(const ZTable& table,
                       const Member* __restrict member,
                       const double* __restrict z,
                       double* __restrict out) {
  const double* __restrict c = table.coefficients().data();
  const auto functions = static_cast<std::int32_t>(table.functions());
  const double per_unit = table.cells_per_unit();
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    const double place = (z[i] - ZTable::low) * per_unit;
    const auto cell = static_cast<std::int32_t>(place);
    const double x = place - static_cast<double>(cell);
    const std::int32_t at = (cell * functions + (member == nullptr ? 0 : member[i])) * 4;
    out[i] = ((c[at + 3] * x + c[at + 2]) * x + c[at + 1]) * x + c[at];
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
