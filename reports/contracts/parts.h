#pragma once

#include <string>
#include <vector>

#include "core/distribution.h"
#include "forecast/gap/gap.h"
#include "ledger/text/node.h"

// What several contracts have in common, each beside its schema.

namespace betledger::reports {

/// {"mean", "sd", "p10", "p50", "p90", "se"}; mean and sd are null where a tail is too heavy.
[[nodiscard]] ledger::Node belief_node(const inference::Belief& belief);
[[nodiscard]] ledger::Node belief_schema();
/// {"probability", "se"}
[[nodiscard]] ledger::Node chance_node(const inference::Chance& chance);
[[nodiscard]] ledger::Node chance_schema();
/// {"p10", "p50", "p90", "mean"} of a distribution; "mean" is null where it does not exist.
[[nodiscard]] ledger::Node quantiles_node(const Distribution& distribution);
[[nodiscard]] ledger::Node quantiles_schema();
/// Every commit of the cycle, oldest first: {"on", "head_seq", "periods_known", "probability",
/// "because"}
[[nodiscard]] ledger::Node commits_node(const std::vector<forecast::CommitNews>& commits);
[[nodiscard]] ledger::Node commits_schema();
/// {"metric", "at_least" | "at_most", "probability"}; null without a target.
[[nodiscard]] ledger::Node target_node(const forecast::Landing& landing);
/// Without the null. A review that is over adds "met".
[[nodiscard]] ledger::Node target_schema(bool has_met);
/// How far the sampler can be trusted.
[[nodiscard]] ledger::Node health_node(const forecast::Gap& gap);
[[nodiscard]] ledger::Node health_schema();

// Of json_page, json::provenance, forecast::cycle_of, json::summary, json::estimate,
// diagnostic_nodes and forecast::metric_of.
[[nodiscard]] ledger::Node provenance_schema();
[[nodiscard]] ledger::Node simulation_schema();
[[nodiscard]] ledger::Node cycle_schema();
[[nodiscard]] ledger::Node summary_schema();
[[nodiscard]] ledger::Node estimate_schema();
[[nodiscard]] ledger::Node diagnostics_schema();
/// `landing`: with the actual values. Refers to "summary" and "estimate".
[[nodiscard]] ledger::Node metric_fan_schema(bool is_landing);
/// {"mean", "se", "p10", "p50", "p90"}
[[nodiscard]] ledger::Node change_schema();
/// As name(forecast::KillState) says it.
[[nodiscard]] ledger::Node kill_state_schema();
/// As name(ledger::BetStatus) says it.
[[nodiscard]] ledger::Node bet_status_schema();
/// "lift" or "shift"
[[nodiscard]] ledger::Node action_schema();

}  // namespace betledger::reports
