#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "forecast/learning/spike_slab.h"

namespace betledger::forecast {

/// y = X beta + noise, each beta nil or normal by a belief of its own.
struct LinkRegression {
  std::span<const double> outcome;  // y, one per period
  std::span<const double> drivers;  // X, period by period: outcome.size() rows of beliefs.size()
  std::span<const SpikeSlab> beliefs;
  double noise_sd = 1;
};

/// What the data say of the links together. Two drivers that move together cannot be told apart:
/// then each alone stays doubtful while `any_real` of the two is near 1.
struct LinkPosterior {
  struct Model {
    std::vector<bool> real;
    double probability = 0;
  };
  double log_marginal = 0;        // of the data, all models together
  std::vector<double> p_real;     // per link
  std::vector<double> both_real;  // [i * k + j]: P(i and j); i = j: P(i)
  std::vector<double> mean;       // per link, nil or real
  std::vector<double> sd;
  std::vector<Model> models;  // all of them, most probable first

  [[nodiscard]] double any_real(std::size_t i, std::size_t j) const {
    return p_real[i] + p_real[j] - both_real[i * p_real.size() + j];
  }
};

inline constexpr std::size_t most_enumerated_links = 14;

/// Exact, by enumeration of the 2^k models. O(2^k k^3) \pre 1 <= k <= most_enumerated_links,
/// noise_sd > 0, slab sds > 0
[[nodiscard]] LinkPosterior enumerate_links(const LinkRegression& regression);

/// May a report say which of two links is real? Not while at least one of them is (0.95) and
/// neither alone is.
[[nodiscard]] bool separable(const LinkPosterior& links, std::size_t i, std::size_t j);

}  // namespace betledger::forecast
