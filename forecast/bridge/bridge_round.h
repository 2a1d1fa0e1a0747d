#pragma once

#include <cstdint>
#include <vector>

#include "forecast/bridge/bridge_game.h"
#include "forecast/bridge/bridge_inputs.h"
#include "forecast/bridge/bridge_pair.h"
#include "forecast/bridge/bridge_request.h"
#include "sim/columns/columns.h"

// Inside the bridge only.

namespace betledger::forecast {

/// What one block of pairs says: means over its runs.
struct BlockBridge {
  std::vector<double> plan;      // by node
  std::vector<double> together;  // by node: what drawing baselines together adds to the plan
  std::vector<double> gap;       // by node
  std::vector<double> missing;   // by node: of the gap as it is reported
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

  void enumerate(const std::vector<Index>& playing, BlockBridge& result);
  void permute(std::uint64_t block, std::vector<Index> playing, BlockBridge& result);
  void step(Index player, bool landed, double share, BlockBridge& result);
  void keep(sim::Columns& rollups) const;
  void keep_paths(sim::Columns& paths) const;
  void add_plan(BlockBridge& result);
  void add_ends(BlockBridge& result);

  const Game& game_;
  const InputGame& input_game_;
  BridgePair pair_;
  sim::Columns start_, before_;              // [node] roll-ups: as planned, before a step
  sim::Columns plan_paths_, landing_paths_;  // [stage node * periods + period]
};

}  // namespace betledger::forecast
