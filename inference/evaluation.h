#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "inference/evidence.h"
#include "inference/world.h"

namespace betledger::inference {

/// Evaluates worlds, and has what was seen in the place of what they say: with bets, a period that
/// is over has its actual value in every run, components with actuals of their own included. The
/// side without bets is what no one can see, so it stays as the world has it. One per task.
class Evaluation {
 public:
  /// Both must outlive this; `evidence` empty: nothing was seen.
  Evaluation(const Canvas& canvas, const Evidence& evidence);

  /// Throws DomainError where a formula leaves its domain.
  void evaluate(const World& world);

  /// Valid until the next evaluation.
  [[nodiscard]] std::span<const double> column(std::uint32_t node,
                                               std::uint32_t period,
                                               sim::Side side) const;
  /// The node's roll-up over the cycle, by its rule.
  void rollup(std::uint32_t node, sim::Side side, double* out) const;

  [[nodiscard]] sim::Draws& draws() noexcept { return *draws_; }
  [[nodiscard]] sim::Paths& paths() noexcept { return *paths_; }

 private:
  const Canvas& canvas_;
  std::unique_ptr<sim::Draws> draws_;
  std::unique_ptr<sim::Paths> paths_;
  std::vector<std::int64_t> place_;  // [node][known]: column of seen_, or -1
  sim::Columns seen_;
  std::uint32_t known_ = 0;
};

}  // namespace betledger::inference
