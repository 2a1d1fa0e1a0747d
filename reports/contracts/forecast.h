#pragma once

#include "ledger/text/node.h"

namespace betledger::reports {

/// Of betledger.forecast/1, which forecast::contract_of writes: what a commit stores and hashes is
/// written beside the plan of record, not here.
[[nodiscard]] ledger::Node forecast_schema();

}  // namespace betledger::reports
