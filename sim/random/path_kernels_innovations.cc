#include <cstddef>

#include "sim/columns/by_hand.h"
#include "sim/columns/clones.h"
#include "sim/columns/columns.h"
#include "sim/random/path_kernels.h"

// A path's sums of innovations by hand: two periods at a time keep their sums in registers, and
// read each coefficient and each innovation once for both. Compilers make single numbers of it. All
// versions add in the same order, so they give the same bits.

namespace betledger::sim::kernels {
namespace {

constexpr std::size_t stride = FloatColumns::stride;

/// One period of all runs: out += sum over s < count of psi[-s] z[s]; [s] counts columns.
BET_CLONES void add_period(const float* psi,
                           const float* z,
                           std::size_t count,
                           float* __restrict out) {
  for (std::size_t s = 0; s < count; ++s, psi -= stride, z += stride) {
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      out[i] += psi[i] * z[i];
    }
  }
}

void add_two_by_loop(const float* psi, const float* z, std::size_t count, float* out) {
  add_period(psi, z, count, out);
  add_period(psi + stride, z, count + 1, out + stride);
}

#ifdef BET_BY_HAND
constexpr std::size_t registers = 4;

[[gnu::target("arch=x86-64-v3")]] void add_two_by_eight(const float* psi,
                                                        const float* z,
                                                        std::size_t count,
                                                        float* out) {
  constexpr std::size_t lanes = 8;
  for (std::size_t first = 0; first < runs_per_block; first += registers * lanes) {
    __m256 sum[registers];
    __m256 next[registers];
    __m256 before[registers];  // the coefficient one further, which the next period needs
    for (std::size_t k = 0; k < registers; ++k) {
      const std::size_t at = first + k * lanes;
      sum[k] = _mm256_load_ps(out + at);
      next[k] = _mm256_load_ps(out + stride + at);
      before[k] = _mm256_load_ps(psi + stride + at);
    }
    const float* a = psi + first;
    const float* b = z + first;
    for (std::size_t s = 0; s < count; ++s, a -= stride, b += stride) {
      for (std::size_t k = 0; k < registers; ++k) {
        const __m256 coefficient = _mm256_load_ps(a + k * lanes);
        const __m256 innovation = _mm256_load_ps(b + k * lanes);
        sum[k] = _mm256_add_ps(sum[k], _mm256_mul_ps(coefficient, innovation));
        next[k] = _mm256_add_ps(next[k], _mm256_mul_ps(before[k], innovation));
        before[k] = coefficient;
      }
    }
    for (std::size_t k = 0; k < registers; ++k) {
      const std::size_t at = first + k * lanes;
      const __m256 last = _mm256_mul_ps(before[k], _mm256_load_ps(b + k * lanes));
      _mm256_store_ps(out + at, sum[k]);
      _mm256_store_ps(out + stride + at, _mm256_add_ps(next[k], last));
    }
  }
}

[[gnu::target("arch=x86-64-v4")]] void add_two_by_sixteen(const float* psi,
                                                          const float* z,
                                                          std::size_t count,
                                                          float* out) {
  constexpr std::size_t lanes = 16;
  for (std::size_t first = 0; first < runs_per_block; first += registers * lanes) {
    __m512 sum[registers];
    __m512 next[registers];
    __m512 before[registers];
    for (std::size_t k = 0; k < registers; ++k) {
      const std::size_t at = first + k * lanes;
      sum[k] = _mm512_load_ps(out + at);
      next[k] = _mm512_load_ps(out + stride + at);
      before[k] = _mm512_load_ps(psi + stride + at);
    }
    const float* a = psi + first;
    const float* b = z + first;
    for (std::size_t s = 0; s < count; ++s, a -= stride, b += stride) {
      for (std::size_t k = 0; k < registers; ++k) {
        const __m512 coefficient = _mm512_load_ps(a + k * lanes);
        const __m512 innovation = _mm512_load_ps(b + k * lanes);
        sum[k] = _mm512_add_ps(sum[k], _mm512_mul_ps(coefficient, innovation));
        next[k] = _mm512_add_ps(next[k], _mm512_mul_ps(before[k], innovation));
        before[k] = coefficient;
      }
    }
    for (std::size_t k = 0; k < registers; ++k) {
      const std::size_t at = first + k * lanes;
      const __m512 last = _mm512_mul_ps(before[k], _mm512_load_ps(b + k * lanes));
      _mm512_store_ps(out + at, sum[k]);
      _mm512_store_ps(out + stride + at, _mm512_add_ps(next[k], last));
    }
  }
}
#endif

/// Two periods: out as add_period has it, and the column after it with psi + stride and one more.
using AddTwo = void (*)(const float* psi, const float* z, std::size_t count, float* out);

AddTwo best() {
#ifdef BET_BY_HAND
  return best_of<AddTwo>(add_two_by_loop, add_two_by_eight, add_two_by_sixteen);
#else
  return add_two_by_loop;
#endif
}

}  // namespace

void add_innovations(const PathColumns& columns, std::size_t periods, std::size_t lead) {
  static const AddTwo add_two = best();
  const std::size_t alone = periods % 2;  // the first of an odd number: it has least to add
  if (alone == 1) {
    add_period(columns.psi + lead * stride, columns.z, lead + 1, columns.out);
  }
  for (std::size_t t = alone; t < periods; t += 2) {
    add_two(columns.psi + (t + lead) * stride, columns.z, t + lead + 1, columns.out + t * stride);
  }
}

}  // namespace betledger::sim::kernels
