#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "forecast/attribution.h"

namespace betledger::forecast {

/// Sobol' indices from three columns of runs: `a` and `b` from independent inputs, `mixed` from
/// those of `a` with one input taken from `b`. With V the variance of a and b together (each about
/// their common mean m):
///   first order = mean((b - m)(mixed - a)) / V     Saltelli et al. 2010, Comput. Phys. Commun. 181
///   total       = mean((a - mixed)^2) / (2 V)      Jansen 1999, Comput. Phys. Commun. 117
/// The standard errors hold the noise of V (delta method). Zero where V is zero.
/// Differences between `mixed` and `a` within 1e-12 of their size are rounding, and count as none.
/// \pre equal lengths >= 2
struct SobolIndex {
  sim::Estimate first_order;
  sim::Estimate total;
};
[[nodiscard]] SobolIndex sobol_index(std::span<const double> a,
                                     std::span<const double> b,
                                     std::span<const double> mixed);

/// Of the focus' roll-up with all bets, per random source of the program: largest total first.
[[nodiscard]] std::vector<VarianceShare> variance_shares(const sim::Program& program,
                                                         const AttributionRequest& request,
                                                         sim::Executor& executor);

}  // namespace betledger::forecast
