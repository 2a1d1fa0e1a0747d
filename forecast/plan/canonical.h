#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "forecast/plan/plan.h"
#include "ledger/text/node.h"
#include "sim/summary/summary.h"

namespace betledger::forecast::json {

/// Numbers as the shortest text that reads back as the same double.  \pre finite
[[nodiscard]] ledger::Node number(double value);
[[nodiscard]] ledger::Node count(std::uint64_t value);
[[nodiscard]] ledger::Node flag(bool value);
[[nodiscard]] ledger::Node text(std::string value);
[[nodiscard]] ledger::Node day(Day value);

/// {"mean", "se", "sd", "p05", ..., "p95"}
[[nodiscard]] ledger::Node summary(const sim::Summary& values);
/// {"mean", "se"}
[[nodiscard]] ledger::Node estimate(const sim::Estimate& value);
/// {"at_least": X} or {"at_most": X}, added to `onto`.
void add_bound(ledger::Node& onto, const tree::Limit& bound);

/// One entry per item, in their order.
template <class Items, class Write>
[[nodiscard]] ledger::Node list_of(const Items& items, const Write& write) {
  std::vector<ledger::Node> nodes;
  nodes.reserve(items.size());
  for (const auto& item : items) {
    nodes.push_back(write(item));
  }
  return ledger::Node::sequence(std::move(nodes));
}
[[nodiscard]] ledger::Node numbers(std::span<const double> values);
/// Null where it is not finite, or not there.
[[nodiscard]] ledger::Node number_or_null(double value);
[[nodiscard]] ledger::Node number_or_null(const std::optional<double>& value);
/// "sum", "mean", "last", "weighted"
[[nodiscard]] ledger::Node rollup(tree::RollupKind kind);
/// {"seq", "hash"} and the rest of a simulation's provenance: seed, runs, version.
[[nodiscard]] ledger::Node provenance(const Plan& plan,
                                      std::uint64_t seed,
                                      std::uint64_t runs,
                                      const std::string& version);

/// What canonical_plan writes: tree and bets as their authoring files say it, then what the ledger
/// knows of each bet, the cycle and the history by metric with null for a missing period.
[[nodiscard]] ledger::Node plan_node(const Plan& plan);

}  // namespace betledger::forecast::json

namespace betledger::forecast {

/// The plan's canonical JSON is what a commit hashes: tree, bets, cycle, history and data cut. Not
/// the ledger's head: an entry that changes nothing of the plan leaves its hash alone.
[[nodiscard]] std::string canonical_plan(const Plan& plan);

}  // namespace betledger::forecast
