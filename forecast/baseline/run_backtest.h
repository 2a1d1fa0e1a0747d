#pragma once

#include <vector>

#include "core/diagnostic.h"
#include "forecast/baseline/backtest.h"
#include "sim/tasks/executor.h"

namespace betledger::forecast {

/// Rolling origin: at each one the baseline is fitted to what was known then and judged by the
/// `horizon` periods after it. Metrics whose history does not suffice are left out and told in
/// `warnings` (D503), and so are values outside the support, which count as missing (D502).
/// Works on origins in parallel; the same bytes for every executor.
[[nodiscard]] Backtest run_backtest(const std::vector<BacktestSeries>& series,
                                    const BacktestSettings& settings,
                                    sim::Executor& executor,
                                    Diagnostics& warnings);

}  // namespace betledger::forecast
