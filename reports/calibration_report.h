#pragma once

#include <optional>
#include <string>

#include "forecast/estimators.h"
#include "reports/report.h"

namespace betledger::reports {

/// How well people and teams forecast, and what their next forecast should be read as. Borrows.
struct CalibrationPage {
  const forecast::Calibration& by_forecaster;
  const forecast::Calibration* by_team;  // null: no teams
  std::size_t skipped = 0;
  std::string source;
  std::string version;
};

/// Bias and spread per group with intervals, partially pooled; coverage; what leaving each forecast
/// out says of the correction. csv: a row per group. json: betledger.calibration/1.
[[nodiscard]] std::string render(const CalibrationPage& page, Format format, const Style& style);

}  // namespace betledger::reports
