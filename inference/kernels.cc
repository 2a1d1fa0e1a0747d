#include "inference/kernels.h"

#include <algorithm>
#include <limits>

#include "sim/columns/clones.h"
#include "sim/columns/elementary.h"

namespace betledger::inference::kernels {
namespace {

using sim::runs_per_block;
namespace elementary = sim::elementary;

constexpr double tiny = 1e-300;
constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

BET_CLONES void undo_shift(const double* __restrict push,
                           const double* __restrict live,
                           double* __restrict inout) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    inout[i] -= push[i] * live[i];
  }
}

BET_CLONES void join_lift(const double* __restrict push,
                          const double* __restrict live,
                          double* __restrict factor) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    factor[i] *= 1.0 + push[i] * live[i];
  }
}

BET_CLONES void undo_share_lift(const double* __restrict amount,
                                double share,
                                double* __restrict inout,
                                double* __restrict factor) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    const double up = 1.0 + amount[i] * share;
    inout[i] /= up;
    factor[i] *= up;
  }
}

BET_CLONES void undo_share_shift(const double* __restrict amount,
                                 double share,
                                 double* __restrict inout) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    inout[i] -= amount[i] * share;
  }
}

BET_CLONES void undo_slope(const double* __restrict pull,
                           const double* __restrict with,
                           const double* __restrict base,
                           double* __restrict inout) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    inout[i] -= pull[i] * (with[i] - base[i]);
  }
}

BET_CLONES void undo_exponential(const double* __restrict sum, double* __restrict inout) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    inout[i] *= elementary::exp(-sum[i]);
  }
}

namespace {

BET_CLONES void positive_to_scale(const double* __restrict value,
                                  double* __restrict x,
                                  double* __restrict bad) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    const bool inside = value[i] > tiny && value[i] < infinity;
    bad[i] = inside ? bad[i] : 1.0;
    x[i] = elementary::log(inside ? value[i] : 1.0);
  }
}

BET_CLONES void fraction_to_scale(const double* __restrict value,
                                  double* __restrict x,
                                  double* __restrict bad) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    const bool inside = value[i] > tiny && value[i] < 1.0;
    const double v = inside ? value[i] : 0.5;
    bad[i] = inside ? bad[i] : 1.0;
    x[i] = elementary::log(v) - elementary::log(1.0 - v);
  }
}

BET_CLONES void real_to_scale(const double* __restrict value,
                              double* __restrict x,
                              double* __restrict bad) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    const bool inside = value[i] > -infinity && value[i] < infinity;
    bad[i] = inside ? bad[i] : 1.0;
    x[i] = inside ? value[i] : 0.0;
  }
}

/// ln g' of the value that x stands for, less what the effects stretched.
BET_CLONES void stretch(const double* __restrict sum,
                        const double* __restrict factor,
                        double* __restrict jacobian) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    const double size = factor[i] < 0.0 ? -factor[i] : factor[i];
    jacobian[i] -= sum[i] + elementary::log(size > tiny ? size : tiny);
  }
}

BET_CLONES void positive_slope(const double* __restrict x, double* __restrict jacobian) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    jacobian[i] -= x[i];
  }
}

BET_CLONES void fraction_slope(const double* __restrict x, double* __restrict jacobian) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    // 1 / (v (1 - v)) = 2 + e^x + e^-x
    const double up = elementary::exp(x[i]);
    jacobian[i] += elementary::log(2.0 + up + 1.0 / up);
  }
}

}  // namespace

void to_scale(tree::Support support, const double* value, double* x, double* bad) {
  switch (support) {
    case tree::Support::positive:
      positive_to_scale(value, x, bad);
      break;
    case tree::Support::fraction:
      fraction_to_scale(value, x, bad);
      break;
    case tree::Support::real:
      real_to_scale(value, x, bad);
      break;
  }
}

void keep_inside(tree::Support support, double* inout) {
  const bool positive = support != tree::Support::real;
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    const bool finite = inout[i] > -infinity && inout[i] < infinity;
    const double value = finite ? inout[i] : 1.0;
    inout[i] = positive && value <= tiny ? tiny : value;
  }
}

void add_jacobian(tree::Support support,
                  const double* x,
                  const double* sum,
                  const double* factor,
                  double* jacobian) {
  stretch(sum, factor, jacobian);
  if (support == tree::Support::positive) {
    positive_slope(x, jacobian);
  } else if (support == tree::Support::fraction) {
    fraction_slope(x, jacobian);
  }
}

namespace {

BET_CLONES void add_scaled(double factor,
                           const double* __restrict x,
                           double mean,
                           double* __restrict sum) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    sum[i] += factor * (x[i] - mean);
  }
}

}  // namespace

void whiten_row(std::span<const double> row,
                std::span<const double* const> x,
                std::span<const double> mean,
                double* out) {
  std::fill(out, out + runs_per_block, 0.0);
  for (std::size_t s = 0; s < row.size(); ++s) {
    add_scaled(row[s], x[s], mean[s], out);
  }
}

BET_CLONES void add_square(const double* __restrict x, double* __restrict sum) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    sum[i] += x[i] * x[i];
  }
}

BET_CLONES void log_density(const Density& density,
                            const double* __restrict squares,
                            double* __restrict out) {
  if (density.dof == infinity) {
    const double factor = -0.5 / (density.sigma * density.sigma);
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      out[i] = density.constant + factor * squares[i];
    }
    return;
  }
  const double scale = 1 / (density.dof * density.sigma * density.sigma);
  const double power = -0.5 * (density.dof + density.count);
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    out[i] = density.constant + power * elementary::log(1.0 + squares[i] * scale);
  }
}

BET_CLONES void log_add(const double* __restrict term, double* __restrict total) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    const double high = term[i] > total[i] ? term[i] : total[i];
    const double low = term[i] > total[i] ? total[i] : term[i];
    const double gap = low - high;  // NaN where both are -infinity
    total[i] = gap == gap ? high + elementary::log(1.0 + elementary::exp(gap)) : high;
  }
}

BET_CLONES void finish(const double* __restrict add,
                       const double* __restrict bad,
                       double* __restrict out) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    const double value = out[i] + add[i];
    out[i] = bad[i] != 0.0 || value != value ? -infinity : value;
  }
}

BET_CLONES void replace(const double* __restrict before,
                        const double* __restrict now,
                        double* __restrict sum) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    sum[i] += now[i] - before[i];
  }
}

BET_CLONES void accumulate(const double* __restrict term, double* __restrict sum) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    sum[i] += term[i];
  }
}

BET_CLONES void blend(const double* __restrict mask,
                      const double* __restrict from,
                      double* __restrict to) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    to[i] = mask[i] != 0.0 ? from[i] : to[i];
  }
}

BET_CLONES void decide(const double* __restrict uniform,
                       double tau,
                       const double* __restrict next,
                       const double* __restrict correction,
                       double* __restrict now,
                       double* __restrict mask) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    // A comparison with NaN (both impossible) is false: stay.
    const bool go = elementary::log(uniform[i]) < tau * (next[i] - now[i]) + correction[i];
    mask[i] = go ? 1.0 : 0.0;
    now[i] = go ? next[i] : now[i];
  }
}

BET_CLONES void crank_nicolson(double keep,
                               double root,
                               const double* __restrict z,
                               const double* __restrict w,
                               double* __restrict out) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    out[i] = keep * z[i] + root * w[i];
  }
}

}  // namespace betledger::inference::kernels
