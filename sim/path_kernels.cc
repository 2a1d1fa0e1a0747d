#include "sim/path_kernels.h"

#include <cstring>

#include "sim/clones.h"
#include "sim/elementary.h"

namespace betledger::sim::kernels {
namespace {

constexpr std::size_t stride = Columns::stride;

/// Coefficient row by run: out[i] = row[member[i]].
BET_INLINE void spread(const double* __restrict row,
                       const Member* __restrict member,
                       double* __restrict out) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    out[i] = row[member[i]];
  }
}

/// Eight runs in the machine's vectors, whatever their width: left to itself the compiler unrolls
/// the loop below into single numbers.
using Lanes [[gnu::vector_size(64)]] = double;
constexpr std::size_t lanes = 8;
constexpr std::size_t tile = 4 * lanes;  // so many runs at a time keep their sums in registers

BET_INLINE void load(const double* from, Lanes& to) {
  std::memcpy(&to, from, sizeof to);
}

/// out[j] += sum over s < count of psi[-s][j] z[s][j], for a tile of runs; [s] counts columns.
BET_INLINE void add_innovations(const double* psi,
                                const double* z,
                                std::size_t count,
                                double* out) {
  Lanes sum[4];
  std::memcpy(sum, out, sizeof sum);
  for (std::size_t s = 0; s < count; ++s) {
    for (std::size_t k = 0; k < 4; ++k) {
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

}  // namespace

BET_CLONES void member_sigma(const Pool& pool,
                             const Member* __restrict member,
                             double* __restrict inout) {
  const double* __restrict sigma = pool.sigma.data();
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    inout[i] = sigma[member[i]] * elementary::exp(inout[i]);
  }
}

BET_CLONES void pool_path(const Pool& pool,
                          const Member* member,
                          const double* __restrict sigma,
                          PathColumns columns) {
  for (std::size_t t = 0; t < pool.periods; ++t) {
    spread(&pool.mean[t * pool.members], member, columns.out + t * stride);
  }
  for (std::size_t s = 0; s < pool.periods + pool.lead; ++s) {
    spread(&pool.psi[s * pool.members], member, columns.psi + s * stride);
    double* __restrict z = columns.z + s * stride;
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
