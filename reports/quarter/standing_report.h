#pragma once

#include <string>

#include "core/diagnostic.h"
#include "forecast/standing/standing.h"
#include "ledger/text/node.h"
#include "reports/contracts/standing.h"
#include "reports/page/document.h"
#include "reports/page/report.h"

namespace betledger::reports {

/// `standing`: what is known of a cycle at a day, against its plan of record. Per metric the
/// periods with values, missing, revised and silent; per bet what happened, how late against the
/// median of its delay, the chance of delivery now, and its kill rule. json: betledger.standing/1.
[[nodiscard]] std::string render(const StandingPage& page,
                                 const Provenance& provenance,
                                 Format format,
                                 const Style& style);

// The parts, for the gap report.
[[nodiscard]] Table observed_table(const forecast::Standing& standing);
[[nodiscard]] Table delivery_table(const forecast::Standing& standing);

}  // namespace betledger::reports
