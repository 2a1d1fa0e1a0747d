#pragma once

#include <string>

#include "forecast/review/closing.h"
#include "reports/contracts/closing.h"
#include "reports/page/report.h"

namespace betledger::reports {

/// `cycle close`: accepted proposals with their links before and after, bets carried over, the diff
/// of tree and bets, and the closed cycle's plan run again on the new tree. json:
/// betledger.close/1.
[[nodiscard]] std::string render(const ClosePage& page,
                                 const Provenance& provenance,
                                 Format format,
                                 const Style& style);

}  // namespace betledger::reports
