#pragma once

#include "forecast/baseline/member.h"

namespace betledger::forecast {

/// Exponential smoothing with additive errors, in the form of Hyndman, Koehler, Ord and Snyder
/// (2008):
///   y_t = l + phi b + e_t,  l' = l + phi b + alpha e_t,  b' = phi b + beta e_t.
struct EtsParameters {
  double alpha = 0.5;  // in (0, 1)
  double beta = 0;     // in [0, alpha); 0 without a trend
  double phi = 1;      // 1: no damping
};

/// ETS(A,A,N) and ETS(A,Ad,N); with `trend` false ETS(A,N,N), where the state is the level alone.
[[nodiscard]] StateSpace ets_space(const EtsParameters& parameters, bool trend);

struct EtsFit {
  EtsParameters parameters;
  StateSpace space;
  Regression regression;  // coefficients: the starting level and slope
};

/// Maximum likelihood; the start of the state is profiled out, so alpha, beta and phi are all that
/// is searched. alpha in [1e-4, 0.9999], beta in [1e-4, alpha], phi in [0.8, largest_phi]; R's
/// forecast has 0.98 there. \pre at least 4 points (damped trend), 3 (level); 0.8 < largest_phi < 1
[[nodiscard]] EtsFit fit_damped_trend(const ScaledHistory& history, double largest_phi = 0.98);
[[nodiscard]] EtsFit fit_level(const ScaledHistory& history);
/// The same model at given parameters: only the start of the state is estimated.
[[nodiscard]] EtsFit fit_ets_at(const ScaledHistory& history,
                                const EtsParameters& parameters,
                                bool trend);

/// ETS(A,Ad,N) as a member of the pool. A history of less than 60 periods cannot tell a trend from
/// a part of its season, so there phi is at most 0.9 (docs/statistics-baseline.md).
[[nodiscard]] MemberFit fit_ets_member(const ScaledHistory& history, const Steps& steps);

/// Theta (Assimakopoulos and Nikolopoulos 2000; Hyndman and Billah 2003): exponential smoothing
/// with half the slope of the least-squares line as drift, damped as the history asks. \pre at
/// least 3 points
[[nodiscard]] MemberFit fit_theta_member(const ScaledHistory& history, const Steps& steps);
/// Slope of the least-squares line through the observed values, per period.
[[nodiscard]] double least_squares_slope(const ScaledHistory& history);

}  // namespace betledger::forecast
