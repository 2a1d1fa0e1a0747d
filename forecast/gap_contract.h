#pragma once

#include <string>

#include "forecast/gap.h"
#include "ledger/node.h"

namespace betledger::forecast {

/// What programs read of a gap report, `betledger.gap/1`: everything a person can see of it. Keys
/// are only ever added (docs/contract).
[[nodiscard]] ledger::Node contract_of(const Gap& gap, const std::string& version);

}  // namespace betledger::forecast
