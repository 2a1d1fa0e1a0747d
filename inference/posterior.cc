#include "inference/posterior.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "core/contract.h"
#include "inference/sampler.h"

namespace betledger::inference {
namespace {

using sim::runs_per_block;

/// Linear between order statistics (Hyndman and Fan's type 7).
double quantile(const std::vector<double>& sorted, double level) {
  const double at = level * static_cast<double>(sorted.size() - 1);
  const auto low = static_cast<std::size_t>(at);
  const std::size_t high = std::min(low + 1, sorted.size() - 1);
  return sorted[low] + (at - static_cast<double>(low)) * (sorted[high] - sorted[low]);
}

/// The values whose flag is not 0.
std::vector<double> where(const std::vector<double>& values, const std::vector<double>& flags) {
  std::vector<double> some;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (flags[i] != 0) {
      some.push_back(values[i]);
    }
  }
  return some;
}

}  // namespace

Posterior::Posterior(const Problem& problem,
                     const PosteriorSettings& settings,
                     sim::Executor& executor)
    : problem_{&problem}, settings_{settings} {
  BET_EXPECT(settings.particles >= runs_per_block && settings.particles % runs_per_block == 0);
  BET_EXPECT(settings.least_ess > 0 && settings.least_ess < 1 && settings.sweeps > 0);
  particles_.resize(settings.particles / runs_per_block);
  executor.for_each(particles_.size(), [&](std::size_t b) {
    particles_[b] = Coordinates{problem};
    draw_prior(problem, settings.seed, static_cast<std::uint32_t>(b), particles_[b]);
  });
  health_.ess = settings.particles;
  health_.prior_ess = settings.particles;
  if (problem.moves().empty()) {
    Block block{problem};  // what was seen has a density all the same
    block.load(particles_.front());
    health_.log_evidence = particles_.front().loglik[0][0];
    return;
  }
  // What the evidence says nothing of takes no part in the resampling: it is put back afterwards.
  const std::vector<Coordinates> prior = particles_;
  TemperedSampler{problem, settings, executor}.run(particles_, health_);
  for (std::size_t b = 0; b < particles_.size(); ++b) {
    for (Index u = 0; u < problem.unknowns().size(); ++u) {
      if (!problem.unknown_is_moved()[u]) {
        std::copy_n(prior[b].scores[u], runs_per_block, particles_[b].scores[u]);
      }
    }
    for (Index g = 0; g < problem.model().gates.size(); ++g) {
      if (!problem.gate_is_moved()[g]) {
        std::copy_n(prior[b].coins[g], runs_per_block, particles_[b].coins[g]);
      }
    }
  }
}

std::vector<double> Posterior::values(Index unknown) const {
  std::vector<double> all;
  std::vector<double> column(runs_per_block);
  for (const Coordinates& block : particles_) {
    std::copy_n(block.scores[unknown], runs_per_block, column.begin());
    for (double& score : column) {
      score = std::clamp(score, -6.4, 6.4);
    }
    problem_->samplers()[unknown].at_scores(column.data(), column.data());
    all.insert(all.end(), column.begin(), column.end());
  }
  return all;
}

std::vector<double> Posterior::amounts(Index intervention) const {
  std::vector<double> all = values(problem_->unknown(Unknown::Kind::amount, intervention));
  if (const auto optimism = problem_->model().interventions[intervention].optimism) {
    const std::vector<double> factors = values(problem_->unknown(Unknown::Kind::factor, *optimism));
    std::transform(all.begin(), all.end(), factors.begin(), all.begin(), std::multiplies<>{});
  }
  return all;
}

std::vector<double> Posterior::open(Index gate) const {
  std::vector<double> all;
  for (const Coordinates& block : particles_) {
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      bool is_open = problem_->gate_is_possible(gate);
      for (const Index coin : problem_->coins_of_gate(gate)) {
        is_open = is_open && block.coins[coin][i] != 0;
      }
      all.push_back(is_open ? 1.0 : 0.0);
    }
  }
  return all;
}

Belief Posterior::belief(Index unknown, std::optional<Index> given) const {
  const std::vector<double> all = values(unknown);
  return summary(given ? where(all, open(*given)) : all);
}

Belief Posterior::belief_of_amount(Index intervention, Index given) const {
  return summary(where(amounts(intervention), open(given)));
}

Belief Posterior::summary(const std::vector<double>& values) const {
  Belief belief;
  if (values.empty()) {
    return belief;
  }
  const double n = static_cast<double>(values.size());
  for (const double value : values) {
    belief.mean += value / n;
  }
  double squares = 0;
  for (const double value : values) {
    squares += (value - belief.mean) * (value - belief.mean);
  }
  belief.sd = n > 1 ? std::sqrt(squares / (n - 1)) : 0;
  std::vector<double> sorted = values;
  std::sort(sorted.begin(), sorted.end());
  belief.p10 = quantile(sorted, 0.10);
  belief.p50 = quantile(sorted, 0.50);
  belief.p90 = quantile(sorted, 0.90);
  const double share = n / static_cast<double>(settings_.particles);
  belief.se = belief.sd / std::sqrt(std::max(1.0, std::min(health_.ess * share, n)));
  return belief;
}

Chance Posterior::share(const std::vector<double>& flags) const {
  const Belief belief = summary(flags);
  return {belief.mean, belief.se};
}

Chance Posterior::chance(Index gate) const {
  const double prior = problem_->model().gates[gate].probability;
  if (!problem_->gate_is_moved()[gate]) {
    return {prior, 0};
  }
  std::vector<double> flags;
  for (const Coordinates& block : particles_) {
    flags.insert(flags.end(), block.coins[gate], block.coins[gate] + runs_per_block);
  }
  return share(flags);
}

}  // namespace betledger::inference
