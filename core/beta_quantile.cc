#include "core/beta_quantile.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>

namespace betledger {
namespace {

namespace policies = boost::math::policies;

/// No exceptions, and no long double: its width is the machine's.
using Policy = policies::policy<policies::promote_double<false>,
                                policies::domain_error<policies::ignore_error>,
                                policies::pole_error<policies::ignore_error>,
                                policies::overflow_error<policies::ignore_error>,
                                policies::underflow_error<policies::ignore_error>,
                                policies::denorm_error<policies::ignore_error>,
                                policies::rounding_error<policies::ignore_error>,
                                policies::evaluation_error<policies::ignore_error>>;

double log_gamma(double x) {
  return boost::math::lgamma(x, Policy{});
}

UnitPoint from_logit(double logit) {
  const double odds = std::exp(-std::abs(logit));
  const double near = odds / (1 + odds);
  const double away = 1 / (1 + odds);
  return logit < 0 ? UnitPoint{near, away} : UnitPoint{away, near};
}

/// A beta distribution seen on the logit of its variable.
struct LogitBeta {
  LogitBeta(double alpha_shape, double beta_shape)
      : alpha{alpha_shape},
        beta{beta_shape},
        log_beta{log_gamma(alpha) + log_gamma(beta) - log_gamma(alpha + beta)} {}

  double alpha, beta, log_beta;

  [[nodiscard]] double mass_below(const UnitPoint& x) const {
    return x.from_zero <= x.from_one ? boost::math::ibeta(alpha, beta, x.from_zero, Policy{})
                                     : boost::math::ibetac(beta, alpha, x.from_one, Policy{});
  }
  [[nodiscard]] double log_density(const UnitPoint& x) const {
    return alpha * std::log(x.from_zero) + beta * std::log(x.from_one) - log_beta;
  }
  [[nodiscard]] LogitBeta mirrored() const {
    LogitBeta other = *this;
    std::swap(other.alpha, other.beta);
    return other;
  }
};

/// The first term of the series in the left tail, or the normal that the logit tends to.
double first_guess(const LogitBeta& law, double mass) {
  return law.alpha < 1 ? (std::log(mass * law.alpha) + law.log_beta) / law.alpha
                       : std::log(law.alpha / law.beta) +
                             normal_quantile(mass) * std::sqrt(1 / law.alpha + 1 / law.beta);
}

/// The logit of the point with `mass` below it.  \pre 0 < mass <= 0.5
///
/// The logit of a beta variable has a log-concave density, so the log of its distribution function
/// is increasing and concave in the logit, and Newton's method converges from the left of the root
/// wherever it starts; the bracket only guards against underflow. Near the root Halley's takes
/// over. Three evaluations are usual.
/// (ibeta_inv of Boost 1.74 throws in the far tail, whatever its policy, and falls there.)
double solve_logit(const LogitBeta& law, double mass) {
  constexpr double farthest = 690;  // a distance of 1e-300 from an end
  constexpr double small = 1e-5;    // the next step cubes it
  constexpr int most_steps = 200;
  double low = -farthest;
  double high = farthest;
  double logit = std::clamp(first_guess(law, mass), low, high);
  for (int i = 0; i < most_steps; ++i) {
    const UnitPoint x = from_logit(logit);
    const double below = law.mass_below(x);
    const double log_ratio = std::log(mass / below);
    const double slope = std::exp(law.log_density(x)) / below;  // of the log of the mass
    const double bend = law.alpha * x.from_one - law.beta * x.from_zero - slope;  // of log slope
    const double newton = log_ratio / slope;
    const bool near = std::abs(log_ratio) < 1;
    const double next = logit + newton / (near ? std::max(1 + newton * bend / 2, 0.5) : 1);
    (log_ratio > 0 ? low : high) = logit;
    if (std::abs(log_ratio) < small || high - low < 1e-15 * farthest) {
      return std::isfinite(next) ? next : logit;
    }
    logit = next > low && next < high ? next : low + (high - low) / 2;
  }
  return logit;
}

}  // namespace

UnitPoint beta_quantile(double alpha, double beta, const Score& score) {
  const LogitBeta law{alpha, beta};
  const double below = score.below();
  const double above = score.above();
  // From the smaller tail: the larger one has forgotten the digits.
  return from_logit(below <= above ? solve_logit(law, below) : -solve_logit(law.mirrored(), above));
}

double beta_tail_share(double alpha, double beta) {
  const UnitPoint p99 = beta_quantile(alpha, beta, Score::of_probability(0.99));
  return LogitBeta{beta, alpha + 1}.mass_below({p99.from_one, p99.from_zero});
}

}  // namespace betledger
