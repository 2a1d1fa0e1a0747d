#include "sim/path_kernels.h"

#include <array>
#include <limits>

#include "sim/clones.h"
#include "sim/elementary.h"

namespace betledger::sim::kernels {
namespace {

constexpr std::size_t stride = Columns::stride;

BET_INLINE double least_of(double a, double b) {
  return a < b ? a : b;
}

BET_INLINE double most_of(double a, double b) {
  return a > b ? a : b;
}

/// Coefficient row by run: out[i] = row[member[i]].
BET_INLINE void spread(const double* __restrict row,
                       const Member* __restrict member,
                       double* __restrict out) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    out[i] = row[member[i]];
  }
}

/// The integral from 0 to x of a ramp of length L: 0 before 0, x - L / 2 past L.
template <RampPeriod::Shape shape>
BET_INLINE double integral(double x, double length, double per_length) {
  if constexpr (shape == RampPeriod::Shape::step) {
    return most_of(x, 0.0);
  } else {
    const double q = least_of(most_of(x * per_length, 0.0), 1.0);
    const double past = most_of(x - length, 0.0);
    if constexpr (shape == RampPeriod::Shape::linear) {
      return 0.5 * q * q * length + past;
    } else {  // smoothstep 3 q^2 - 2 q^3
      return (q * q * q - 0.5 * q * q * q * q) * length + past;
    }
  }
}

template <RampPeriod::Shape shape>
BET_INLINE void average(const RampPeriod& p,
                        const double* __restrict delay,
                        double* __restrict out) {
  const double per_length = shape == RampPeriod::Shape::step ? 0.0 : 1.0 / p.length;
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    const double start = p.start + delay[i];
    out[i] = p.scale * (integral<shape>(p.upper - start, p.length, per_length) -
                        integral<shape>(p.lower - start, p.length, per_length));
  }
}

BET_INLINE void decay(const RampPeriod& p,
                      const double* __restrict delay,
                      double* __restrict inout) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    const double age = most_of(p.middle - (p.start + delay[i] + p.length), 0.0);
    inout[i] *= elementary::exp(-p.decay * age);
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

BET_CLONES void ramp(const RampPeriod& period, const double* delay, double* out) {
  switch (period.shape) {
    case RampPeriod::Shape::step:
      average<RampPeriod::Shape::step>(period, delay, out);
      break;
    case RampPeriod::Shape::linear:
      average<RampPeriod::Shape::linear>(period, delay, out);
      break;
    case RampPeriod::Shape::s_curve:
      average<RampPeriod::Shape::s_curve>(period, delay, out);
      break;
  }
  if (period.decay > 0) {
    decay(period, delay, out);
  }
}

BET_CLONES void lift(const double* __restrict effect,
                     const double* __restrict active,
                     double* __restrict inout) {
  if (active == nullptr) {
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      inout[i] *= 1.0 + effect[i];
    }
  } else {
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      inout[i] *= 1.0 + effect[i] * active[i];
    }
  }
}

BET_CLONES void shift(const double* __restrict effect,
                      const double* __restrict active,
                      double* __restrict inout) {
  if (active == nullptr) {
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      inout[i] += effect[i];
    }
  } else {
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      inout[i] += effect[i] * active[i];
    }
  }
}

BET_CLONES void lift_by(const double* __restrict amount, double share, double* __restrict inout) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    inout[i] *= 1.0 + amount[i] * share;
  }
}

BET_CLONES void shift_by(const double* __restrict amount, double share, double* __restrict inout) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    inout[i] += amount[i] * share;
  }
}

BET_CLONES void log_ratio(const double* __restrict with,
                          const double* __restrict without,
                          double* __restrict out) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    const double ratio = elementary::log(with[i] / without[i]);
    const double known = without[i] == 0.0 ? nan : ratio;
    out[i] = with[i] == without[i] ? 0.0 : known;
  }
}

BET_CLONES void add_pull(const double* __restrict pull,
                         const double* __restrict log_ratio,
                         double* __restrict sum) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    const double term = pull[i] * log_ratio[i];
    sum[i] += pull[i] == 0.0 ? 0.0 : term;
  }
}

BET_CLONES void multiply_exp(const double* __restrict sum, double* __restrict inout) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    inout[i] *= elementary::exp(sum[i]);
  }
}

BET_CLONES void add_slope(const double* __restrict pull,
                          const double* __restrict with,
                          const double* __restrict without,
                          double* __restrict inout) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    inout[i] += pull[i] * (with[i] - without[i]);
  }
}

BET_CLONES void clamp_positive(const double* __restrict base,
                               double least,
                               double* __restrict inout,
                               double* __restrict count) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    const double floor = least * base[i];
    count[i] += inout[i] < floor ? 1.0 : 0.0;
    inout[i] = inout[i] < floor ? floor : inout[i];
  }
}

BET_CLONES void clamp_fraction(double* __restrict inout, double* __restrict count) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    const double x = inout[i];
    const double low = x < 0.0 ? 0.0 : x;
    const double clamped = low > 1.0 ? 1.0 : low;
    count[i] += clamped < x || clamped > x ? 1.0 : 0.0;
    inout[i] = clamped;
  }
}

}  // namespace betledger::sim::kernels
