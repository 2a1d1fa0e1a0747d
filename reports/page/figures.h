#pragma once

#include <string>

#include "tree/occasion.h"

namespace betledger::reports {

/// `value` rounded to the last digit that its standard error supports (two digits of `se`): "12,300
/// ± 240".
[[nodiscard]] std::string with_error(double value, double se);
/// A probability and its standard error in per cent: "27.1 % ± 0.3".
[[nodiscard]] std::string percent_with_error(double share, double se);
/// The same of a share of runs; where none or all of them agreed what that leaves room for:
/// "> 99.98%". For a cell of a table without the error: "27%".
[[nodiscard]] std::string share_with_error(double share, double se);
[[nodiscard]] std::string share_percent(double share, double se);

/// "0.4 (0.1 to 0.9)": a median between its P10 and P90.
[[nodiscard]] std::string median_with_range(double p10, double p50, double p90);
/// An effect's amount: "+1.8%" of a lift, "12.3" of a shift.
[[nodiscard]] std::string amount_text(double value, tree::Action action);

}  // namespace betledger::reports
