#pragma once

#include <cstdint>

namespace betledger::sim {

/// The pair that every run carries.
enum class Side : std::uint8_t { without, with };
/// Which of them somebody asks for.
enum class Sides : std::uint8_t { both, with };

}  // namespace betledger::sim
