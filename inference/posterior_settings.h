#pragma once

#include <cstdint>

namespace betledger::inference {

struct PosteriorSettings {
  std::uint32_t particles = 4096;  // a multiple of runs_per_block, at least one block
  std::uint32_t sweeps = 5;        // of every move, per temperature
  std::uint64_t seed = 1;
  double least_ess = 0.5;  // share of the particles, per temperature; in (0, 1)
  std::uint32_t most_temperatures = 100;
};

}  // namespace betledger::inference
