#include "forecast/scoring/scoring.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "core/contract.h"
#include "core/normal.h"

namespace betledger::forecast {
namespace {

std::vector<double> sorted(std::span<const double> values) {
  std::vector<double> copy{values.begin(), values.end()};
  std::sort(copy.begin(), copy.end());
  return copy;
}

double mean_distance(std::span<const double> draws, double actual) {
  double sum = 0;
  for (const double draw : draws) {
    sum += std::abs(draw - actual);
  }
  return sum / static_cast<double>(draws.size());
}

/// Sum of |x_i - x_j| over all pairs i < j.
double pair_distances(std::span<const double> draws) {
  const auto order = sorted(draws);
  double sum = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const double below = static_cast<double>(i);
    const double above = static_cast<double>(order.size() - 1 - i);
    // Relative to the middle, so that large values do not cancel.
    sum += (below - above) * (order[i] - order[order.size() / 2]);
  }
  return sum;
}

}  // namespace

double pinball(double level, double value, double actual) {
  return ((actual < value ? 1.0 : 0.0) - level) * (value - actual);
}

double weighted_interval_score(const QuantileForecast& forecast, double actual) {
  BET_EXPECT(!forecast.levels.empty() && forecast.levels.size() == forecast.values.size());
  double sum = 0;
  for (std::size_t i = 0; i < forecast.levels.size(); ++i) {
    sum += pinball(forecast.levels[i], forecast.values[i], actual);
  }
  return 2 * sum / static_cast<double>(forecast.levels.size());
}

double crps_fair(std::span<const double> draws, double actual) {
  BET_EXPECT(draws.size() >= 2);
  const auto m = static_cast<double>(draws.size());
  return mean_distance(draws, actual) - pair_distances(draws) / (m * (m - 1));
}

double crps_normal(double mean, double sigma, double actual) {
  BET_EXPECT(sigma > 0);
  const double z = (actual - mean) / sigma;
  return sigma * (z * (2 * normal_cdf(z) - 1) + 2 * normal_pdf(z) - std::numbers::inv_sqrtpi);
}

Interval probability_transform(std::span<const double> draws, double actual) {
  BET_EXPECT(!draws.empty());
  std::size_t below = 0;
  std::size_t at_most = 0;
  for (const double draw : draws) {
    below += draw < actual ? 1 : 0;
    at_most += draw <= actual ? 1 : 0;
  }
  const auto m = static_cast<double>(draws.size());
  return {static_cast<double>(below) / m, static_cast<double>(at_most) / m};
}

Interval wilson_interval(double hits, double trials, double confidence) {
  BET_EXPECT(trials > 0 && hits >= 0 && hits <= trials && confidence > 0 && confidence < 1);
  const double z = normal_quantile(0.5 + confidence / 2);
  const double share = hits / trials;
  const double scale = 1 + z * z / trials;
  const double centre = (share + z * z / (2 * trials)) / scale;
  const double half =
      z / scale * std::sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials));
  return {std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

double binomial_p_value(std::size_t hits, std::size_t trials, double nominal) {
  BET_EXPECT(hits <= trials && nominal > 0 && nominal < 1);
  const auto n = static_cast<double>(trials);
  const auto log_probability = [&](std::size_t count) {
    const auto k = static_cast<double>(count);
    return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1) +
           k * std::log(nominal) + (n - k) * std::log1p(-nominal);
  };
  // As probable up to rounding counts as no more probable.
  const double limit = log_probability(hits) + 1e-7;
  double sum = 0;
  for (std::size_t count = 0; count <= trials; ++count) {
    const double log_p = log_probability(count);
    sum += log_p <= limit ? std::exp(log_p) : 0.0;
  }
  return std::min(1.0, sum);
}

}  // namespace betledger::forecast
