#pragma once

#include <optional>
#include <string>

#include "forecast/learning/calibration.h"
#include "forecast/learning/estimators.h"
#include "reports/contracts/calibration.h"
#include "reports/page/document.h"
#include "reports/page/report.h"

namespace betledger::reports {

/// Bias and spread per group with intervals, partially pooled; coverage; what leaving each forecast
/// out says of the correction. csv: a row per group. json: betledger.calibration/1.
[[nodiscard]] std::string render(const CalibrationPage& page, Format format, const Style& style);

/// A section of another page: the groups of one kind ("team") with what is offered, its own
/// heading.
void add_calibration(Document& out,
                     const forecast::Calibration& calibration,
                     const std::string& noun);

}  // namespace betledger::reports
