#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "forecast/projection/attribution_reach.h"
#include "forecast/projection/attribution_request.h"
#include "sim/program/program.h"

namespace betledger::forecast {

/// The nodes whose roll-ups the game is about: the focus, and what the target bounds.
[[nodiscard]] std::vector<std::uint32_t> targets_of(const AttributionRequest& request);

/// One block of runs with the bets switched on and off run by run. One per task.
class Field {
 public:
  Field(const sim::Program& program, const AttributionRequest& request);

  /// Draws a block and evaluates it without bets and with all; its first `runs` runs count.
  void start(std::uint64_t block, std::size_t runs);
  /// Takes single runs of other draws instead (Program::gather), and evaluates them without bets.
  void gather(std::span<const sim::Draws* const> from, std::span<const sim::Lane> lanes);

  /// Nobody on, in any run.
  void clear();
  void switch_on(std::uint32_t group, std::size_t run) { on_[group][run] = 1; }
  /// The with side with only what is switched on. Throws DomainError: what is fine with all bets
  /// may leave a formula's domain with some.
  void evaluate();

  [[nodiscard]] const sim::Paths& paths() const noexcept { return *paths_; }
  /// The focus' roll-up, by run.
  [[nodiscard]] std::span<const double> focus(sim::Side side) const {
    return paths_->rollup(focus_, side);
  }
  /// Of the block last started.
  [[nodiscard]] const Reach& reach() const noexcept { return reach_; }

 private:
  const sim::Program& program_;
  std::uint64_t seed_;
  std::uint32_t focus_;
  std::size_t runs_ = 0;
  std::unique_ptr<sim::Draws> draws_;
  std::unique_ptr<sim::Paths> paths_;
  Reach reach_;
  std::vector<std::vector<double>> on_;
  std::vector<std::span<const double>> spans_;
};

}  // namespace betledger::forecast
