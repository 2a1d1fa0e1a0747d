#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "forecast/attribution.h"
#include "forecast/attribution_reach.h"
#include "sim/program.h"

namespace betledger::forecast {

/// One block of runs with the bets switched on and off run by run. One per task.
class Field {
 public:
  Field(const sim::Program& program, const AttributionRequest& request);

  /// Draws a block and evaluates it without bets and with all; its first `runs` runs count.
  void start(std::uint64_t block, std::size_t runs);

  /// Nobody on, in any run.
  void clear();
  void switch_on(std::uint32_t group, std::size_t run) { on_[group][run] = 1; }
  /// The with side with only what is switched on. Throws DomainError: what is fine with all bets
  /// may leave a formula's domain with some.
  void evaluate();

  [[nodiscard]] const sim::Draws& draws() const noexcept { return *draws_; }
  [[nodiscard]] const sim::Paths& paths() const noexcept { return *paths_; }
  /// The focus' roll-up, by run.
  [[nodiscard]] std::span<const double> focus(sim::Side side) const {
    return paths_->rollup(focus_, side);
  }
  [[nodiscard]] const Reach& reach() const noexcept { return reach_; }
  /// Groups that play in a run: live and with a way to the focus or the goal, or needed by one.
  [[nodiscard]] std::vector<std::uint32_t> players(std::size_t run) const;
  /// The groups that `group` needs.
  [[nodiscard]] std::span<const std::uint32_t> needs(std::uint32_t group) const {
    return needs_[group];
  }

 private:
  const sim::Program& program_;
  std::uint64_t seed_;
  std::uint32_t focus_;
  std::size_t runs_ = 0;
  std::unique_ptr<sim::Draws> draws_;
  std::unique_ptr<sim::Paths> paths_;
  Reach reach_;
  std::vector<std::vector<std::uint32_t>> needs_;
  std::vector<std::vector<double>> on_;
  std::vector<std::span<const double>> spans_;
};

}  // namespace betledger::forecast
