#pragma once

#include <cstdint>
#include <string>

#include "forecast/plan/plan.h"
#include "ledger/text/json_values.h"
#include "ledger/text/node.h"
#include "sim/summary/summary.h"

namespace betledger::json {

/// {"mean", "se", "sd", "p05", ..., "p95"}
[[nodiscard]] ledger::Node summary(const sim::Summary& values);
/// {"mean", "se"}
[[nodiscard]] ledger::Node estimate(const sim::Estimate& value);
/// {"at_least": X} or {"at_most": X}, added to `onto`.
void add_bound(ledger::Node& onto, const tree::Limit& bound);

/// "sum", "mean", "last", "weighted"
[[nodiscard]] ledger::Node rollup(tree::RollupKind kind);
/// {"seq", "hash"} and the rest of a simulation's provenance: seed, runs, version.
[[nodiscard]] ledger::Node provenance(const forecast::Plan& plan,
                                      std::uint64_t seed,
                                      std::uint64_t runs,
                                      const std::string& version);

/// What canonical_plan writes: tree and bets as their authoring files say it, then what the ledger
/// knows of each bet, the cycle and the history by metric with null for a missing period.
[[nodiscard]] ledger::Node plan_node(const forecast::Plan& plan);

}  // namespace betledger::json

namespace betledger::forecast {

/// The plan's canonical JSON is what a commit hashes: tree, bets, cycle, history and data cut. Not
/// the ledger's head: an entry that changes nothing of the plan leaves its hash alone.
[[nodiscard]] std::string canonical_plan(const Plan& plan);

}  // namespace betledger::forecast
