#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "forecast/baseline/state_space.h"

namespace betledger::forecast {

/// A history ready to be fitted: on the metric's scale g, the first and the last period observed,
/// shifted and scaled so that a typical step is of size one (fits need no units, limits no scale).
struct ScaledHistory {
  std::vector<double> values;  // anything where not observed
  std::vector<bool> observed;
  double slope_damping = 1;  // a slope is carried on with this factor per period; < 1 on log, logit

  [[nodiscard]] std::size_t points() const;
};

/// What to forecast: `horizon` periods, after `lead` periods that are passed over.
struct Steps {
  std::size_t lead = 0;
  std::size_t horizon = 1;

  [[nodiscard]] std::size_t count() const noexcept { return lead + horizon; }
};

/// A member of the pool on the scale of its ScaledHistory.
struct MemberFit {
  std::string name;
  std::string details;
  std::vector<double> mean;  // steps.horizon values
  std::vector<double> psi;   // steps.count() values
  double sigma = 0;
  double dof = 1;                   // observations less everything estimated, >= 1
  std::vector<double> innovations;  // of the last so many observed periods, of equal variance
  double aicc = 0;  // comparable between members of one history; infinite where data are too few
};

/// What a fit has used up besides the coefficients of its regression.
struct Estimated {
  std::size_t parameters = 0;  // searched for
  std::size_t given = 0;       // first values that the fit is conditional on
};

/// AICc = n ln(squares / n) + ln|V| + 2 k n / (n - k - 1), where n counts the first value and k its
/// level too, so that a fit of levels and one of differences are compared on the same data.
[[nodiscard]] double corrected_aic(const Regression& fit, const Estimated& estimated);

/// A fit as a member. sigma^2 = squares / (n - k) times (n + k) / n, Akaike's final prediction
/// error (1969): what the estimation of k parameters adds to the error of a value not yet seen.
/// `known` is what the regressors add, per step (lead and horizon); empty for nothing.
[[nodiscard]] MemberFit make_member(const StateSpace& space,
                                    const Regression& fit,
                                    const Estimated& estimated,
                                    const Steps& steps,
                                    const std::vector<double>& known = {});

/// The next value is the last one: sigma^2 is the mean squared step (per period, where periods are
/// missing), with no drift.  \pre at least two points
[[nodiscard]] MemberFit fit_random_walk(const ScaledHistory& history, const Steps& steps);

}  // namespace betledger::forecast
