#include "sim/path_kernels.h"

#include <array>

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
  constexpr std::size_t tile = 16;
  double* __restrict psi = columns.psi;
  double* __restrict z = columns.z;
  double* __restrict out = columns.out;
  for (std::size_t t = 0; t < pool.periods; ++t) {
    spread(&pool.mean[t * pool.members], member, out + t * stride);
  }
  for (std::size_t s = 0; s < pool.periods + pool.lead; ++s) {
    spread(&pool.psi[s * pool.members], member, psi + s * stride);
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      z[s * stride + i] *= sigma[i];
    }
  }
  // A few runs at a time, so that their sums stay in registers.
  for (std::size_t first = 0; first < runs_per_block; first += tile) {
    for (std::size_t t = 0; t < pool.periods; ++t) {
      std::array<double, tile> sum;
      for (std::size_t j = 0; j < tile; ++j) {
        sum[j] = out[t * stride + first + j];
      }
      const std::size_t now = t + pool.lead;
      for (std::size_t s = 0; s <= now; ++s) {
        for (std::size_t j = 0; j < tile; ++j) {
          sum[j] += psi[(now - s) * stride + first + j] * z[s * stride + first + j];
        }
      }
      for (std::size_t j = 0; j < tile; ++j) {
        out[t * stride + first + j] = sum[j];
      }
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
