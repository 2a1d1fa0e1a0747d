#pragma once

#include <cstdint>

#include "sim/columns/effect_kernels.h"
#include "sim/model/model.h"

namespace betledger::sim {

/// Period `period` of a profile, for kernels::ramp: a(t) from the profile's delay. The delay is at
/// least 0, so a(t) is 0 before period floor(start), and after period ceil(end) - 1.
[[nodiscard]] kernels::RampPeriod ramp_period(const Profile& profile, std::uint32_t period);

}  // namespace betledger::sim
