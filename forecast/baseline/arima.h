#pragma once

#include "forecast/baseline/member.h"

namespace betledger::forecast {

/// Partial autocorrelations in (-1, 1) to the coefficients of the stationary AR they stand for.
[[nodiscard]] std::vector<double> ar_from_partial(std::span<const double> partial);

/// AR(p) of the d-th difference with regressors, as a state space whose start is its stationary
/// distribution (d = 0) or follows a first value that is known (d = 1).  \pre p + d in [0, 4], d <=
/// 1
[[nodiscard]] StateSpace ar_space(std::span<const double> partial, std::size_t differences);

/// Which terms stand beside the AR noise.
struct ArTerms {
  std::size_t differences = 0;  // 0 or 1; a mean is estimated with 0
  bool drift = false;           // a straight line; only with 1
  std::size_t harmonics = 0;    // pairs of sine and cosine
  double season = 0;            // their longest period
};

struct ArFit {
  ArTerms terms;
  std::vector<double> partial;
  StateSpace space;
  Regression regression;
  double aicc = 0;  // see member.h
};

/// The noise by maximum likelihood, exact with gaps; regressors are profiled out. The
/// search starts at `start` (as many partial autocorrelations as the order, at most 3).
[[nodiscard]] ArFit fit_ar(const ScaledHistory& history,
                           const std::vector<double>& start,
                           const ArTerms& terms);
/// The fit of the order p <= 3 with the least AICc; with one difference also of drift or none.
[[nodiscard]] ArFit choose_ar(const ScaledHistory& history, const ArTerms& terms);
/// The same with one to three harmonics of a season, by AICc.
[[nodiscard]] ArFit choose_seasonal_ar(const ScaledHistory& history,
                                       const ArFit& plain,
                                       double season);

/// A fit as a member of the pool. A drift is carried on with the history's damping.
[[nodiscard]] MemberFit ar_member(const ArFit& fit,
                                  const ScaledHistory& history,
                                  const Steps& steps);

}  // namespace betledger::forecast
