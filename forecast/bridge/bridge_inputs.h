#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "forecast/bridge/bridge_game.h"
#include "sim/columns/columns.h"
#include "sim/model/formula_code.h"

// Inside the bridge only.

namespace betledger::forecast {

/// Splits each component's gap over its inputs, between two sets of paths. Immutable.
class InputGame {
 public:
  explicit InputGame(const Game& game);

  struct Component {
    std::uint32_t node = 0;              // of the model
    sim::FormulaCode formula;            // over nodes of the stage
    std::vector<std::uint32_t> inputs;   // nodes of the stage; the weight of the roll-up included
    std::size_t first = 0;               // of its inputs, in a flat list of all components'
    std::vector<sim::StreamKey> orders;  // by input
  };
  [[nodiscard]] const std::vector<Component>& components() const noexcept { return components_; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  /// The name of an input: nothing for a residual.
  [[nodiscard]] std::string name(std::uint32_t input) const;

  /// Mean amounts over the runs of a block, by component and input. Paths are columns
  /// [stage node * periods + period].
  [[nodiscard]] std::vector<double> play(std::uint64_t block,
                                         const sim::Columns& plan,
                                         const sim::Columns& landing) const;

 private:
  const Game& game_;
  std::vector<Component> components_;
  std::size_t size_ = 0;
};

/// Shapley values of a game from the values of all its coalitions: `table[set * width + i]`, set
/// being the bits of its players, for `width` games at once; out[player * width + i].
[[nodiscard]] std::vector<double> shapley_values(std::span<const double> table,
                                                 std::size_t players,
                                                 std::size_t width);

}  // namespace betledger::forecast
