#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "forecast/bridge_game.h"
#include "forecast/bridge_inputs.h"
#include "sim/columns.h"

// Inside the bridge only.

namespace betledger::forecast {

/// What one block of pairs says: means over its runs.
struct BlockBridge {
  std::vector<double> plan;      // by node
  std::vector<double> gap;       // by node
  std::vector<double> amounts;   // by player and touch: see Player::first
  std::vector<bool> is_playing;  // by player: could it make a difference?
  std::vector<double> inputs;    // by component and input
  bool is_exact = true;
};

/// Plays the game in one block of pairs. One per task.
class BridgeRound {
 public:
  BridgeRound(const Game& game, const InputGame& inputs);

  [[nodiscard]] BlockBridge play(std::uint64_t block, const LandingWorlds& landing);

 private:
  using Index = std::uint32_t;

  void draw(std::uint64_t block, const LandingWorlds& landing);
  void place_plan();
  void find_residuals();
  bool find_residual(Index residual);
  [[nodiscard]] bool matters(const Player& player) const;
  [[nodiscard]] bool bet_matters(const Player& player) const;
  void place(const Player& player, bool landed);
  /// Switches a factor and evaluates what follows from it.
  void turn(Index player, bool landed);
  [[nodiscard]] double* base_column(Index stage_node, Index t);
  void enumerate(const std::vector<Index>& playing, BlockBridge& result);
  void permute(std::uint64_t block, std::vector<Index> playing, BlockBridge& result);
  void step(Index player, bool landed, double share, BlockBridge& result);
  void keep(sim::Columns& rollups) const;
  void keep_paths(sim::Columns& paths) const;
  void add_ends(BlockBridge& result);

  const Game& game_;
  const InputGame& input_game_;
  std::unique_ptr<sim::Draws> plan_draws_, draws_;
  std::unique_ptr<sim::Paths> paths_;
  inference::World plan_, landing_;
  sim::Columns residuals_;                   // [residual * periods + period]
  std::vector<bool> has_push_, has_live_;    // by group: is the landing's in place?
  sim::Columns start_, before_;              // [node] roll-ups: as planned, before a step
  sim::Columns plan_paths_, landing_paths_;  // [stage node * periods + period]
};

}  // namespace betledger::forecast
