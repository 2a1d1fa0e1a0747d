#include "forecast/baseline/student_t.h"

#include <cmath>
#include <limits>
#include <numbers>

#include "core/contract.h"
#include "core/normal.h"

namespace betledger::forecast {
namespace {

/// From here on the normal is closer than 1e-13.
constexpr double practically_normal = 1e14;

/// log Gamma((v + 1) / 2) - log Gamma(v / 2), from the series where the difference would cancel.
double log_gamma_ratio(double dof) {
  const double x = dof / 2;
  if (x < 100) {
    return std::lgamma(x + 0.5) - std::lgamma(x);
  }
  const double inverse = 1 / x;
  return 0.5 * std::log(x) - inverse / 8 + inverse * inverse * inverse / 192;
}

/// Continued fraction of the incomplete beta function I_x(a, b), fast for x < (a + 1) / (a + b +
/// 2).
double beta_fraction(double a, double b, double x) {
  constexpr double tiny = 1e-300;
  constexpr int most_terms = 1000;
  const auto away_from_zero = [](double value) { return std::abs(value) < tiny ? tiny : value; };
  double c = 1;
  double d = 1 / away_from_zero(1 - (a + b) * x / (a + 1));
  double fraction = d;
  for (int m = 1; m <= most_terms; ++m) {
    const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away_from_zero(1 + even * d);
    c = away_from_zero(1 + even / c);
    fraction *= d * c;
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away_from_zero(1 + odd * d);
    c = away_from_zero(1 + odd / c);
    fraction *= d * c;
    if (std::abs(d * c - 1) < 1e-15) {
      break;
    }
  }
  return fraction;
}

}  // namespace

double student_t_pdf(double t, double dof) {
  BET_EXPECT(dof > 0);
  if (dof > practically_normal) {
    return normal_pdf(t);
  }
  return std::exp(log_gamma_ratio(dof) - (dof + 1) / 2 * std::log1p(t * t / dof)) /
         std::sqrt(dof * std::numbers::pi);
}

double student_t_cdf(double t, double dof) {
  BET_EXPECT(dof > 0);
  if (dof > practically_normal) {
    return normal_cdf(t);
  }
  // P(|T| > t) = I_x(v/2, 1/2) with x = v / (v + t^2).
  const double a = dof / 2;
  const double square = t * t;
  const double x = dof / (dof + square);
  const double y = square / (dof + square);
  const double log_front = log_gamma_ratio(dof) - 0.5 * std::log(std::numbers::pi) -
                           a * std::log1p(square / dof) + 0.5 * std::log(y);
  double outside = 1;
  if (y > 0) {
    outside = x < (a + 1) / (a + 2.5) ? std::exp(log_front) * beta_fraction(a, 0.5, x) / a
                                      : 1 - std::exp(log_front) * beta_fraction(0.5, a, y) / 0.5;
  }
  return t < 0 ? outside / 2 : 1 - outside / 2;
}

namespace {

/// \pre 0 < p <= 1/2
double lower_quantile(double p, double dof) {
  // Hill's first terms (1970), then Newton's method kept within a bracket.
  const double z = normal_quantile(p);
  double t = z * (1 + (z * z + 1) / (4 * dof));
  double low = -std::numeric_limits<double>::infinity();
  double high = 0;
  for (int i = 0; i < 200; ++i) {
    const double excess = student_t_cdf(t, dof) - p;
    (excess < 0 ? low : high) = t;
    const double step = excess / student_t_pdf(t, dof);
    if (std::abs(step) <= 1e-15 * std::abs(t)) {
      break;
    }
    const double bisected = std::isfinite(low) ? (low + high) / 2 : 2 * t;
    t = t - step > low && t - step < high ? t - step : bisected;
  }
  return t;
}

}  // namespace

double student_t_quantile(double p, double dof) {
  BET_EXPECT(p > 0 && p < 1 && dof > 0);
  return p > 0.5 ? -lower_quantile(1 - p, dof) : lower_quantile(p, dof);
}

}  // namespace betledger::forecast
