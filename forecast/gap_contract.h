#pragma once

#include <string>

#include "forecast/gap.h"
#include "ledger/node.h"

namespace betledger::forecast {

/// What programs read of a gap report, `betledger.gap/1`: everything a person can see of it. Keys
/// are only ever added (docs/contract).
[[nodiscard]] ledger::Node contract_of(const Gap& gap, const std::string& version);

/// A decision's members of a bet's entry.
void add_advice(const Decision& decision, ledger::Node& bet);
/// "signals", "alarm", "kill_rules", "candidates", "left_out", "required_lifts", "rules".
void add_actions(const Actions& actions, const Timeline& timeline, ledger::Node& node);

}  // namespace betledger::forecast
