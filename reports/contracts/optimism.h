#pragma once

#include "forecast/review/optimism_offer.h"
#include "ledger/book/optimism.h"
#include "ledger/text/node.h"
#include "reports/page/report.h"

namespace betledger::reports {

/// How stated effects are read, and what past cycles say of it. Borrows.
struct OptimismPage {
  const ledger::OptimismByTeam& corrections;
  const forecast::OptimismEvidence* evidence = nullptr;  // null: nobody asked
  bool is_new = true;  // past cycles offer a correction that the ledger does not have yet
};
/// betledger.optimism/1
[[nodiscard]] ledger::Node contract_of(const OptimismPage& page, const Provenance& provenance);
[[nodiscard]] ledger::Node optimism_schema();

}  // namespace betledger::reports
