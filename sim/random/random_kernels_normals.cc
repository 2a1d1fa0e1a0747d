#include <array>
#include <cstddef>
#include <cstdint>

#include "sim/columns/by_hand.h"
#include "sim/random/inverse_normal.h"
#include "sim/random/random_kernels.h"

// The normal quantile by hand: a register holds one coefficient of all octaves, and one instruction
// gives each run that of its own, which no compiler finds. All versions give the same bits: the
// same multiplications and additions in the same order.

namespace betledger::sim::kernels {
namespace {

void normals_by_loop(const Word* __restrict words, float* __restrict out) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    out[i] = inverse_normal::float_of_word(words[i]);
  }
}

#ifdef BET_BY_HAND
constexpr auto& coefficients = inverse_normal::coefficients;
constexpr int sign_bit = static_cast<int>(0x80000000U);

/// Those runs of `missing` whose octave was not in the registers.
void mend(unsigned missing, const Word* words, float* out) {
  for (std::size_t j = 0; missing != 0; ++j, missing >>= 1U) {
    if ((missing & 1U) != 0) {
      out[j] = inverse_normal::float_of_word(words[j]);
    }
  }
}

[[gnu::target("arch=x86-64-v3")]] void normals_by_eight(const Word* words, float* out) {
  constexpr int lanes = 8;
  const __m256 half = _mm256_set1_ps(0.5F);
  __m256 table[coefficients.size()];
  for (std::size_t j = 0; j < coefficients.size(); ++j) {
    table[j] = _mm256_load_ps(coefficients[j].data() + lanes);  // the upper octaves
  }
  for (std::size_t i = 0; i < runs_per_block; i += lanes) {
    const __m256i word = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(words + i));
    const __m256i end = _mm256_xor_si256(word, _mm256_srai_epi32(word, 31));
    const __m256i middle = _mm256_xor_si256(end, _mm256_set1_epi32(0x7fffffff));
    const __m256 outside = _mm256_min_ps(_mm256_add_ps(_mm256_cvtepi32_ps(end), half),
                                         _mm256_set1_ps(inverse_normal::farthest));
    const __m256 size =
        _mm256_mul_ps(_mm256_add_ps(_mm256_cvtepi32_ps(middle), half), _mm256_set1_ps(0x1p-31F));
    const __m256i bits = _mm256_castps_si256(outside);
    const __m256i octave =
        _mm256_sub_epi32(_mm256_srli_epi32(bits, 23), _mm256_set1_epi32(127 + 15 + lanes));
    const __m256i mantissa = _mm256_or_si256(_mm256_and_si256(bits, _mm256_set1_epi32(0x007fffff)),
                                             _mm256_set1_epi32(0x3f800000));
    const __m256 share = _mm256_sub_ps(_mm256_castsi256_ps(mantissa), _mm256_set1_ps(1.5F));
    __m256 sum = _mm256_permutevar8x32_ps(table[coefficients.size() - 1], octave);
    for (std::size_t j = coefficients.size() - 1; j-- > 0;) {
      sum = _mm256_add_ps(_mm256_mul_ps(sum, share), _mm256_permutevar8x32_ps(table[j], octave));
    }
    const __m256 sign = _mm256_castsi256_ps(_mm256_andnot_si256(word, _mm256_set1_epi32(sign_bit)));
    _mm256_storeu_ps(out + i, _mm256_or_ps(_mm256_mul_ps(sum, size), sign));
    const int missing = _mm256_movemask_ps(_mm256_castsi256_ps(octave));  // below 0
    mend(static_cast<unsigned>(missing), words + i, out + i);
  }
}

[[gnu::target("arch=x86-64-v4")]] void normals_by_sixteen(const Word* words, float* out) {
  constexpr int lanes = 16;
  const __m512 half = _mm512_set1_ps(0.5F);
  __m512 table[coefficients.size()];
  for (std::size_t j = 0; j < coefficients.size(); ++j) {
    table[j] = _mm512_load_ps(coefficients[j].data());
  }
  for (std::size_t i = 0; i < runs_per_block; i += lanes) {
    const __m512i word = _mm512_loadu_si512(words + i);
    const __m512i end = _mm512_xor_si512(word, _mm512_srai_epi32(word, 31));
    const __m512i middle = _mm512_xor_si512(end, _mm512_set1_epi32(0x7fffffff));
    const __m512 outside = _mm512_min_ps(_mm512_add_ps(_mm512_cvtepi32_ps(end), half),
                                         _mm512_set1_ps(inverse_normal::farthest));
    const __m512 size =
        _mm512_mul_ps(_mm512_add_ps(_mm512_cvtepi32_ps(middle), half), _mm512_set1_ps(0x1p-31F));
    const __m512i bits = _mm512_castps_si512(outside);
    const __m512i octave =
        _mm512_sub_epi32(_mm512_srli_epi32(bits, 23), _mm512_set1_epi32(127 + 15));
    const __m512i mantissa = _mm512_or_si512(_mm512_and_si512(bits, _mm512_set1_epi32(0x007fffff)),
                                             _mm512_set1_epi32(0x3f800000));
    const __m512 share = _mm512_sub_ps(_mm512_castsi512_ps(mantissa), _mm512_set1_ps(1.5F));
    __m512 sum = _mm512_permutexvar_ps(octave, table[coefficients.size() - 1]);
    for (std::size_t j = coefficients.size() - 1; j-- > 0;) {
      sum = _mm512_add_ps(_mm512_mul_ps(sum, share), _mm512_permutexvar_ps(octave, table[j]));
    }
    const __m512i sign = _mm512_andnot_si512(word, _mm512_set1_epi32(sign_bit));
    _mm512_storeu_ps(
        out + i,
        _mm512_castsi512_ps(_mm512_or_si512(_mm512_castps_si512(_mm512_mul_ps(sum, size)), sign)));
    const __mmask16 missing = _mm512_movepi32_mask(octave);  // below 0
    mend(missing, words + i, out + i);
  }
}
#endif

using Normals = void (*)(const Word*, float*);

Normals best() {
#ifdef BET_BY_HAND
  return best_of<Normals>(normals_by_loop, normals_by_eight, normals_by_sixteen);
#else
  return normals_by_loop;
#endif
}

}  // namespace

void normals(const Word* words, float* out) {
  static const Normals chosen = best();
  chosen(words, out);
}

BET_CLONES void normals(const Word* __restrict words, double* __restrict out) {
  std::array<float, runs_per_block> z;
  normals(words, z.data());
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    out[i] = static_cast<double>(z[i]);
  }
}

}  // namespace betledger::sim::kernels
