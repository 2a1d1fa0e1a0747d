#pragma once

#include <vector>

#include "core/result.h"
#include "forecast/baseline/baseline.h"
#include "forecast/plan/plan.h"
#include "sim/tasks/executor.h"

namespace betledger::forecast {

/// Fits a baseline per stochastic metric, in the order of the tree. A metric without history has
/// none.
[[nodiscard]] Result<std::vector<Baseline>> fit_baselines(const Plan& plan,
                                                          sim::Executor* executor = nullptr);

}  // namespace betledger::forecast
