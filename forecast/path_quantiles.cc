#include "forecast/path_quantiles.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/contract.h"
#include "forecast/t_mixture.h"
#include "sim/chi_square.h"
#include "sim/elementary.h"
#include "sim/inverse_normal.h"
#include "sim/philox.h"

namespace betledger::forecast {
namespace {

double total_weight(const Baseline& baseline) {
  double total = 0;
  for (const FittedMember& member : baseline.members) {
    total += member.path.weight;
  }
  return total;
}

/// Of the sum of weights[t] g(base_t).
TMixture mixture_of(const Baseline& baseline, std::span<const double> weights) {
  std::vector<TComponent> mixture;
  const double total = total_weight(baseline);
  for (const FittedMember& member : baseline.members) {
    const sim::PathMember& path = member.path;
    TComponent component{path.weight / total, 0, 0, path.dof};
    for (std::size_t t = 0; t < weights.size(); ++t) {
      component.location += weights[t] * path.mean[t];
    }
    double variance = 0;
    for (std::size_t s = 0; s < path.psi.size(); ++s) {
      // What the innovation of step s, counted from the end of the history, adds up to.
      double push = 0;
      for (std::size_t t = s > path.lead ? s - path.lead : 0; t < weights.size(); ++t) {
        push += weights[t] * path.psi[t + path.lead - s];
      }
      variance += push * push;
    }
    component.scale = path.sigma * std::sqrt(variance);
    mixture.push_back(component);
  }
  return TMixture{std::move(mixture)};
}

/// Draws of sigma / s: the middles of equally probable cells.
using SigmaFactors = std::array<double, 256>;

SigmaFactors sigma_factors(double dof) {
  SigmaFactors factors{};
  factors.fill(1.0);
  if (std::isfinite(dof)) {
    for (std::size_t i = 0; i < factors.size(); ++i) {
      const auto word = static_cast<std::uint32_t>(i << 24U) + (1U << 23U);
      factors[i] = std::exp(sim::log_sigma_factor(sim::inverse_normal::of_word(word), dof));
    }
  }
  return factors;
}

/// tree::from_scale with the simulator's exponential: the same bits on every machine.
double unscaled(tree::Support support, double scaled) {
  return support == tree::Support::fraction ? sim::elementary::logistic(scaled)
                                            : sim::elementary::exp(scaled);
}

/// One path's weighted sum. `shocks` has an innovation per step, standard.
double weighted_sum(const sim::PathMember& path,
                    tree::Support support,
                    std::span<const double> weights,
                    const std::vector<double>& shocks) {
  double sum = 0;
  for (std::size_t t = 0; t < weights.size(); ++t) {
    double scaled = path.mean[t];
    const std::size_t now = t + path.lead;
    for (std::size_t s = 0; s <= now; ++s) {
      scaled += path.psi[now - s] * shocks[s];
    }
    sum += weights[t] * unscaled(support, scaled);
  }
  return sum;
}

/// Sorted. Runs are dealt to the members in proportion to their weights, not by lot.
std::vector<double> simulate(const Baseline& baseline,
                             std::span<const double> weights,
                             const PathSettings& settings) {
  const auto key = sim::StreamKey::of(settings.seed, "baseline:" + baseline.metric);
  const double total = total_weight(baseline);
  std::vector<double> draws;
  draws.reserve(settings.runs);
  double weight = 0;
  for (const FittedMember& member : baseline.members) {
    const sim::PathMember& path = member.path;
    const auto factors = sigma_factors(path.dof);
    weight += path.weight;
    const double until = weight / total * static_cast<double>(settings.runs);
    std::vector<double> shocks(path.psi.size());
    const auto steps = static_cast<std::uint32_t>(shocks.size());
    while (static_cast<double>(draws.size()) + 0.5 < until) {
      const std::uint64_t run = draws.size();
      const double sigma = path.sigma * factors[sim::random_word(key, run, steps) >> 24U];
      for (std::uint32_t s = 0; s < steps; ++s) {
        shocks[s] = sigma * sim::inverse_normal::of_word(sim::random_word(key, run, s));
      }
      draws.push_back(weighted_sum(path, baseline.support, weights, shocks));
    }
  }
  std::sort(draws.begin(), draws.end());
  return draws;
}

/// Between order statistics, as R's type 7.
double sample_quantile(const std::vector<double>& sorted, double level) {
  const double at = level * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  const double share = at - static_cast<double>(below);
  return sorted[below] + share * (sorted[above] - sorted[below]);
}

}  // namespace

std::vector<double> weighted_sum_quantiles(const Baseline& baseline,
                                           std::span<const double> weights,
                                           std::span<const double> levels,
                                           const PathSettings& settings) {
  BET_EXPECT(!baseline.members.empty() && settings.runs >= 1);
  BET_EXPECT(weights.size() == baseline.members.front().path.mean.size());
  if (baseline.support == tree::Support::real) {
    return mixture_of(baseline, weights).quantiles(levels);
  }
  const auto draws = simulate(baseline, weights, settings);
  std::vector<double> values;
  for (const double level : levels) {
    BET_EXPECT(level > 0 && level < 1);
    values.push_back(sample_quantile(draws, level));
  }
  return values;
}

PathQuantiles path_quantiles(const Baseline& baseline,
                             std::span<const double> levels,
                             const PathSettings& settings) {
  BET_EXPECT(!baseline.members.empty());
  const std::size_t horizon = baseline.members.front().path.mean.size();
  PathQuantiles result{{levels.begin(), levels.end()}, {}, {}, {}};
  std::vector<double> weights(horizon, 0.0);
  for (std::size_t t = 0; t < horizon; ++t) {
    weights[t] = 1;
    auto values = mixture_of(baseline, weights).quantiles(levels);
    weights[t] = 0;
    for (double& value : values) {
      value = tree::from_scale(baseline.support, value);
    }
    result.periods.push_back(std::move(values));
  }
  weights.assign(horizon, 1.0);
  result.sum = weighted_sum_quantiles(baseline, weights, levels, settings);
  for (const double value : result.sum) {
    result.mean.push_back(value / static_cast<double>(horizon));
  }
  return result;
}

}  // namespace betledger::forecast
