#pragma once

#include <cstdint>
#include <vector>

#include "forecast/projection/attribution_request.h"
#include "sim/program/program.h"
#include "sim/tasks/executor.h"

namespace betledger::forecast {

/// Groups of bets that stand or fall together: positions in the plan.
using Package = std::vector<std::uint32_t>;

/// The change of the focus' roll-up that each package makes on top of nothing, by package and run;
/// exactly 0 in runs where its gates, its links or its dates keep it from the focus. What a member
/// needs is taken as funded, with its chance to be delivered. Same errors, and the same bytes for
/// every executor.
[[nodiscard]] std::vector<std::vector<double>> stand_alone(const sim::Program& program,
                                                           const AttributionRequest& request,
                                                           const std::vector<Package>& packages,
                                                           sim::Executor& executor);

}  // namespace betledger::forecast
