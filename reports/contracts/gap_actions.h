#pragma once

#include <vector>

#include "core/calendar.h"
#include "forecast/gap/gap_actions.h"
#include "ledger/text/node.h"
#include "reports/contracts/schema.h"

namespace betledger::reports {

/// A decision's members of a bet's entry.
void add_advice(const forecast::Decision& decision, ledger::Node& bet);
/// They refer to "chance" and "change".
[[nodiscard]] std::vector<schema::Key> advice_keys();
/// "signals", "alarm", "kill_rules", "candidates", "left_out", "required_lifts", "rules".
void add_actions(const forecast::Actions& actions, const Timeline& timeline, ledger::Node& node);
[[nodiscard]] std::vector<schema::Key> action_keys();

}  // namespace betledger::reports
