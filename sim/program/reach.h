#pragma once

#include <cstdint>
#include <vector>

#include "sim/program/code.h"

// Where bets and links can make a difference. Inside sim/ only.

namespace betledger::sim {

/// By node: the first period in which an intervention of an active group can make a difference;
/// `periods` for never. What comes after may be touched by lags, so it counts as reached.
[[nodiscard]] std::vector<std::uint32_t> reach(const Compiled& code,
                                               const std::vector<bool>& active_groups);

/// Can the sides of a node's roll-up differ, when bets reach each node from period `first` on?
[[nodiscard]] bool rolls_up_changed(const Compiled& code,
                                    const std::vector<std::uint32_t>& first,
                                    std::uint32_t node);

}  // namespace betledger::sim
