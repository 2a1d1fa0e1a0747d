#include "forecast/baseline/path_quantiles.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/contract.h"
#include "forecast/baseline/t_mixture.h"
#include "sim/random/chi_square.h"
#include "sim/random/inverse_normal.h"
#include "sim/random/path_kernels.h"
#include "sim/random/philox.h"
#include "sim/random/random_kernels.h"

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

constexpr std::size_t block = sim::runs_per_block;

/// The random numbers of a block of runs: a column per step of the path, and a word for sigma.
struct Shocks {
  explicit Shocks(std::size_t count) : steps{count}, normal(count * block), words(block) {}

  void draw(sim::StreamKey key, std::uint64_t number) {
    for (std::uint32_t s = 0; s < steps; ++s) {
      sim::kernels::words(key, number, s, words.data());
      sim::kernels::normals(words.data(), &normal[s * block]);
    }
    sim::kernels::words(key, number, static_cast<std::uint32_t>(steps), words.data());
  }

  std::size_t steps;
  std::vector<double> normal;
  std::vector<std::uint32_t> words;
};

using BlockColumn = std::array<double, block>;

/// What the runs are summed by: the scale and a weight per period.
struct Functional {
  tree::Support support;
  std::span<const double> weights;
};

/// The weighted sums of a block's paths, if all of them followed this member.
BlockColumn weighted_sums(const sim::PathMember& path,
                          const SigmaFactors& factors,
                          const Functional& functional,
                          const Shocks& shocks) {
  const auto& [support, weights] = functional;
  BlockColumn sigma{};
  for (std::size_t i = 0; i < block; ++i) {
    sigma[i] = path.sigma * factors[shocks.words[i] >> 24U];
  }
  BlockColumn sums{};
  for (std::size_t t = 0; t < weights.size(); ++t) {
    BlockColumn values{};
    const std::size_t now = t + path.lead;
    for (std::size_t s = 0; s <= now; ++s) {
      const double psi = path.psi[now - s];
      const double* normal = &shocks.normal[s * block];
      for (std::size_t i = 0; i < block; ++i) {
        values[i] += psi * normal[i];
      }
    }
    for (std::size_t i = 0; i < block; ++i) {
      values[i] = path.mean[t] + sigma[i] * values[i];
    }
    sim::kernels::from_scale(support, values.data());
    for (std::size_t i = 0; i < block; ++i) {
      sums[i] += weights[t] * values[i];
    }
  }
  return sums;
}

/// Sorted. Runs are dealt to the members in proportion to their weights, not by lot.
std::vector<double> simulate(const Baseline& baseline,
                             std::span<const double> weights,
                             const PathSettings& settings) {
  const auto key = sim::StreamKey::of(settings.seed, "baseline:" + baseline.metric);
  const double total = total_weight(baseline);
  Shocks shocks{baseline.members.front().path.psi.size()};
  std::vector<double> draws;
  draws.reserve(settings.runs);
  auto member = baseline.members.begin();
  auto factors = sigma_factors(member->path.dof);
  double until = member->path.weight;
  for (std::uint64_t number = 0; draws.size() < settings.runs; ++number) {
    shocks.draw(key, number);
    const std::uint64_t begin = draws.size();
    const std::uint64_t end = std::min<std::uint64_t>(begin + block, settings.runs);
    while (draws.size() < end) {
      const bool last = member + 1 == baseline.members.end();
      const double share = until / total * static_cast<double>(settings.runs);
      const auto stop = last ? end : std::min(end, static_cast<std::uint64_t>(std::llround(share)));
      if (stop > draws.size()) {
        const auto sums = weighted_sums(member->path, factors, {baseline.support, weights}, shocks);
        const auto first = sums.begin() + static_cast<std::ptrdiff_t>(draws.size() - begin);
        draws.insert(draws.end(), first, sums.begin() + static_cast<std::ptrdiff_t>(stop - begin));
      }
      if (draws.size() < end) {
        ++member;
        factors = sigma_factors(member->path.dof);
        until += member->path.weight;
      }
    }
  }
  std::sort(draws.begin(), draws.end());
  return draws;
}

}  // namespace

double sample_quantile(const std::vector<double>& sorted, double level) {
  const double at = level * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  const double share = at - static_cast<double>(below);
  return sorted[below] + share * (sorted[above] - sorted[below]);
}

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

std::vector<std::vector<double>> period_quantiles(const Baseline& baseline,
                                                  std::span<const double> levels) {
  BET_EXPECT(!baseline.members.empty());
  std::vector<double> weights(baseline.members.front().path.mean.size(), 0.0);
  std::vector<std::vector<double>> periods;
  for (double& weight : weights) {
    weight = 1;
    auto values = mixture_of(baseline, weights).quantiles(levels);
    weight = 0;
    for (double& value : values) {
      value = tree::from_scale(baseline.support, value);
    }
    periods.push_back(std::move(values));
  }
  return periods;
}

PathQuantiles path_quantiles(const Baseline& baseline,
                             std::span<const double> levels,
                             const PathSettings& settings) {
  PathQuantiles result{{levels.begin(), levels.end()}, period_quantiles(baseline, levels), {}, {}};
  const std::size_t horizon = result.periods.size();
  const std::vector<double> weights(horizon, 1.0);
  result.sum = weighted_sum_quantiles(baseline, weights, levels, settings);
  for (const double value : result.sum) {
    result.mean.push_back(value / static_cast<double>(horizon));
  }
  return result;
}

}  // namespace betledger::forecast
