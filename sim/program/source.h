#pragma once

#include <cstdint>

namespace betledger::sim {

/// Where randomness enters: what attribution and the variance shares switch and redraw.
/// A group of interventions brings its amounts, delays and own gates; a link its gate and strength;
/// a baseline the pool member, innovations and sigma of one node; an occasion its amount; optimism
/// a factor that several groups may share.
struct Source {
  enum class Kind : std::uint8_t { group, link, baseline, occasion, optimism } kind = Kind::group;
  std::uint32_t index = 0;  // group, or position in influences / nodes / occasions / optimism
  friend bool operator==(const Source&, const Source&) = default;
};

}  // namespace betledger::sim
