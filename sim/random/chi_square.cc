#include "sim/random/chi_square.h"

#include <array>
#include <cmath>
#include <cstddef>

#include "core/contract.h"
#include "sim/columns/elementary.h"

namespace betledger::sim {
namespace {

namespace el = elementary;

/// ln Gamma(a) for a > 0: Stirling's series past 10, the recurrence below.
double log_gamma(double a) {
  constexpr std::array<double, 7> stirling{
      1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156};
  constexpr double half_log_two_pi = 0.91893853320467274178;
  double product = 1;
  while (a < 10) {
    product *= a;
    a += 1;
  }
  double sum = 0;
  for (std::size_t i = stirling.size(); i-- > 0;) {
    sum = sum / (a * a) + stirling[i];
  }
  return (a - 0.5) * el::log(a) - a + half_log_two_pi + sum / a - el::log(product);
}

/// Both tails of Gamma(a) at x, with ln(x^a e^-x / Gamma(a)) given: whichever is computed directly
/// is exact to its last digits, the other follows from it.
struct Tails {
  double below = 0;
  double above = 0;
};

Tails gamma_tails(double a, double x, double log_front) {
  const double front = el::exp(log_front);
  if (x < a + 1) {  // series: front / a (1 + x / (a + 1) + ...)
    double term = 1 / a;
    double sum = term;
    for (double k = a + 1; term > sum * 1e-17; k += 1) {
      term *= x / k;
      sum += term;
    }
    return {front * sum, 1 - front * sum};
  }
  constexpr double tiny = 1e-300;  // modified Lentz
  double b = x + 1 - a;
  double c = 1 / tiny;
  double d = 1 / b;
  double fraction = d;
  for (double i = 1; i < 100'000; i += 1) {
    const double an = -i * (i - a);
    b += 2;
    d = an * d + b;
    d = 1 / (std::abs(d) < tiny ? tiny : d);
    c = b + an / c;
    c = std::abs(c) < tiny ? tiny : c;
    fraction *= d * c;
    if (std::abs(d * c - 1) < 1e-16) {
      break;
    }
  }
  return {1 - front * fraction, front * fraction};
}

Tails gamma_tails(double a, double x) {
  return gamma_tails(a, x, a * el::log(x) - x - log_gamma(a));
}

/// Phi(-|z|): half of Q(1/2, z^2 / 2).
double normal_tail(double z) {
  return z == 0 ? 0.5 : 0.5 * gamma_tails(0.5, 0.5 * z * z).above;
}

}  // namespace

double log_sigma_factor(double z, double dof) {
  BET_EXPECT(dof > 0);
  const double a = dof / 2;
  const double gamma = log_gamma(a);
  // Wilson and Hilferty (1931) to begin with; where it fails, the power law near zero.
  const double cube = 1 - 1 / (9 * a) - z / (3 * std::sqrt(a));
  if (dof > 1e6) {
    return -1.5 * el::log(cube);  // by now better than 1e-9, where the series grow long
  }
  // A tail of chi-square: what lies below the quantile if z > 0, else what lies above.
  const double log_tail = el::log(normal_tail(z));
  double y = cube > 0.1 ? 3 * el::log(cube) + el::log(a)
                        : (log_tail + gamma + el::log(a)) / a;  // ln x, x in units of Gamma(a)
  // Newton on the logarithm of the tail, in ln x: nearly linear near zero, concave everywhere.
  for (int i = 0; i < 60; ++i) {
    const double x = el::exp(y);
    const double log_front = a * y - x - gamma;
    const Tails tails = gamma_tails(a, x, log_front);
    const double known = z > 0 ? tails.below : tails.above;
    const double slope = (z > 0 ? 1 : -1) * el::exp(log_front) / known;
    double step = (log_tail - el::log(known)) / slope;
    step = step > 1 ? 1 : step;
    step = step < -1 ? -1 : step;
    y += step;
    if (std::abs(step) < 1e-13) {
      break;
    }
  }
  return -0.5 * (y - el::log(a));
}

}  // namespace betledger::sim
