#pragma once

namespace betledger::sim {

/// How uncertain a standard deviation is that was estimated with `dof` degrees of freedom:
///   -ln(x / dof) / 2, x the quantile of chi-square(dof) at 1 - Phi(z),
/// so that sigma = s exp(log_sigma_factor(z, dof)) for a standard normal z; increasing in z.
/// Accurate to 1e-12 for |z| <= 7. Incomplete gamma function by series and continued fraction
/// (Lentz), Newton's method in ln x. Built on sim/columns/elementary.h alone: the same bits on
/// every machine. \pre dof > 0
[[nodiscard]] double log_sigma_factor(double z, double dof);

}  // namespace betledger::sim
