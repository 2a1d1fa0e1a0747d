#pragma once

#include <string>
#include <vector>

#include "reports/contracts/baseline.h"
#include "reports/page/report.h"

namespace betledger::reports {

/// csv: the machine contract `metric,period,level,value`, rows in the order given, numbers at full
/// precision. table and markdown: one line per period, one column per level. json:
/// betledger.baseline/1.
[[nodiscard]] std::string render(const BaselinePage& page, Format format, const Style& style);

}  // namespace betledger::reports
