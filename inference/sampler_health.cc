#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "inference/sampler.h"

namespace betledger::inference {
namespace {

using sim::runs_per_block;

/// 0 where one of them does not vary: there is nothing to forget.
double correlation(const std::vector<double>& a, const std::vector<double>& b) {
  const double n = static_cast<double>(a.size());
  double sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    sa += a[i];
    sb += b[i];
    saa += a[i] * a[i];
    sbb += b[i] * b[i];
    sab += a[i] * b[i];
  }
  const double va = saa - sa * sa / n;
  const double vb = sbb - sb * sb / n;
  return va > 0 && vb > 0 ? (sab - sa * sb / n) / std::sqrt(va * vb) : 0.0;
}

std::vector<double> gather(const std::vector<Coordinates>& particles,
                           sim::Columns Coordinates::*columns,
                           Index i) {
  std::vector<double> all;
  for (const Coordinates& block : particles) {
    const double* column = (block.*columns)[i];
    all.insert(all.end(), column, column + runs_per_block);
  }
  return all;
}

}  // namespace

double tail_share(std::vector<double> weights) {
  const double n = static_cast<double>(weights.size());
  const auto tail = static_cast<std::ptrdiff_t>(std::min(n / 5, 3 * std::sqrt(n)));
  std::nth_element(weights.begin(), weights.end() - tail, weights.end());
  const double top = std::accumulate(weights.end() - tail, weights.end(), 0.0);
  return top / std::accumulate(weights.begin(), weights.end(), 0.0);
}

/// Of scores, and of gates that are open in more than a few particles and shut in as many.
double TemperedSampler::worst_memory(const std::vector<Coordinates>& before,
                                     const std::vector<Coordinates>& after) const {
  constexpr double few = 0.05;
  double worst = 0;
  for (Index u = 0; u < problem_.unknowns().size(); ++u) {
    if (problem_.unknown_is_moved()[u]) {
      const auto a = gather(before, &Coordinates::scores, u);
      worst = std::max(worst, std::abs(correlation(a, gather(after, &Coordinates::scores, u))));
    }
  }
  for (Index g = 0; g < problem_.gate_is_moved().size(); ++g) {
    if (problem_.gate_is_moved()[g]) {
      const auto a = gather(before, &Coordinates::coins, g);
      const double open = std::accumulate(a.begin(), a.end(), 0.0) / static_cast<double>(a.size());
      if (open > few && open < 1 - few) {
        worst = std::max(worst, std::abs(correlation(a, gather(after, &Coordinates::coins, g))));
      }
    }
  }
  return worst;
}

void TemperedSampler::judge(double count, double memory, double worst_tail, Health& health) const {
  double total = 0;
  for (const double a : acceptance_) {
    total += a;
  }
  health.acceptance = total / static_cast<double>(acceptance_.size());
  health.least_acceptance = *std::min_element(acceptance_.begin(), acceptance_.end());
  health.ess = count / (1 + (offspring_ - 1) * memory * memory);
  if (memory > 0.9) {
    health.troubles.push_back(fmt::format(
        "the particles hardly moved (correlation {:.2f} with where they were put)", memory));
  }
  if (health.khat > 0.7 && worst_tail > 0.25) {
    health.troubles.push_back(fmt::format(
        "a few particles carry the weight (Pareto k {:.2f}, trusted up to 0.7)", health.khat));
  }
  if (health.ess < 0.02 * count) {
    health.troubles.push_back(fmt::format(
        "{:.0f} of {:.0f} particles count: the posterior collapsed", health.ess, count));
  }
}

}  // namespace betledger::inference
