#pragma once

#include <string>
#include <vector>

#include "core/diagnostic.h"
#include "forecast/history/link_evidence.h"
#include "reports/contracts/check.h"
#include "reports/page/report.h"
#include "tree/check.h"
#include "tree/identity.h"

namespace betledger::reports {

/// Findings by severity, each with its code, message and hint (positions only where a file is
/// known), the data-to-do list, identity residuals, what history says of each link, and a closing
/// count; "nothing to report" when there is nothing. json: betledger.check/1 with every finding;
/// csv: `severity,code,about,message,hint`.
[[nodiscard]] std::string render(const CheckPage& page,
                                 const Provenance& provenance,
                                 Format format,
                                 const Style& style);

}  // namespace betledger::reports
