#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "core/large_array.h"
#include "forecast/projection/attribution_field.h"
#include "forecast/projection/attribution_reach.h"
#include "forecast/projection/attribution_request.h"
#include "forecast/projection/shapley.h"
#include "forecast/projection/tornado.h"
#include "sim/random/philox.h"

namespace betledger::forecast {

/// Every run of what the answers of `attribute` are made from.
struct GameColumns {
  using Column = std::span<double>;

  GameColumns(const sim::Program& program, const AttributionRequest& request);

  LargeArray memory;  // of what follows
  Column focus;
  Column joint;
  Column naive;
  std::vector<Column> uplift;  // by group
  std::vector<Column> shapley;
  std::vector<Column> alone;
  std::vector<Column> target;   // 1: met only with the bet, -1: only without it
  std::vector<Driver> drivers;  // by source; those of groups get their values from `uplift`
};

/// Plays the game of the bets in some blocks of runs, each run on its own draws. One per task.
///
/// Runs with the same players are evaluated side by side, whatever block they come from: then a
/// block of lanes needs few coalitions, with few bets on, and most metrics are as without bets.
class GameRound {
 public:
  GameRound(const sim::Program& program, const AttributionRequest& request);

  /// How many runs to play at once: whole blocks, as many as keep their draws in a few megabytes.
  [[nodiscard]] static std::size_t runs_at_once(const sim::Program& program);
  /// Sees every block once it is drawn and evaluated with all bets on; leaves the draws as they
  /// are.
  using Visit = std::function<void(std::uint64_t block, sim::Draws&, const sim::Paths&)>;
  /// Fills rows [first, first + runs) of `columns`.  \pre `first` is the start of a block
  void play(
      std::uint64_t first,
      std::size_t runs,
      GameColumns& columns,
      const Visit& visit = [](std::uint64_t, sim::Draws&, const sim::Paths&) {});

 private:
  /// One run of the game.
  struct Seat {
    std::vector<std::uint32_t> players;  // groups, ascending
    Coalitions coalitions;
    std::vector<double> values;  // of the focus, by coalition
    std::vector<double> goals;   // of the goal's node
  };
  /// Roll-ups of a node, by run, without bets and with all.
  struct Ends {
    std::vector<double> nobody;
    std::vector<double> everybody;
  };

  void draw(std::uint64_t block, std::size_t runs, sim::Draws& draws);
  void append(std::uint32_t node, std::size_t runs, Ends& ends) const;
  [[nodiscard]] Seat seat(std::size_t run, std::size_t number) const;
  void keep_drivers(const sim::Draws& draws,
                    std::size_t first,
                    std::size_t runs,
                    GameColumns& columns) const;
  [[nodiscard]] std::vector<std::uint32_t> alike_together() const;
  void switch_on(const Seat& seat, std::size_t lane, std::size_t index);
  void evaluate_coalitions(std::span<const std::uint32_t> table);
  void score(std::size_t run, std::size_t number, GameColumns& columns) const;

  const sim::Program& program_;
  const AttributionRequest& request_;
  std::uint32_t goal_node_;
  sim::Program game_;  // for the focus and the goal alone
  Field field_;
  std::vector<std::unique_ptr<sim::Draws>> draws_;  // by block
  std::vector<const sim::Draws*> all_draws_;
  std::unique_ptr<sim::Paths> paths_;
  Reach reach_;
  std::vector<sim::StreamKey> order_keys_;  // by group
  std::vector<Seat> seats_;                 // by run
  std::vector<std::uint8_t> members_;       // of the coalition at hand
  Ends focus_;
  Ends goal_;
};

}  // namespace betledger::forecast
