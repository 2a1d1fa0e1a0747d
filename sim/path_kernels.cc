#include "sim/path_kernels.h"

#include <array>
#include <cstdint>
#include <cstring>

#include "sim/clones.h"
#include "sim/elementary.h"
#include "sim/elementary_float.h"

namespace betledger::sim::kernels {
namespace {

constexpr std::size_t stride = FloatColumns::stride;

#if defined(__GNUC__) && !defined(__clang__)
/// Coefficient row by run: out[i] = row[member[i]]. A row of eight is one register.
BET_INLINE void spread(const Pool& pool,
                       const float* __restrict row,
                       const Member* __restrict member,
                       float* __restrict out) {
  using Row [[gnu::vector_size(32)]] = float;
  using Pick [[gnu::vector_size(32)]] = Member;
  if (pool.row == 8) {
    Row table;
    std::memcpy(&table, row, sizeof table);
    for (std::size_t i = 0; i < runs_per_block; i += 8) {
      Pick pick;
      std::memcpy(&pick, member + i, sizeof pick);
      const Row picked = __builtin_shuffle(table, pick);
      std::memcpy(out + i, &picked, sizeof picked);
    }
  } else {
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      out[i] = row[member[i]];
    }
  }
}
#else
BET_INLINE void spread(const Pool& /*pool*/,
                       const float* __restrict row,
                       const Member* __restrict member,
                       float* __restrict out) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    out[i] = row[member[i]];
  }
}
#endif

/// Sixteen runs in the machine's vectors, whatever their width: left to itself the compiler unrolls
/// the loop below into single numbers.
using Lanes [[gnu::vector_size(64)]] = float;
constexpr std::size_t lanes = 16;
constexpr std::size_t registers = 4;
constexpr std::size_t tile = registers * lanes;  // as many runs as keep their sums in registers

BET_INLINE void load(const float* from, Lanes& to) {
  std::memcpy(&to, from, sizeof to);
}

/// out[j] += sum over s < count of psi[-s][j] z[s][j], for a tile of runs; [s] counts columns.
BET_INLINE void add_innovations(const float* psi, const float* z, std::size_t count, float* out) {
  Lanes sum[registers];
  std::memcpy(sum, out, sizeof sum);
  for (std::size_t s = 0; s < count; ++s) {
    for (std::size_t k = 0; k < registers; ++k) {
      Lanes a;
      Lanes b;
      load(psi + k * lanes, a);
      load(z + k * lanes, b);
      sum[k] += a * b;
    }
    psi -= stride;
    z += stride;
  }
  std::memcpy(out, sum, sizeof sum);
}

/// x as mantissas and powers of e^x.
BET_INLINE void exponentials(float unit,
                             const float* __restrict x,
                             float* __restrict mantissa,
                             std::int32_t* __restrict power) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    const elementary::Scaled e = elementary::exp_float(unit * x[i]);
    mantissa[i] = e.mantissa;
    power[i] = e.power;
  }
}

}  // namespace

BET_CLONES void member_sigma(const Pool& pool,
                             const Member* __restrict member,
                             const double* __restrict log_factor,
                             float* __restrict out) {
  const double* __restrict sigma = pool.sigma.data();
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    out[i] = static_cast<float>(sigma[member[i]] * elementary::exp(log_factor[i]));
  }
}

BET_CLONES void pool_path(const Pool& pool,
                          const Member* member,
                          const float* __restrict sigma,
                          PathColumns columns) {
  for (std::size_t t = 0; t < pool.periods; ++t) {
    spread(pool, &pool.offset[t * pool.row], member, columns.out + t * stride);
  }
  for (std::size_t s = 0; s < pool.periods + pool.lead; ++s) {
    spread(pool, &pool.psi[s * pool.row], member, columns.psi + s * stride);
    float* __restrict z = columns.z + s * stride;
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      z[i] *= sigma[i];
    }
  }
  for (std::size_t first = 0; first < runs_per_block; first += tile) {
    for (std::size_t t = 0; t < pool.periods; ++t) {
      add_innovations(columns.psi + (t + pool.lead) * stride + first,
                      columns.z + first,
                      t + pool.lead + 1,
                      columns.out + t * stride + first);
    }
  }
}

BET_CLONES void from_units(const Pool& pool,
                           tree::Support support,
                           std::size_t t,
                           const float* __restrict x,
                           double* __restrict out) {
  const double level = pool.level[t];
  if (support == tree::Support::real) {
    const double unit = pool.unit;
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      out[i] = level + unit * static_cast<double>(x[i]);
    }
    return;
  }
  alignas(64) std::array<float, runs_per_block> mantissa;
  alignas(64) std::array<std::int32_t, runs_per_block> power;
  const bool positive = support == tree::Support::positive;
  exponentials(
      static_cast<float>(positive ? pool.unit : -pool.unit), x, mantissa.data(), power.data());
  if (positive) {
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      out[i] = level * elementary::to_double({mantissa[i], power[i]});
    }
  } else {
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      out[i] = 1.0 / (1.0 + level * elementary::to_double({mantissa[i], power[i]}));
    }
  }
}

BET_CLONES void from_scale(tree::Support support, double* inout) {
  switch (support) {
    case tree::Support::real:
      break;
    case tree::Support::positive:
      for (std::size_t i = 0; i < runs_per_block; ++i) {
        inout[i] = elementary::exp(inout[i]);
      }
      break;
    case tree::Support::fraction:
      for (std::size_t i = 0; i < runs_per_block; ++i) {
        inout[i] = elementary::logistic(inout[i]);
      }
      break;
  }
}

BET_CLONES void to_scale(tree::Support support, double* inout) {
  switch (support) {
    case tree::Support::real:
      break;
    case tree::Support::positive:
      for (std::size_t i = 0; i < runs_per_block; ++i) {
        inout[i] = elementary::log(inout[i]);
      }
      break;
    case tree::Support::fraction:
      for (std::size_t i = 0; i < runs_per_block; ++i) {
        inout[i] = elementary::log(inout[i]) - elementary::log(1.0 - inout[i]);
      }
      break;
  }
}

BET_CLONES void interpolate(const double* __restrict a,
                            const double* __restrict b,
                            double share,
                            double* __restrict out) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    out[i] = a[i] + share * (b[i] - a[i]);
  }
}

}  // namespace betledger::sim::kernels
