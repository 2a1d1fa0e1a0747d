#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "forecast/projection/attribution.h"
#include "forecast/projection/attribution_request.h"
#include "sim/program/workspace.h"
#include "sim/tasks/executor.h"
#include "sim/tasks/object_pool.h"

namespace betledger::forecast {

/// Sobol' indices from three columns of runs: `a` and `b` from independent inputs, `mixed` from
/// those of `a` with one input taken from `b`. With V the variance of a and b together (each about
/// their common mean m):
///   first order = mean((b - m)(mixed - a)) / V     Saltelli et al. 2010, Comput. Phys. Commun. 181
///   total       = mean((a - mixed)^2) / (2 V)      Jansen 1999, Comput. Phys. Commun. 117
/// The standard errors hold the noise of V (delta method). Zero where V is zero.
/// Differences between `mixed` and `a` within 1e-12 of their size are rounding, and count as none.
/// \pre equal lengths >= 2
struct SobolIndex {
  sim::Estimate first_order;
  sim::Estimate total;
};
[[nodiscard]] SobolIndex sobol_index(std::span<const double> a,
                                     std::span<const double> b,
                                     std::span<const double> mixed);

/// The focus' roll-up of the same runs under A, under B and under A with each source from B. A is
/// drawn from the seed of the request, so whoever has evaluated a block of it can lend it.
class VarianceMix {
 public:
  struct Columns {
    std::vector<double> a;
    std::vector<double> b;
    std::vector<std::vector<double>> mixed;  // by source
  };

  /// `program` wants the focus, at least.
  VarianceMix(const sim::Program& program, const AttributionRequest& request);

  /// How many blocks there are to add, each once.
  [[nodiscard]] std::uint64_t blocks() const;
  /// Adds a block whose draws, of the seed of the request, were evaluated with all groups active.
  /// The draws come back as they were. Safe to call on several threads.
  void add(std::uint64_t block, sim::Draws& draws, const sim::Paths& paths);
  /// Adds the blocks from this one on.
  void add_from(std::uint64_t first_block, sim::Executor& executor);
  /// Once all blocks are there. `all`: also named are sources that do not reach the focus.
  [[nodiscard]] std::vector<VarianceShare> shares(std::span<const sim::Source> all,
                                                  sim::Executor& executor);

 private:
  void evaluate(std::uint64_t seed, std::uint64_t block, const sim::Workspace& work) const;

  const sim::Program& program_;
  const AttributionRequest& request_;
  std::uint64_t seed_b_;
  std::vector<sim::Source> sources_;           // that reach the focus
  std::vector<std::vector<bool>> downstream_;  // by source: the nodes to evaluate
  sim::ObjectPool<sim::Workspace> work_{
      [this] { return std::make_unique<sim::Workspace>(program_); }};
  Columns columns_;
};

/// Of the focus' roll-up with all bets, per random source of the program: largest total first.
[[nodiscard]] std::vector<VarianceShare> variance_shares(const sim::Program& program,
                                                         const AttributionRequest& request,
                                                         sim::Executor& executor);

}  // namespace betledger::forecast
