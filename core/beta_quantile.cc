#include "core/beta_quantile.h"

#include <algorithm>
#include <cmath>

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

double mass_below(double alpha, double beta, const UnitPoint& x) {
  return x.from_zero <= x.from_one ? boost::math::ibeta(alpha, beta, x.from_zero, Policy{})
                                   : boost::math::ibetac(beta, alpha, x.from_one, Policy{});
}

/// The first term of the series in the left tail, or the normal that the logit tends to.
double first_guess(double alpha, double beta, double mass, double log_beta) {
  return alpha < 1
             ? (std::log(mass * alpha) + log_beta) / alpha
             : std::log(alpha / beta) + normal_quantile(mass) * std::sqrt(1 / alpha + 1 / beta);
}

/// The logit of the point with `mass` below it.  \pre 0 < mass <= 0.5
///
/// The logit of a beta variable has a log-concave density, so the log of its distribution function
/// is increasing and concave in the logit: Newton's method converges from the left of the root
/// wherever it starts. Halley's term makes it cubic, three evaluations are usual; the bracket
/// guards against underflow. (ibeta_inv of Boost 1.74 throws in the far tail, whatever its policy,
/// and falls there.)
double solve_logit(double alpha, double beta, double mass) {
  constexpr double farthest = 690;  // a distance of 1e-300 from an end
  constexpr double small = 2e-5;    // the next step cubes it
  constexpr int most_steps = 200;
  const double log_beta = log_gamma(alpha) + log_gamma(beta) - log_gamma(alpha + beta);
  double low = -farthest;
  double high = farthest;
  double logit = std::clamp(first_guess(alpha, beta, mass, log_beta), low, high);
  for (int i = 0; i < most_steps; ++i) {
    const UnitPoint x = from_logit(logit);
    const double below = mass_below(alpha, beta, x);
    const double density =
        std::exp(alpha * std::log(x.from_zero) + beta * std::log(x.from_one) - log_beta);
    const double log_ratio = std::log(mass / below);
    const double slope = density / below;  // of the log of the distribution function
    const double newton = log_ratio / slope;
    const double bend = (alpha * x.from_one - beta * x.from_zero - slope) * newton / 2;
    const double next = logit + newton / (1 + std::max(bend, -0.5));
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
  const double below = score.below();
  const double above = score.above();
  // From the smaller tail: the larger one has forgotten the digits.
  if (below <= above) {
    return from_logit(solve_logit(alpha, beta, below));
  }
  const UnitPoint mirrored = from_logit(solve_logit(beta, alpha, above));
  return {mirrored.from_one, mirrored.from_zero};
}

double beta_tail_share(double alpha, double beta) {
  const UnitPoint p99 = beta_quantile(alpha, beta, Score::of_probability(0.99));
  return mass_below(beta, alpha + 1, {p99.from_one, p99.from_zero});
}

}  // namespace betledger
