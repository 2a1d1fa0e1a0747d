#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "forecast/attribution.h"
#include "forecast/attribution_field.h"
#include "forecast/shapley.h"
#include "forecast/tornado.h"
#include "sim/philox.h"

namespace betledger::forecast {

/// Every run of what the answers of `attribute` are made from.
struct GameColumns {
  using Column = std::vector<double>;

  GameColumns(const sim::Program& program, const AttributionRequest& request);

  Column focus;
  Column joint;
  Column naive;
  std::vector<Column> uplift;  // by group
  std::vector<Column> shapley;
  std::vector<Column> alone;
  std::vector<Column> target;   // 1: met only with the bet, -1: only without it
  std::vector<Driver> drivers;  // by source; those of groups get their values from `uplift`
};

/// Plays the game of the bets in one block of runs, each run on its own draws. One per task.
class GameRound {
 public:
  GameRound(const sim::Program& program, const AttributionRequest& request);

  /// Fills rows [first, first + runs) of `columns`.
  void play(std::uint64_t block, std::size_t first, std::size_t runs, GameColumns& columns);

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

  [[nodiscard]] Ends ends_of(std::uint32_t node) const;
  [[nodiscard]] Seat seat(std::size_t run, std::size_t number) const;
  void keep_drivers(std::size_t first, std::size_t runs, GameColumns& columns) const;
  [[nodiscard]] double value_of(sim::Source source, std::size_t run) const;
  void gather(const Seat& seat, std::size_t run, std::size_t index);
  void evaluate_coalitions();
  void score(std::size_t run, std::size_t number, GameColumns& columns) const;

  const sim::Program& program_;
  const AttributionRequest& request_;
  std::uint32_t goal_node_;
  Field field_;
  std::vector<sim::StreamKey> order_keys_;  // by group
  std::vector<Seat> seats_;                 // by run
  Ends focus_;
  Ends goal_;
};

}  // namespace betledger::forecast
