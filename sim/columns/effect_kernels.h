#pragma once

#include <cstdint>
#include <span>

#include "sim/columns/columns.h"

// Loops over the runs of a block (see random_kernels.h): what acts on a base path.

namespace betledger::sim::kernels {

/// One period of an effect's profile (docs/simulation.md): the average over [lower, upper) of a
/// ramp that begins at start + delay, times decay, times scale.
struct RampPeriod {
  enum class Shape : std::uint8_t { step, linear, s_curve } shape = Shape::step;
  double start = 0;
  double length = 0;  // of the ramp; > 0 unless a step
  double lower = 0;   // the part of the period that comes before the end
  double upper = 0;
  double decay = 0;  // ln 2 / half-life; 0 for none
  double scale = 1;
};
void ramp(const RampPeriod& period, const double* delay, double* out);
/// The integral of a ramp without decay up to `at`; `ramp` is scale times that up to `upper` less
/// that up to `lower`, so that the periods of a profile can share their bounds.
void ramp_until(const RampPeriod& period, double at, const double* delay, double* out);
/// push scale (upper - lower)
void effect_of(
    const double* push, double scale, const double* lower, const double* upper, double* out);

/// x (1 + e active) and x + e active; `active` null: 1. `out` may be x.
void lift(const double* effect, const double* active, const double* x, double* out);
void shift(const double* effect, const double* active, const double* x, double* out);
/// x (1 + amount share) and x + amount share.
void lift_by(const double* amount, double share, double* inout);
void shift_by(const double* amount, double share, double* inout);

/// ln(with / without); 0 where they are equal, NaN where `without` alone is 0.
void log_ratio(const double* with, const double* without, double* out);
/// sum = (or, `first` being false, +=) pull log_ratio; nothing where pull is 0, whatever the ratio.
void add_pull(const double* pull, const double* log_ratio, bool first, double* sum);
/// x e^sum; `out` may be x.
void multiply_exp(const double* sum, const double* x, double* out);
/// x + pull (with - without); `out` may be x.
void add_slope(
    const double* pull, const double* with, const double* without, const double* x, double* out);

/// At least `least` times its base, or within [0, 1]. Adds 1 to the `count` of each run that it
/// bit; a NaN stays one.
void clamp_positive(const double* base, double least, double* inout, double* count);
void clamp_fraction(double* inout, double* count);
/// The sum of such counts.
[[nodiscard]] std::uint64_t total(std::span<const double> counts);

}  // namespace betledger::sim::kernels
