#pragma once

#include <string>

#include "forecast/baseline/backtest.h"
#include "reports/page/report.h"

namespace betledger::reports {

/// Per metric, per period and for the cycle roll-up: origins, coverage of the bands, WIS, skill
/// against the random walk. json: betledger.backtest/1; csv: one line per metric and measure.
[[nodiscard]] std::string render(const forecast::Backtest& backtest,
                                 const Provenance& provenance,
                                 Format format,
                                 const Style& style);

}  // namespace betledger::reports
