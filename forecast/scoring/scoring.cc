#include "forecast/scoring/scoring.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <numeric>

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

/// The integral of (F(x) - 1{actual <= x})^2, F a staircase over 0, 1, 2, ... that is done some way
/// past `middle`.
template <class Mass>
double crps_of_counts(double actual, double middle, const Mass& mass) {
  constexpr double most = 1e6;
  BET_EXPECT(actual >= 0 && actual <= most);
  double below = 0;
  double score = 0;
  for (double k = 0; k < most; ++k) {
    below = std::min(1.0, below + mass(k));
    // On [k, k + 1) the forecast is `below`; the truth steps up inside where it is no whole number.
    const double before = std::clamp(actual - k, 0.0, 1.0);
    score += before * below * below + (1 - before) * (1 - below) * (1 - below);
    const bool past = k > actual && k > middle;
    if (past && (1 - below) * (1 - below) < 1e-24) {
      break;
    }
  }
  return score;
}

/// E |X| of a normal.
double mean_absolute(double mean, double sigma) {
  const double z = mean / sigma;
  return mean * (2 * normal_cdf(z) - 1) + 2 * sigma * normal_pdf(z);
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

double interval_score(const Interval& interval, double alpha, double actual) {
  BET_EXPECT(alpha > 0 && alpha < 1);
  const double below = std::max(0.0, interval.low - actual);
  const double above = std::max(0.0, actual - interval.high);
  return interval.high - interval.low + 2 / alpha * (below + above);
}

double crps_ensemble(std::span<const double> draws, double actual) {
  BET_EXPECT(!draws.empty());
  const auto m = static_cast<double>(draws.size());
  return mean_distance(draws, actual) - pair_distances(draws) / (m * m);
}

double crps_fair(std::span<const double> draws, double actual) {
  BET_EXPECT(draws.size() >= 2);
  const auto m = static_cast<double>(draws.size());
  return mean_distance(draws, actual) - pair_distances(draws) / (m * (m - 1));
}

double crps_weighted(std::span<const double> draws,
                     std::span<const double> weights,
                     double actual) {
  BET_EXPECT(draws.size() == weights.size());
  std::vector<std::size_t> order(draws.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return draws[a] < draws[b];
  });
  const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
  BET_EXPECT(total > 0);
  double below = 0;
  double score = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const double weight = weights[order[i]] / total;
    // The quantile form of the integral of (F - 1{actual <= x})^2 (Laio and Tamea 2007).
    const double draw = draws[order[i]];
    score += 2 * weight * (draw - actual) * ((actual < draw ? 1.0 : 0.0) - below - weight / 2);
    below += weight;
  }
  return score;
}

double crps_normal(double mean, double sigma, double actual) {
  BET_EXPECT(sigma > 0);
  const double z = (actual - mean) / sigma;
  return sigma * (z * (2 * normal_cdf(z) - 1) + 2 * normal_pdf(z) - std::numbers::inv_sqrtpi);
}

double crps_lognormal(double meanlog, double sdlog, double actual) {
  BET_EXPECT(sdlog > 0);
  // Baran and Lerch (2015).
  const double z = actual > 0 ? (std::log(actual) - meanlog) / sdlog : 0;
  const double below = actual > 0 ? normal_cdf(z) : 0;
  const double shifted = actual > 0 ? normal_cdf(z - sdlog) : 0;
  const double mean = std::exp(meanlog + sdlog * sdlog / 2);
  return actual * (2 * below - 1) -
         2 * mean * (shifted + normal_cdf(sdlog / std::numbers::sqrt2) - 1);
}

double crps_mixture(const NormalMixture& mixture, double actual) {
  const auto& [weights, means, sigmas] = mixture;
  BET_EXPECT(!weights.empty() && weights.size() == means.size() && means.size() == sigmas.size());
  const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
  double distance = 0;
  double spread = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const double weight = weights[i] / total;
    distance += weight * mean_absolute(actual - means[i], sigmas[i]);
    for (std::size_t j = 0; j < weights.size(); ++j) {
      spread += weight * weights[j] / total *
                mean_absolute(means[i] - means[j], std::hypot(sigmas[i], sigmas[j]));
    }
  }
  return distance - spread / 2;
}

double crps_poisson(double mean, double actual) {
  BET_EXPECT(mean > 0);
  return crps_of_counts(actual, mean + 1, [mean](double k) {
    return std::exp(k * std::log(mean) - mean - std::lgamma(k + 1));
  });
}

double crps_negative_binomial(double size, double mean, double actual) {
  BET_EXPECT(size > 0 && mean > 0);
  const double log_success = std::log(size / (size + mean));
  const double log_failure = std::log(mean / (size + mean));
  return crps_of_counts(actual, mean + 1, [=](double k) {
    return std::exp(std::lgamma(k + size) - std::lgamma(size) - std::lgamma(k + 1) +
                    size * log_success + k * log_failure);
  });
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

BrierScore brier_score(std::span<const double> probabilities, const std::vector<bool>& outcomes) {
  BET_EXPECT(!probabilities.empty() && probabilities.size() == outcomes.size());
  struct Group {
    double count = 0;
    double hits = 0;
  };
  std::map<double, Group> groups;
  const auto n = static_cast<double>(probabilities.size());
  BrierScore score;
  double hits = 0;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const double p = probabilities[i];
    BET_EXPECT(p >= 0 && p <= 1);
    const double outcome = outcomes[i] ? 1.0 : 0.0;
    score.brier += (p - outcome) * (p - outcome) / n;
    score.log_score -= std::log(outcomes[i] ? p : 1 - p) / n;
    hits += outcome;
    groups[p].count += 1;
    groups[p].hits += outcome;
  }
  const double base_rate = hits / n;
  for (const auto& [p, group] : groups) {
    const double rate = group.hits / group.count;
    score.reliability += group.count / n * (p - rate) * (p - rate);
    score.resolution += group.count / n * (rate - base_rate) * (rate - base_rate);
  }
  score.uncertainty = base_rate * (1 - base_rate);
  return score;
}

}  // namespace betledger::forecast
