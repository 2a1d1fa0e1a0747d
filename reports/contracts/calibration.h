#pragma once

#include <cstddef>
#include <string>

#include "forecast/learning/estimators.h"
#include "ledger/text/node.h"
#include "reports/page/report.h"

namespace betledger::reports {

/// How well people and teams forecast, and what their next forecast should be read as. Borrows.
struct CalibrationPage {
  const forecast::Calibration& by_forecaster;
  const forecast::Calibration* by_team;  // null: no teams
  std::size_t skipped = 0;
  std::string source;
  std::string version;
};

/// betledger.calibration/1
[[nodiscard]] ledger::Node contract_of(const CalibrationPage& page);
[[nodiscard]] ledger::Node calibration_schema();

}  // namespace betledger::reports
