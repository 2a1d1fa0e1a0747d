#include <array>
#include <cstddef>
#include <cstdint>

#include "sim/columns/by_hand.h"
#include "sim/random/random_kernels.h"

// Philox by hand: the product of two 32-bit numbers is one instruction on the even halves of 64-bit
// lanes, and what it leaves in the odd halves never matters. From a plain loop compilers make two
// to three times the work of it (docs/decisions/0009-single-precision-draws.md). All versions give
// the same words.

namespace betledger::sim::kernels {
namespace {

constexpr std::size_t calls = runs_per_block / 4;

/// The block's first call number, lower half first: adding less than 64 never carries.
std::array<std::uint32_t, 2> first_call(std::uint64_t block) {
  const std::uint64_t first = block * calls;
  return {static_cast<std::uint32_t>(first & 0xffffffffU), static_cast<std::uint32_t>(first >> 32)};
}

void words_by_loop(StreamKey key, std::uint64_t block, std::uint32_t index, Word* __restrict out) {
  const auto [low, high] = first_call(block);
  for (std::uint32_t i = 0; i < calls; ++i) {
    const auto word = philox({low + i, high, index, 0}, key.words);
    for (std::size_t k = 0; k < 4; ++k) {
      out[k * calls + i] = word[k];
    }
  }
}

#ifdef BET_BY_HAND
constexpr std::uint32_t multiplier_a = 0xD2511F53U;
constexpr std::uint32_t multiplier_c = 0xCD9E8D57U;

/// The keys of the ten rounds.
using Keys = std::array<std::array<std::uint32_t, 2>, 10>;
Keys keys_of(StreamKey key) {
  Keys keys{};
  for (auto& round : keys) {
    round = key.words;
    key.words[0] += 0x9E3779B9U;
    key.words[1] += 0xBB67AE85U;
  }
  return keys;
}

// Independent chains, to hide the latency of the product.
[[maybe_unused]] constexpr std::size_t at_once_by_four = 2;
[[maybe_unused]] constexpr std::size_t at_once_by_eight = 8;

// The upper halves come down by a shuffle rather than a shift: that leaves the products their unit.
constexpr int upper_halves = 0b11110101;

/// The lower halves of eight lanes, side by side.
[[gnu::target("arch=x86-64-v3")]] inline void store(Word* to, __m256i x, __m256i y) {
  const __m256 halves =
      _mm256_shuffle_ps(_mm256_castsi256_ps(x), _mm256_castsi256_ps(y), 0b10001000);
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(to),
                      _mm256_permute4x64_epi64(_mm256_castps_si256(halves), 0b11011000));
}

[[gnu::target("arch=x86-64-v4")]] inline void store(Word* to, __m512i x, __m512i y) {
  const __m512i even = _mm512_setr_epi32(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
  _mm512_storeu_si512(to, _mm512_permutex2var_epi32(x, even, y));
}

[[gnu::target("arch=x86-64-v3")]] void words_by_four(StreamKey key,
                                                     std::uint64_t block,
                                                     std::uint32_t index,
                                                     Word* __restrict out) {
  constexpr std::size_t at_once = at_once_by_four;
  const auto [low, high] = first_call(block);
  const Keys keys = keys_of(key);
  const __m256i m = _mm256_set1_epi64x(multiplier_a);
  const __m256i n = _mm256_set1_epi64x(multiplier_c);
  for (std::size_t i = 0; i < calls; i += 4 * at_once) {
    __m256i a[at_once];
    __m256i b[at_once];
    __m256i c[at_once];
    __m256i d[at_once];
    for (std::size_t j = 0; j < at_once; ++j) {
      a[j] = _mm256_add_epi64(_mm256_set1_epi64x(static_cast<std::int64_t>(low + i + 4 * j)),
                              _mm256_setr_epi64x(0, 1, 2, 3));
      b[j] = _mm256_set1_epi64x(high);
      c[j] = _mm256_set1_epi64x(index);
      d[j] = _mm256_setzero_si256();
    }
    for (const auto& [k, l] : keys) {
      for (std::size_t j = 0; j < at_once; ++j) {
        const __m256i p = _mm256_mul_epu32(a[j], m);
        const __m256i q = _mm256_mul_epu32(c[j], n);
        a[j] = _mm256_xor_si256(_mm256_xor_si256(_mm256_shuffle_epi32(q, upper_halves), b[j]),
                                _mm256_set1_epi64x(k));
        c[j] = _mm256_xor_si256(_mm256_xor_si256(_mm256_shuffle_epi32(p, upper_halves), d[j]),
                                _mm256_set1_epi64x(l));
        b[j] = q;
        d[j] = p;
      }
    }
    store(out + i, a[0], a[1]);
    store(out + calls + i, b[0], b[1]);
    store(out + 2 * calls + i, c[0], c[1]);
    store(out + 3 * calls + i, d[0], d[1]);
  }
}

[[gnu::target("arch=x86-64-v4")]] void words_by_eight(StreamKey key,
                                                      std::uint64_t block,
                                                      std::uint32_t index,
                                                      Word* __restrict out) {
  constexpr std::size_t at_once = at_once_by_eight;
  constexpr auto upper = static_cast<_MM_PERM_ENUM>(upper_halves);
  const auto [low, high] = first_call(block);
  const Keys keys = keys_of(key);
  const __m512i m = _mm512_set1_epi64(multiplier_a);
  const __m512i n = _mm512_set1_epi64(multiplier_c);
  for (std::size_t i = 0; i < calls; i += 8 * at_once) {
    __m512i a[at_once];
    __m512i b[at_once];
    __m512i c[at_once];
    __m512i d[at_once];
    for (std::size_t j = 0; j < at_once; ++j) {
      a[j] = _mm512_add_epi64(_mm512_set1_epi64(static_cast<std::int64_t>(low + i + 8 * j)),
                              _mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7));
      b[j] = _mm512_set1_epi64(high);
      c[j] = _mm512_set1_epi64(index);
      d[j] = _mm512_setzero_si512();
    }
    for (const auto& [k, l] : keys) {
      for (std::size_t j = 0; j < at_once; ++j) {
        const __m512i p = _mm512_mul_epu32(a[j], m);
        const __m512i q = _mm512_mul_epu32(c[j], n);
        a[j] = _mm512_xor_si512(_mm512_xor_si512(_mm512_shuffle_epi32(q, upper), b[j]),
                                _mm512_set1_epi64(k));
        c[j] = _mm512_xor_si512(_mm512_xor_si512(_mm512_shuffle_epi32(p, upper), d[j]),
                                _mm512_set1_epi64(l));
        b[j] = q;
        d[j] = p;
      }
    }
    for (std::size_t j = 0; j < at_once; j += 2) {
      store(out + i + 8 * j, a[j], a[j + 1]);
      store(out + calls + i + 8 * j, b[j], b[j + 1]);
      store(out + 2 * calls + i + 8 * j, c[j], c[j + 1]);
      store(out + 3 * calls + i + 8 * j, d[j], d[j + 1]);
    }
  }
}
#endif

using Words = void (*)(StreamKey, std::uint64_t, std::uint32_t, Word*);

Words best() {
#ifdef BET_BY_HAND
  return best_of<Words>(words_by_loop, words_by_four, words_by_eight);
#else
  return words_by_loop;
#endif
}

}  // namespace

void words(StreamKey key, std::uint64_t block, std::uint32_t index, Word* out) {
  static const Words chosen = best();
  chosen(key, block, index, out);
}

}  // namespace betledger::sim::kernels
