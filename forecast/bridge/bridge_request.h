#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "forecast/bridge/bridge_unlearnt.h"
#include "inference/world.h"

namespace betledger::forecast {

/// Fills a block of realisations of where the cycle lands. Called from several threads at once, for
/// any block, in any order: a pure function of the block.
using LandingWorlds = std::function<void(std::uint64_t block, inference::World& world)>;

struct BridgeRequest {
  std::uint64_t seed = 1;         // of the plan's runs: that of the commit
  std::uint32_t blocks = 64;      // of runs_per_block pairs; >= 2, or no error can be told
  std::vector<std::string> bets;  // their keys, by group of the model now
  /// By node, by known period; empty: never seen. Components' values make the unexplained.
  std::vector<std::vector<std::optional<double>>> observed;
  /// By node: the numbers that plan and landing have elsewhere (the commit's mean, the landing
  /// forecast's); what the paired runs miss of them is the factor `sampling`. Empty: as paired. A
  /// reported landing that hands nothing on of identities broken further down leaves that
  /// `unexplained` at each metric above.
  std::vector<std::optional<double>> committed, reported;
  /// Baselines of the `joint` nodes as they move together when nothing was seen; the others are the
  /// plan's own. What the plan's numbers miss by drawing them one by one is `correlation`, not
  /// drift.
  LandingWorlds together;
  std::vector<std::uint32_t> joint;
  Unlearnt unlearnt;            // what the landing knows no more of than the plan did
  std::size_t exact_limit = 8;  // factors; with more, permutations. <= 16
  std::uint32_t orders = 1;     // permutations, each with its reverse, per block; >= 1
  bool wants_inputs = true;     // MetricBridge::inputs: about as much memory again as the paths
};

}  // namespace betledger::forecast
