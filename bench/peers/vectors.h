#pragma once

#include <cstddef>
#include <cstdint>

#include <immintrin.h>

namespace bench::vec {

// Vectors of the widest registers that -march allows, by the compiler's vector types; intrinsics
// only for what those cannot say.

#if defined(__AVX512F__) && defined(__AVX512DQ__)
inline constexpr int bytes = 64;
#else
inline constexpr int bytes = 32;
#endif
inline constexpr int floats = bytes / 4;
inline constexpr int doubles = bytes / 8;

typedef float F __attribute__((vector_size(bytes)));
typedef std::uint32_t U __attribute__((vector_size(bytes)));
typedef std::int32_t I __attribute__((vector_size(bytes)));
typedef double D __attribute__((vector_size(bytes)));
typedef std::uint64_t Q __attribute__((vector_size(bytes)));
typedef float HalfF __attribute__((vector_size(bytes / 2)));

#define BENCH_INLINE inline __attribute__((always_inline))

template <class V, class T>
BENCH_INLINE V load(const T* p) {
  return *reinterpret_cast<const V*>(p);
}
template <class V, class T>
BENCH_INLINE void store(T* p, V v) {
  *reinterpret_cast<V*>(p) = v;
}
template <class To, class From>
BENCH_INLINE To bits(From v) {
  return reinterpret_cast<To>(v);
}
template <class V>
BENCH_INLINE V most(V a, V b) {
  return a > b ? a : b;
}
template <class V>
BENCH_INLINE V least(V a, V b) {
  return a < b ? a : b;
}
BENCH_INLINE F splat(float x) {
  return F{} + x;
}
BENCH_INLINE D splat_d(double x) {
  return D{} + x;
}
BENCH_INLINE F to_float(I v) {
  return __builtin_convertvector(v, F);
}
/// The doubles of half a vector of floats in memory.
BENCH_INLINE D widen(const float* p) {
  return __builtin_convertvector(load<HalfF>(p), D);
}
BENCH_INLINE HalfF narrow(D v) {
  return __builtin_convertvector(v, HalfF);
}

#if defined(__AVX512F__) && defined(__AVX512DQ__)
BENCH_INLINE Q low_product(Q a, Q b) {
  return bits<Q>(_mm512_mul_epu32(bits<__m512i>(a), bits<__m512i>(b)));
}
BENCH_INLINE F square_root(F v) {
  return bits<F>(_mm512_sqrt_ps(bits<__m512>(v)));
}
/// table[index], index in 0 .. 7.
BENCH_INLINE F pick(const float* table, I index) {
  const __m512 row = _mm512_castps256_ps512(_mm256_loadu_ps(table));
  return bits<F>(_mm512_permutexvar_ps(bits<__m512i>(index), row));
}
BENCH_INLINE bool any(I mask) {
  return _mm512_movepi32_mask(bits<__m512i>(mask)) != 0;
}
/// Writes the lanes under the mask, and rubbish after them: a vector's room. Returns how many.
BENCH_INLINE int compress(float* out, F v, I mask) {
  const __mmask16 lanes = _mm512_movepi32_mask(bits<__m512i>(mask));
  _mm512_storeu_ps(out, _mm512_maskz_compress_ps(lanes, bits<__m512>(v)));
  return __builtin_popcount(lanes);
}
#else
BENCH_INLINE Q low_product(Q a, Q b) {
  return bits<Q>(_mm256_mul_epu32(bits<__m256i>(a), bits<__m256i>(b)));
}
BENCH_INLINE F square_root(F v) {
  return bits<F>(_mm256_sqrt_ps(bits<__m256>(v)));
}
BENCH_INLINE F pick(const float* table, I index) {
  return bits<F>(_mm256_permutevar8x32_ps(_mm256_loadu_ps(table), bits<__m256i>(index)));
}
BENCH_INLINE bool any(I mask) {
  return _mm256_movemask_ps(bits<__m256>(mask)) != 0;
}
struct CompressTable {
  alignas(32) std::uint32_t lanes[256][8] = {};
  CompressTable() {
    for (unsigned mask = 0; mask < 256; ++mask) {
      int count = 0;
      for (unsigned lane = 0; lane < 8; ++lane) {
        if ((mask >> lane & 1U) != 0) {
          lanes[mask][count++] = lane;
        }
      }
    }
  }
};
inline const CompressTable compress_table;
BENCH_INLINE int compress(float* out, F v, I mask) {
  const int lanes = _mm256_movemask_ps(bits<__m256>(mask));
  _mm256_storeu_ps(
      out, _mm256_permutevar8x32_ps(bits<__m256>(v), load<__m256i>(compress_table.lanes[lanes])));
  return __builtin_popcount(static_cast<unsigned>(lanes));
}
#endif

// ---- elementary functions; contraction to fused operations is on

/// Relative error about 1e-7; for normal positive numbers.
BENCH_INLINE F log(F x) {
  const I b = bits<I>(x);
  const I e = (b - 0x3f3504f3) >> 23;
  const F f = bits<F>(b - (e << 23)) - 1.0F;
  F p = 7.0376836292e-2F * f - 1.1514610310e-1F;
  p = p * f + 1.1676998740e-1F;
  p = p * f - 1.2420140846e-1F;
  p = p * f + 1.4249322787e-1F;
  p = p * f - 1.6668057665e-1F;
  p = p * f + 2.0000714765e-1F;
  p = p * f - 2.4999993993e-1F;
  p = p * f + 3.3333331174e-1F;
  p = p * f - 0.5F;
  return to_float(e) * 0.69314718056F + (p * (f * f) + f);
}

/// For |x| < 87.
BENCH_INLINE F exp(F x) {
  constexpr float magic = 12582912.0F;  // 1.5 * 2^23: adding it rounds
  const F shifted = x * 1.44269504088896341F + magic;
  const F n = shifted - magic;
  F r = x - n * 0.693359375F;
  r = r + n * 2.12194440e-4F;
  F p = 1.9875691500e-4F * r + 1.3981999507e-3F;
  p = p * r + 8.3334519073e-3F;
  p = p * r + 4.1665795894e-2F;
  p = p * r + 1.6666665459e-1F;
  p = p * r + 5.0000001201e-1F;
  const F y = p * (r * r) + r + 1.0F;
  return bits<F>(bits<I>(y) + (bits<I>(shifted) << 23));
}

/// Relative error below 1e-14; for normal positive numbers.
BENCH_INLINE D log(D x) {
  const Q b = bits<Q>(x);
  const Q d = b - 0x3fe6a09e667f3bcdULL;
  const Q high = d & 0xfff0000000000000ULL;
  const D m = bits<D>(b - high);
  // The exponent as a double: put under 2^52's, biased to stay positive.
  const Q biased = (high + 0x4000000000000000ULL) >> 52U;
  const D e = bits<D>(biased | 0x4330000000000000ULL) - (4503599627370496.0 + 1024.0);
  const D s = (m - 1.0) / (m + 1.0);
  const D z = s * s;
  D p = (2.0 / 17) * z + 2.0 / 15;
  p = p * z + 2.0 / 13;
  p = p * z + 2.0 / 11;
  p = p * z + 2.0 / 9;
  p = p * z + 2.0 / 7;
  p = p * z + 2.0 / 5;
  p = p * z + 2.0 / 3;
  return e * 0.69314718055994530942 + (p * z * s + 2.0 * s);
}

/// For |x| < 700.
BENCH_INLINE D exp(D x) {
  constexpr double magic = 6755399441055744.0;
  const D shifted = x * 1.4426950408889634074 + magic;
  const D n = shifted - magic;
  D r = x - n * 0.693145751953125;
  r = r - n * 1.42860682030941723212e-6;
  D p = (1.0 / 479001600.0) * r + 1.0 / 39916800.0;
  p = p * r + 1.0 / 3628800.0;
  p = p * r + 1.0 / 362880.0;
  p = p * r + 1.0 / 40320.0;
  p = p * r + 1.0 / 5040.0;
  p = p * r + 1.0 / 720.0;
  p = p * r + 1.0 / 120.0;
  p = p * r + 1.0 / 24.0;
  p = p * r + 1.0 / 6.0;
  p = p * r + 0.5;
  const D y = p * (r * r) + r + 1.0;
  return bits<D>(bits<Q>(y) + (bits<Q>(shifted) << 52U));
}

/// Uniform in (0, 1): the upper 24 bits.
BENCH_INLINE F uniform(U u) {
  return to_float(bits<I>(u >> 8U)) * 0x1p-24F + 0x1p-25F;
}

/// `count` vectors of words to standard normals by inversion: a polynomial in -log(1 - x^2), and
/// Giles' (2012) for the tails past 3.8 sigma. Loops over the vectors hide the latencies.
template <std::size_t count>
BENCH_INLINE void normals(const U* words, F* out) {
  F x[count];
  F w[count];
  F p[count];
#pragma GCC unroll 8
  for (std::size_t k = 0; k < count; ++k) {
    const F q = to_float(bits<I>(words[k] & 0x7fffffffU)) * 0x1p-31F + 0x1p-32F;
    x[k] = 1.0F - q;
    w[k] = -4.5F - log(q * (2.0F - q));
  }
#pragma GCC unroll 8
  for (std::size_t k = 0; k < count; ++k) {
    p[k] = -2.461414880e-08F * w[k] + 1.739703879e-07F;
    p[k] = p[k] * w[k] + 1.091011416e-06F;
    p[k] = p[k] * w[k] - 1.978530786e-05F;
    p[k] = p[k] * w[k] + 1.180295365e-04F;
    p[k] = p[k] * w[k] - 7.607671847e-07F;
    p[k] = p[k] * w[k] - 1.042230399e-02F;
    p[k] = p[k] * w[k] + 3.125858669e-01F;
    p[k] = p[k] * w[k] + 2.787603559e+00F;
  }
  F far = w[0];
  for (std::size_t k = 1; k < count; ++k) {
    far = most(far, w[k]);
  }
  if (__builtin_expect(any(far >= 4.5F), 0)) {
    for (std::size_t k = 0; k < count; ++k) {
      const F s = square_root(w[k] + 4.5F) - 3.0F;
      F t = -0.000200214257F * s + 0.000100950558F;
      t = t * s + 0.00134934322F;
      t = t * s - 0.00367342844F;
      t = t * s + 0.00573950773F;
      t = t * s - 0.0076224613F;
      t = t * s + 0.00943887047F;
      t = t * s + 1.00167406F;
      t = t * s + 2.83297682F;
      p[k] = w[k] >= 4.5F ? t * 1.41421356237F : p[k];
    }
  }
#pragma GCC unroll 8
  for (std::size_t k = 0; k < count; ++k) {
    out[k] = bits<F>(bits<U>(p[k] * x[k]) ^ (words[k] & 0x80000000U));
  }
}

/// Philox4x32-10 of `count` vectors of counters (run, variable, index, 0): 4 words each lane.
template <std::size_t count>
BENCH_INLINE void philox(
    std::uint64_t first, std::uint64_t variable, std::uint64_t index, std::uint64_t seed, U* out) {
  Q c0[count];
  Q c1[count];
  Q c2[count];
  Q c3[count];
  for (std::size_t v = 0; v < count; ++v) {
    Q counter{};
    for (int lane = 0; lane < doubles; ++lane) {
      counter[lane] = first + v * doubles + static_cast<std::uint64_t>(lane);
    }
    c0[v] = counter;
    c1[v] = Q{} + variable;
    c2[v] = Q{} + index;
    c3[v] = Q{};
  }
  auto k0 = static_cast<std::uint32_t>(seed);
  auto k1 = static_cast<std::uint32_t>(seed >> 32U);
  const Q m0 = Q{} + 0xD2511F53ULL;
  const Q m1 = Q{} + 0xCD9E8D57ULL;
#pragma GCC unroll 10
  for (int round = 0; round < 10; ++round) {
#pragma GCC unroll 8
    for (std::size_t v = 0; v < count; ++v) {
      const Q p0 = low_product(c0[v], m0);
      const Q p1 = low_product(c2[v], m1);
      c0[v] = (p1 >> 32U) ^ c1[v] ^ k0;
      c2[v] = (p0 >> 32U) ^ c3[v] ^ k1;
      c1[v] = p1;
      c3[v] = p0;
    }
    k0 += 0x9E3779B9U;
    k1 += 0xBB67AE85U;
  }
#pragma GCC unroll 8
  for (std::size_t v = 0; v < count; ++v) {
    out[2 * v] = bits<U>((c0[v] & 0xffffffffULL) | (c1[v] << 32U));
    out[2 * v + 1] = bits<U>((c2[v] & 0xffffffffULL) | (c3[v] << 32U));
  }
}

}  // namespace bench::vec
