#pragma once

#include <string>
#include <vector>

#include "forecast/projection/fan.h"

namespace betledger::reports {

/// The fan over time as text, one line per period: `·` p05 to p95, `─` p10 to p90, `━` p25 to p75
/// and `●` the median with bets; `○` the median without where the two fall on different columns.
/// The axis below spans all lines.
[[nodiscard]] std::vector<std::string> fan_chart(const std::vector<forecast::PeriodFan>& periods,
                                                 std::size_t columns);

/// A horizontal bar for a tornado row: from `low` to `high` on an axis [axis_low, axis_high], `│`
/// at `middle`.
struct BarAxis {
  double low = 0;
  double middle = 0;
  double high = 0;
  std::size_t columns = 40;
};
[[nodiscard]] std::string swing_bar(double low, double high, const BarAxis& axis);

}  // namespace betledger::reports
