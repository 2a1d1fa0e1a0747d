#pragma once

#include <vector>

#include "core/diagnostic.h"
#include "forecast/history/link_evidence.h"
#include "ledger/text/node.h"
#include "reports/page/report.h"
#include "tree/identity.h"
#include "tree/metric_tree.h"

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

/// betledger.check/1
[[nodiscard]] ledger::Node contract_of(const CheckPage& page, const Provenance& provenance);
[[nodiscard]] ledger::Node check_schema();

}  // namespace betledger::reports
