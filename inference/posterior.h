#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "inference/block.h"
#include "inference/health.h"
#include "inference/posterior_settings.h"
#include "inference/problem.h"
#include "inference/world.h"
#include "sim/tasks/executor.h"

namespace betledger::inference {

/// An unknown's, or gate's, marginal.
struct Belief {
  double mean = 0;
  double sd = 0;
  double p10 = 0;
  double p50 = 0;
  double p90 = 0;
  double se = 0;  // of the mean: Monte Carlo
};
struct Chance {
  double probability = 0;
  double se = 0;  // Monte Carlo; 0 where the evidence says nothing and it is the prior's
};

/// Equally weighted particles from p(unknowns | evidence), by tempered sequential Monte Carlo (Del
/// Moral, Doucet and Jasra 2006): from the prior, through p(observed | unknowns)^tau with tau
/// chosen so that the effective sample stays at `least_ess`, to tau = 1; systematic resampling;
/// Crank-Nicolson steps on scores, gates flipped together with what stands behind them. Pool
/// members and sigmas of nodes that are not coupled are summed out exactly.
///
/// What no evidence bears on (is_moved false) keeps its prior exactly. Same problem, same seed:
/// same bytes, whatever the executor. O(particles x temperatures x sweeps x moves x periods^2)
class Posterior {
 public:
  /// \pre `problem` and its model outlive this
  Posterior(const Problem& problem, const PosteriorSettings& settings, sim::Executor& executor);

  [[nodiscard]] const Problem& problem() const noexcept { return *problem_; }
  [[nodiscard]] const Health& health() const noexcept { return health_; }
  [[nodiscard]] std::uint32_t blocks() const noexcept {
    return static_cast<std::uint32_t>(particles_.size());
  }

  /// One block's particles.
  [[nodiscard]] const Coordinates& coordinates(std::uint32_t block) const {
    return particles_[block];
  }
  /// An unknown's values, particle by particle.
  [[nodiscard]] std::vector<double> values(Index unknown) const;
  /// An intervention's amount times the factor it is read by, particle by particle.
  [[nodiscard]] std::vector<double> amounts(Index intervention) const;
  /// Their marginal given that a gate is open.
  [[nodiscard]] Belief belief_of_amount(Index intervention, Index given) const;
  /// 1 or 0, particle by particle: is the gate, with all it needs, open?
  [[nodiscard]] std::vector<double> open(Index gate) const;
  /// The marginal of an unknown given that a gate is open; without a gate, of the unknown.
  [[nodiscard]] Belief belief(Index unknown, std::optional<Index> given = {}) const;
  /// Of a gate's own coin.
  [[nodiscard]] Chance chance(Index gate) const;
  /// Of any statement about the particles (1 or 0 each), or any value of theirs.
  [[nodiscard]] Chance share(const std::vector<double>& flags) const;
  [[nodiscard]] Belief summary(const std::vector<double>& values) const;

  /// A block of particles carried on to the cycle's end: what was seen stays, innovations ahead are
  /// drawn from what they are given those up to now; member and sigma from their posterior; delays
  /// as the particle has them. `replicate` numbers different futures of the same particles.
  void continue_world(std::uint32_t block,
                      std::uint64_t replicate,
                      Block& workspace,
                      World& world) const;

 private:
  const Problem* problem_;
  PosteriorSettings settings_;
  std::vector<Coordinates> particles_;
  Health health_;
};

}  // namespace betledger::inference
