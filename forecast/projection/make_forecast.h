#pragma once

#include "core/result.h"
#include "forecast/plan/plan.h"
#include "forecast/projection/forecast.h"
#include "forecast/projection/monitor.h"
#include "forecast/projection/settings.h"
#include "sim/tasks/executor.h"

namespace betledger::forecast {

/// Simulates the plan. Fails where a baseline cannot be fitted (D-codes); throws DomainError
/// (sim/program/simulate.h). The bytes do not depend on the executor. `settings.runs` of the result
/// is how many runs there were; with exactly so many the result has the same bytes. Stopped before
/// the first runs were done, it throws sim::Interrupted. Memory: at most about 64 MiB of samples
/// and as much of counts at a time, whatever the tree and the runs.
[[nodiscard]] Result<Forecast> make_forecast(Plan plan,
                                             const Settings& settings,
                                             sim::Executor& executor,
                                             const Monitor& monitor = {});

}  // namespace betledger::forecast
