#include "sim/random/path_kernels.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "sim/columns/clones.h"
#include "sim/columns/elementary.h"
#include "sim/columns/elementary_float.h"
#include "sim/columns/within.h"

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

/// e^x.
BET_INLINE void exponentials(const double* __restrict x, double* __restrict out) {
  if (all_within(x, elementary::exp_reduced_until)) {
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      out[i] = elementary::exp_reduced(x[i]);
    }
  } else {
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      out[i] = elementary::exp(x[i]);
    }
  }
}

/// e^(unit x).
BET_INLINE void exponentials(float unit, const float* __restrict x, double* __restrict out) {
  if (all_within(x, elementary::exp_reduced_float_until / std::fabs(unit))) {
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      out[i] = static_cast<double>(elementary::exp_reduced_float(unit * x[i]));
    }
    return;
  }
  alignas(64) std::array<float, runs_per_block> mantissa;
  alignas(64) std::array<std::int32_t, runs_per_block> power;
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    const elementary::Scaled e = elementary::exp_float(unit * x[i]);
    mantissa[i] = e.mantissa;
    power[i] = e.power;
  }
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    out[i] = elementary::to_double({mantissa[i], power[i]});
  }
}

}  // namespace

BET_CLONES void member_sigma(const Pool& pool,
                             const Member* __restrict member,
                             const double* __restrict log_factor,
                             float* __restrict out) {
  const double* __restrict sigma = pool.sigma.data();
  alignas(64) std::array<double, runs_per_block> factor;
  exponentials(log_factor, factor.data());
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    out[i] = static_cast<float>(sigma[member[i]] * factor[i]);
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
  add_innovations(columns, pool.periods, pool.lead);
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
  const bool positive = support == tree::Support::positive;
  exponentials(static_cast<float>(positive ? pool.unit : -pool.unit), x, out);
  if (positive) {
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      out[i] = level * out[i];
    }
  } else {
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      out[i] = 1.0 / (1.0 + level * out[i]);
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
