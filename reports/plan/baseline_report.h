#pragma once

#include <string>
#include <vector>

#include "reports/page/report.h"

namespace betledger::reports {

/// One quantile of one metric: `period` is "1" .. "H", then "sum" and "mean" over the horizon.
struct QuantileRow {
  std::string metric;
  std::string period;
  double level = 0;
  double value = 0;
};

/// csv: the machine contract `metric,period,level,value`, rows in the order given, numbers at full
/// precision. table and markdown: one line per period, one column per level. json:
/// betledger.baseline/1.
struct BaselinePage {
  const std::vector<QuantileRow>& rows;
  std::string version;  // of the software
};
[[nodiscard]] std::string render(const BaselinePage& page, Format format, const Style& style);

}  // namespace betledger::reports
