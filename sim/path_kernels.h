#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/random_kernels.h"
#include "tree/metric.h"

// Loops over the runs of a block (see random_kernels.h): base paths.

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

}  // namespace betledger::sim::kernels
