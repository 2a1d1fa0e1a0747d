#pragma once

#include <string>
#include <vector>

#include "forecast/baseline/backtest.h"
#include "ledger/text/node.h"
#include "reports/page/report.h"

namespace betledger::reports {

/// One quantile of one metric: `period` is "1" .. "H", then "sum" and "mean" over the horizon.
struct QuantileRow {
  std::string metric;
  std::string period;
  double level = 0;
  double value = 0;
};

/// What a metric does without bets. Borrows.
struct BaselinePage {
  const std::vector<QuantileRow>& rows;
  std::string version;  // of the software
};
/// betledger.baseline/1
[[nodiscard]] ledger::Node contract_of(const BaselinePage& page);
[[nodiscard]] ledger::Node baseline_schema();

/// betledger.backtest/1
[[nodiscard]] ledger::Node contract_of(const forecast::Backtest& backtest,
                                       const Provenance& provenance);
[[nodiscard]] ledger::Node backtest_schema();

}  // namespace betledger::reports
