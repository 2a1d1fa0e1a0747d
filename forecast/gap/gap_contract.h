#pragma once

#include <string>
#include <vector>

#include "forecast/gap/gap.h"
#include "ledger/text/node.h"

namespace betledger::forecast {

/// What programs read of a gap report, `betledger.gap/1`: everything a person can see of it. Keys
/// are only ever added (docs/contracts.md).
[[nodiscard]] ledger::Node contract_of(const Gap& gap, const std::string& version);

/// A decision's members of a bet's entry.
void add_advice(const Decision& decision, ledger::Node& bet);
/// "signals", "alarm", "kill_rules", "candidates", "left_out", "required_lifts", "rules".
void add_actions(const Actions& actions, const Timeline& timeline, ledger::Node& node);

// Parts that a review has too.
/// {"mean", "sd", "p10", "p50", "p90", "se"}
[[nodiscard]] ledger::Node belief_node(const inference::Belief& belief);
/// {"probability", "se"}
[[nodiscard]] ledger::Node chance_node(const inference::Chance& chance);
/// Every commit of the cycle, oldest first: {"on", "head_seq", "periods_known", "probability",
/// "because"}
[[nodiscard]] ledger::Node commits_node(const std::vector<CommitNews>& commits);
/// {"metric", "at_least" | "at_most", "probability"}; null without a target.
[[nodiscard]] ledger::Node target_node(const Landing& landing);
/// How far the sampler can be trusted.
[[nodiscard]] ledger::Node health_node(const Gap& gap);

}  // namespace betledger::forecast
