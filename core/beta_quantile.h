#pragma once

#include "core/score.h"

namespace betledger {

/// A point of the unit interval, by its distance to both ends.
struct UnitPoint {
  double from_zero, from_one;
};

/// The quantile of the beta distribution, the inverse of the regularised incomplete beta function,
/// to 1e-10 relative to the nearer end. A distance under 1e-300 is cut there. Some microseconds.
/// \pre alpha and beta in [0.01, 1e6], |z| <= 30
[[nodiscard]] UnitPoint beta_quantile(double alpha, double beta, const Score& score);

/// The share of the mean that lies above the 99 % quantile.
[[nodiscard]] double beta_tail_share(double alpha, double beta);

}  // namespace betledger
