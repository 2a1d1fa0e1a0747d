#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/random/random_kernels.h"
#include "tree/metric.h"

// Loops over the runs of a block (see random_kernels.h): base paths.

namespace betledger::sim::kernels {

/// The models of a pool as tables, one row per period or distance, one column per member. What
/// varies between runs is in single precision, in units of a power of two near the pool's spread:
/// about 1e-7 of that spread is lost. What all runs share is not.
struct Pool {
  std::size_t row = 0;  // columns of a row: the members, and padding to 8
  std::size_t periods = 0;
  std::size_t lead = 0;       // periods before the first that have innovations too
  double unit = 1;            // on the scale g
  std::vector<double> level;  // [period], see from_units
  std::vector<float> offset;  // [period][row]: mean of the member less the first member's
  std::vector<float> psi;     // [distance][row], periods + lead of them
  std::vector<double> sigma;  // [member]
};

/// Where pool_path works: columns FloatColumns::stride apart.
struct PathColumns {
  float* z;    // in: standard normals, one per period of lead and one per period; scaled in place
  float* psi;  // scratch, as many
  float* out;  // one per period
};

/// out[i] = sigma of the run's member times e^log_factor[i], in units.
void member_sigma(const Pool& pool, const Member* member, const double* log_factor, float* out);
/// out[t] += sum over -lead <= s <= t of psi[t - s] z[s], column by column. O(T^2).
void add_innovations(const PathColumns& columns, std::size_t periods, std::size_t lead);
/// out[t] = offset[t] + sum over -lead <= s <= t of psi[t - s] sigma z[s], all of the run's own
/// member, in units. O(T^2).
void pool_path(const Pool& pool, const Member* member, const float* sigma, PathColumns columns);
/// g^-1(centre + unit x) of period t, where level[t] is the centre (real), its exponential
/// (positive) or that of its negative (fraction).
void from_units(
    const Pool& pool, tree::Support support, std::size_t t, const float* x, double* out);

/// g^-1 of a support. A value that leaves the range of doubles becomes infinite.
void from_scale(tree::Support support, double* inout);
/// g of a support.  \pre values inside it
void to_scale(tree::Support support, double* inout);
/// a + share (b - a)
void interpolate(const double* a, const double* b, double share, double* out);

}  // namespace betledger::sim::kernels
