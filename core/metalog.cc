#include "core/metalog.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "core/contract.h"
#include "core/quadrature.h"

namespace betledger {
namespace {

/// Keelin 2016, table 2: the mean and the variance of the unbounded three-term metalog.
double closed_moment(const Metalog& m, const Moment& which) {
  constexpr double pi_squared = std::numbers::pi * std::numbers::pi;
  const double offset = m.a1 + m.a3 / 2 - which.centre;
  if (which.power == 1) {
    return offset;
  }
  return pi_squared / 3 * m.a2 * m.a2 + (1.0 / 12 + pi_squared / 36) * m.a3 * m.a3 +
         offset * offset;
}

/// What lies beyond a logit of `far` on the log scale, where y = a1 + b t and the density is e^-t.
double log_tail(const Metalog& m, double b, double far, double offset, const Moment& which) {
  const double first = std::exp(m.a1 + (b - 1) * far) / (1 - b);
  if (which.power == 1) {
    return offset * std::exp(-far) + first;
  }
  return offset * offset * std::exp(-far) + 2 * offset * first +
         std::exp(2 * m.a1 + (2 * b - 1) * far) / (1 - 2 * b);
}

}  // namespace

std::optional<Metalog> Metalog::through(double high_level, const std::array<double, 3>& y) {
  BET_EXPECT(high_level > 0.5 && high_level < 1);
  constexpr double steepest = 1.66711;  // of a3 / a2
  const double logit = std::log(high_level) - std::log1p(-high_level);
  const double a2 = (y[2] - y[0]) / (2 * logit);
  const double a3 = ((y[2] - y[1]) - (y[1] - y[0])) / ((2 * high_level - 1) * logit);
  return std::abs(a3) < steepest * a2 ? std::optional{Metalog{y[1], a2, a3}} : std::nullopt;
}

double Metalog::at(const Score& score) const {
  const double below = score.below();
  const double above = score.above();
  const double logit = std::log(below) - std::log(above);
  return a1 + (a2 + a3 * 0.5 * (below - above)) * logit;
}

double moment(const Metalog& metalog, const LineScale& scale, const Moment& which) {
  constexpr double far = 40;                      // beyond it lies e^-40 of the mass
  constexpr double logit99 = 4.5951198501345898;  // ln 99
  if (scale.kind() == LineScale::Kind::identity && !which.top_only) {
    return closed_moment(metalog, which);
  }
  const double b = metalog.a2 + metalog.a3 / 2;
  const bool is_log = scale.kind() == LineScale::Kind::log;
  if (is_log && which.power * b >= 1) {
    return std::numeric_limits<double>::infinity();
  }
  const auto integrand = [&](double t) {
    const double y = metalog.a1 + (metalog.a2 + metalog.a3 * 0.5 * std::tanh(t / 2)) * t;
    const double distance = scale.from_line(y) - which.centre;
    const double odds = std::exp(-std::abs(t));
    const double density = odds / ((1 + odds) * (1 + odds));
    return density * (which.power == 1 ? distance : distance * distance);
  };
  const double from = which.top_only ? logit99 : -far;
  const double tail = is_log ? log_tail(metalog, b, far, scale.lower() - which.centre, which) : 0;
  return integrate(integrand, from, 0) + integrate(integrand, std::max(from, 0.0), far) + tail;
}

}  // namespace betledger
