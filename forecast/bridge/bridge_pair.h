#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "forecast/bridge/bridge_game.h"
#include "forecast/bridge/bridge_request.h"
#include "sim/columns/columns.h"

// Inside the bridge only.

namespace betledger::forecast {

/// A block of the plan's runs and one of the landing's, and any mixture of the two: a factor at a
/// time is turned from as planned to as landed, or back.
class BridgePair {
 public:
  using Index = std::uint32_t;

  explicit BridgePair(const Game& game);

  void draw(std::uint64_t block, const LandingWorlds& landing);
  /// Evaluates the landing as a whole, and finds what its identities leave unexplained.
  void show_landing();
  /// Are there baselines that move together? Then the plan shown has them so; and as its own
  /// numbers have them, one by one:
  [[nodiscard]] bool joins() const { return !game_.request.joint.empty(); }
  void show_plan_apart();
  /// Evaluates the plan.  \pre the landing was shown
  void show_plan();
  /// Could the factor make a difference to anything?  \pre the landing was shown
  [[nodiscard]] bool matters(Index player) const;
  /// Switches a factor and evaluates what follows from it.  \pre the plan was shown
  void turn(Index player, bool landed);

  // As shown or turned, with bets:
  [[nodiscard]] std::span<const double> rollup(Index node) const {
    return paths_->rollup(node + game_.stage.shift(), sim::Side::with);
  }
  /// Mean of the landing's roll-up as it is reported, less as it was shown; 0 without residuals.
  /// \pre the landing is shown
  [[nodiscard]] double missing(Index node);
  [[nodiscard]] std::span<const double> column(Index stage_node, Index t) const {
    return paths_->column(stage_node, t, sim::Side::with);
  }

 private:
  void show(bool landed);
  void swap_joint();
  bool find_residual(Index residual);
  [[nodiscard]] bool base_matters(const Player& player) const;
  [[nodiscard]] bool bet_matters(const Player& player) const;
  [[nodiscard]] bool residual_matters(Index residual) const;
  void place(const Player& player, bool landed);
  void place_residual(Index residual, bool landed);
  [[nodiscard]] double* base_column(Index stage_node, Index t);

  const Game& game_;
  std::unique_ptr<sim::Draws> plan_draws_, draws_;
  std::unique_ptr<sim::Paths> paths_;
  inference::World plan_, landing_;
  inference::World other_;  // the joint baselines that the plan does not show now
  std::optional<inference::Evaluation> as_reported_;
  sim::Columns residuals_;                 // [residual * periods + period]
  std::vector<bool> has_push_, has_live_;  // by group: is the landing's in place?
};

}  // namespace betledger::forecast
