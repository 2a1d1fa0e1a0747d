#include "sim/columns/effect_kernels.h"

#include <cstddef>
#include <cstdint>

#include "sim/columns/clones.h"
#include "sim/columns/elementary.h"
#include "sim/columns/within.h"

namespace betledger::sim::kernels {
namespace {

BET_INLINE double least_of(double a, double b) {
  return a < b ? a : b;
}

BET_INLINE double most_of(double a, double b) {
  return a > b ? a : b;
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

template <RampPeriod::Shape shape>
BET_INLINE void reached(const RampPeriod& p,
                        double at,
                        const double* __restrict delay,
                        double* __restrict out) {
  const double per_length = shape == RampPeriod::Shape::step ? 0.0 : 1.0 / p.length;
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    out[i] = integral<shape>(at - (p.start + delay[i]), p.length, per_length);
  }
}

/// The same with decay: the ramp up to its end, then the integral of exp(-decay * age) from there.
template <RampPeriod::Shape shape>
BET_INLINE void average_decaying(const RampPeriod& p,
                                 const double* __restrict delay,
                                 double* __restrict out) {
  const double per_length = shape == RampPeriod::Shape::step ? 0.0 : 1.0 / p.length;
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    const double start = p.start + delay[i];
    const double from = p.lower - start;
    const double to = p.upper - start;
    const double rising = integral<shape>(least_of(to, p.length), p.length, per_length) -
                          integral<shape>(least_of(from, p.length), p.length, per_length);
    const double falling = elementary::exp(-p.decay * most_of(from - p.length, 0.0)) -
                           elementary::exp(-p.decay * most_of(to - p.length, 0.0));
    out[i] = p.scale * (rising + falling / p.decay);
  }
}

template <RampPeriod::Shape shape>
BET_INLINE void live(const RampPeriod& p, const double* delay, double* out) {
  if (p.decay > 0) {
    average_decaying<shape>(p, delay, out);
  } else {
    average<shape>(p, delay, out);
  }
}

}  // namespace

BET_CLONES void ramp(const RampPeriod& period, const double* delay, double* out) {
  switch (period.shape) {
    case RampPeriod::Shape::step:
      live<RampPeriod::Shape::step>(period, delay, out);
      break;
    case RampPeriod::Shape::linear:
      live<RampPeriod::Shape::linear>(period, delay, out);
      break;
    case RampPeriod::Shape::s_curve:
      live<RampPeriod::Shape::s_curve>(period, delay, out);
      break;
  }
}

BET_CLONES void ramp_until(const RampPeriod& period,
                           double at,
                           const double* __restrict delay,
                           double* __restrict out) {
  switch (period.shape) {
    case RampPeriod::Shape::step:
      return reached<RampPeriod::Shape::step>(period, at, delay, out);
    case RampPeriod::Shape::linear:
      return reached<RampPeriod::Shape::linear>(period, at, delay, out);
    case RampPeriod::Shape::s_curve:
      return reached<RampPeriod::Shape::s_curve>(period, at, delay, out);
  }
}

BET_CLONES void effect_of(const double* __restrict push,
                          double scale,
                          const double* __restrict lower,
                          const double* __restrict upper,
                          double* __restrict out) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    out[i] = push[i] * (scale * (upper[i] - lower[i]));
  }
}

BET_CLONES void lift(const double* __restrict effect,
                     const double* __restrict active,
                     const double* x,
                     double* out) {
  if (active == nullptr) {
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      out[i] = x[i] * (1.0 + effect[i]);
    }
  } else {
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      out[i] = x[i] * (1.0 + effect[i] * active[i]);
    }
  }
}

BET_CLONES void shift(const double* __restrict effect,
                      const double* __restrict active,
                      const double* x,
                      double* out) {
  if (active == nullptr) {
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      out[i] = x[i] + effect[i];
    }
  } else {
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      out[i] = x[i] + effect[i] * active[i];
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

/// Bets move a metric by a few per cent: whole blocks are near, as a rule, and cost half.
BET_CLONES void log_ratio(const double* __restrict with,
                          const double* __restrict without,
                          double* __restrict out) {
  std::uint64_t far = 0;
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    const elementary::NearRatio near = elementary::log_ratio_near(with[i], without[i]);
    out[i] = near.value;
    far += near.square <= elementary::log_ratio_near_until ? 0U : 1U;
  }
  if (far != 0) {
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      out[i] = elementary::log_ratio(with[i], without[i]);
    }
  }
}

BET_CLONES void add_pull(const double* __restrict pull,
                         const double* __restrict log_ratio,
                         bool first,
                         double* __restrict sum) {
  if (first) {
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      const double term = pull[i] * log_ratio[i];
      sum[i] = pull[i] == 0.0 ? 0.0 : term;
    }
  } else {
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      const double term = pull[i] * log_ratio[i];
      sum[i] += pull[i] == 0.0 ? 0.0 : term;
    }
  }
}

BET_CLONES void multiply_exp(const double* __restrict sum, const double* x, double* out) {
  if (all_within(sum, elementary::exp_reduced_until)) {
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      out[i] = x[i] * elementary::exp_reduced(sum[i]);
    }
  } else {
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      out[i] = x[i] * elementary::exp(sum[i]);
    }
  }
}

BET_CLONES void add_slope(const double* __restrict pull,
                          const double* __restrict with,
                          const double* __restrict without,
                          const double* x,
                          double* out) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    out[i] = x[i] + pull[i] * (with[i] - without[i]);
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

BET_CLONES std::uint64_t total(std::span<const double> counts) {
  std::int32_t sum = 0;  // numbers for whose conversion there is an instruction
  for (const double count : counts) {
    sum += static_cast<std::int32_t>(count);
  }
  return static_cast<std::uint64_t>(sum);
}

}  // namespace betledger::sim::kernels
