#pragma once

#include <cstdint>
#include <span>

#include "sim/program/code.h"
#include "sim/program/side.h"

namespace betledger::sim {

/// Program::only
void restrict_to(Compiled& code, std::span<const std::uint32_t> wanted, Sides sides);

}  // namespace betledger::sim
