#pragma once

#include <string>
#include <vector>

#include "core/diagnostic.h"
#include "forecast/history/link_evidence.h"
#include "reports/page/report.h"
#include "tree/check.h"
#include "tree/identity.h"

namespace betledger::reports {

/// What `check` found. Borrows: everything outlives the page.
struct CheckPage {
  const tree::MetricTree& tree;
  bool structure = true;  // was looked at
  bool data = true;
  const Diagnostics& structure_findings;
  const Diagnostics& data_findings;
  const std::vector<tree::IdentityResidual>& residuals;  // empty when data was not looked at
  const std::vector<forecast::LinkEvidence>& links;      // likewise
};

/// Findings by severity, each with its code, message and hint (positions only where a file is
/// known), the data-to-do list, identity residuals, what history says of each link, and a closing
/// count; "nothing to report" when there is nothing. json: betledger.check/1 with every finding;
/// csv: `severity,code,about,message,hint`.
[[nodiscard]] std::string render(const CheckPage& page,
                                 const Provenance& provenance,
                                 Format format,
                                 const Style& style);

}  // namespace betledger::reports
