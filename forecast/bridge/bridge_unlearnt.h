#pragma once

#include <functional>
#include <vector>

#include "inference/posterior.h"
#include "inference/world.h"
#include "sim/model/model.h"

namespace betledger::forecast {

/// What is believed now exactly as it was at the plan, independently of all that was seen. There a
/// bridge takes the plan's own draws for the landing as well: the law is the same, and nothing is
/// blamed on chance. Vectors may be empty: nothing is.
struct Unlearnt {
  std::vector<bool> bases;      // by node
  std::vector<bool> pushes;     // by intervention of the plan
  std::vector<bool> live;       // by intervention of the plan
  std::vector<bool> pulls;      // by influence
  std::vector<bool> occasions;  // by occasion

  /// Puts the plan's columns in the place of the landing's.
  void take_over(const inference::World& plan, inference::World& landing) const;
};

/// What evidence does not bear on and no fact changed.
/// \pre as make_bridge's, `problem` being about the model now
[[nodiscard]] Unlearnt unlearnt_of(const sim::Model& plan, const inference::Problem& problem);

/// The particles of a posterior carried on: block b is its block b modulo their number, each time
/// round a new future.  \pre `posterior` outlives it
[[nodiscard]] std::function<void(std::uint64_t block, inference::World& world)> landing_worlds(
    const inference::Posterior& posterior);

}  // namespace betledger::forecast
