#pragma once

#include <cstdint>

#include "forecast/gap/landing.h"

namespace betledger::forecast {

struct GapSettings {
  LandingSettings landing;
  std::uint32_t sweeps = 5;
  std::uint32_t bridge_blocks = 32;  // of 256 pairs of a run of the plan and one of the landing
  bool wants_actions = true;
};

}  // namespace betledger::forecast
