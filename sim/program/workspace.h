#pragma once

#include <memory>

#include "sim/program/draws.h"
#include "sim/program/paths.h"
#include "sim/program/program.h"

namespace betledger::sim {

/// What one task works in: the random numbers and the paths of one block.
struct Workspace {
  explicit Workspace(const Program& program)
      : draws{program.make_draws()}, paths{program.make_paths()} {}

  std::unique_ptr<Draws> draws;
  std::unique_ptr<Paths> paths;
};

}  // namespace betledger::sim
