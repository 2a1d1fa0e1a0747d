#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/random_kernels.h"
#include "tree/metric.h"

// Loops over the runs of a block (see random_kernels.h): base paths and what acts on them.

namespace betledger::sim::kernels {

/// The models of a pool as tables, one row per period or distance, one column per member.
struct Pool {
  std::size_t members = 0;
  std::size_t periods = 0;
  std::size_t lead = 0;       // periods before the first that have innovations too
  std::vector<double> mean;   // [period][member]
  std::vector<double> psi;    // [distance][member], periods + lead of them
  std::vector<double> sigma;  // [member]
};

/// Where pool_path works: columns Columns::stride apart.
struct PathColumns {
  double* z;    // in: standard normals, one per period of lead and one per period; scaled in place
  double* psi;  // scratch, as many
  double* out;  // one per period
};

/// inout[i] = sigma of the run's member times e^inout[i].
void member_sigma(const Pool& pool, const Member* member, double* inout);
/// out[t] = mean[t] + sum over -lead <= s <= t of psi[t - s] sigma z[s], all of the run's own
/// member. O(T^2).
void pool_path(const Pool& pool, const Member* member, const double* sigma, PathColumns columns);

/// g^-1 of a support. A value that leaves the range of doubles becomes infinite.
void from_scale(tree::Support support, double* inout);
/// g of a support.  \pre values inside it
void to_scale(tree::Support support, double* inout);
/// a + share (b - a)
void interpolate(const double* a, const double* b, double share, double* out);

/// One period of an effect's profile (docs/simulation.md): the average over [lower, upper) of a
/// ramp that begins at start + delay, times decay, times scale.
struct RampPeriod {
  enum class Shape : std::uint8_t { step, linear, s_curve } shape = Shape::step;
  double start = 0;
  double length = 0;  // of the ramp; > 0 unless a step
  double lower = 0;   // the part of the period that comes before the end
  double upper = 0;
  double middle = 0;  // of the whole period
  double decay = 0;   // ln 2 / half-life; 0 for none
  double scale = 1;
};
void ramp(const RampPeriod& period, const double* delay, double* out);

/// x (1 + e active) and x + e active; `active` null: 1.
void lift(const double* effect, const double* active, double* inout);
void shift(const double* effect, const double* active, double* inout);
/// x (1 + amount share) and x + amount share.
void lift_by(const double* amount, double share, double* inout);
void shift_by(const double* amount, double share, double* inout);

/// ln(with / without); 0 where they are equal, NaN where `without` alone is 0.
void log_ratio(const double* with, const double* without, double* out);
/// sum += pull log_ratio; nothing where pull is 0, whatever the ratio.
void add_pull(const double* pull, const double* log_ratio, double* sum);
/// x e^sum
void multiply_exp(const double* sum, double* inout);
/// x += pull (with - without)
void add_slope(const double* pull, const double* with, const double* without, double* inout);

/// At least `least` times its base, or within [0, 1]. Adds 1 to the `count` of each run that it
/// bit; a NaN stays one.
void clamp_positive(const double* base, double least, double* inout, double* count);
void clamp_fraction(double* inout, double* count);

}  // namespace betledger::sim::kernels
