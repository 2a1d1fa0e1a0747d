#pragma once

#include <string>

#include "forecast/gap/gap.h"
#include "ledger/text/node.h"

namespace betledger::reports {

/// What programs read of a gap report, `betledger.gap/1`: everything a person can see of it. Keys
/// are only ever added (docs/contracts.md). `version` is of the software.
[[nodiscard]] ledger::Node contract_of(const forecast::Gap& gap, const std::string& version);
[[nodiscard]] ledger::Node gap_schema();

}  // namespace betledger::reports
