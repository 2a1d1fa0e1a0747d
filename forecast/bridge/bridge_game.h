#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "forecast/bridge/bridge.h"
#include "forecast/bridge/bridge_request.h"
#include "inference/evaluation.h"
#include "inference/world.h"
#include "sim/program/program.h"
#include "sim/random/philox.h"

// Inside the bridge only.

namespace betledger::forecast {

/// A component whose own actuals may differ from its formula: the formula gets one more term, an
/// input that is nothing in the plan and the difference in the landing. A factor instead of a term
/// where the component moves another by elasticity: it cancels in the ratio that does so.
struct Residual {
  std::uint32_t component = 0;  // node of the model now
  bool is_factor = false;

  /// What it is where there is nothing to explain.
  [[nodiscard]] double neutral() const noexcept { return is_factor ? 1 : 0; }
};

/// The model now with an input per residual in front of its nodes.
struct Stage {
  sim::Model model;
  std::vector<Residual> residuals;

  [[nodiscard]] std::uint32_t shift() const noexcept {
    return static_cast<std::uint32_t>(residuals.size());
  }
};
[[nodiscard]] Stage make_stage(const sim::Model& now,
                               const std::vector<std::vector<std::optional<double>>>& observed);

/// A factor as the game plays it.
struct Player {
  Factor factor;
  std::uint32_t index = 0;                   // node, group, influence, residual
  std::vector<std::uint32_t> interventions;  // of the group
  std::vector<std::uint32_t> occasions;      // of the node
  std::vector<bool> changes;                 // by node of the stage: what it can change
  std::vector<std::uint32_t> touches;  // nodes of the model whose roll-up it can change, ascending
  std::size_t first = 0;               // of its touches, in a flat list of everybody's
  sim::StreamKey order;
};

/// What all blocks share. Immutable.
struct Game {
  Game(const sim::Model& plan, const sim::Model& now, const BridgeRequest& request);

  BridgeRequest request;
  sim::Program plan;
  sim::Model now;
  Stage stage;
  inference::Canvas canvas;
  /// To have the landing as it is reported: each metric's own actuals in their place, and nothing
  /// handed on of what they leave unexplained. Only where there are residuals and numbers to meet.
  std::optional<inference::Canvas> as_reported;
  inference::Evidence seen;
  std::vector<Player> players;
  std::size_t touches = 0;     // of all players
  std::vector<bool> is_moved;  // by node of the model: can an intervention change it?
  bool reads_ahead = false;    // some node reads, lagged, one that comes later

  [[nodiscard]] std::size_t nodes() const noexcept { return now.nodes.size(); }

 private:
  void add_players();
  void add(Player player, const std::vector<std::uint32_t>& starts);
  [[nodiscard]] std::vector<bool> downstream(const std::vector<std::uint32_t>& starts) const;
};

}  // namespace betledger::forecast
