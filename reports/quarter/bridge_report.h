#pragma once

#include <optional>
#include <string>
#include <vector>

#include "forecast/bridge/bridge.h"
#include "reports/page/page.h"

namespace betledger::reports {

/// Which metric's bridge, and how to speak of it.
struct BridgeView {
  std::string metric;
  std::string unit;
  bool is_over = false;                 // its roll-up is known: "actual" in the place of "landing"
  std::optional<double> plan_median{};  // what other parts of the report lead with
  std::optional<double> landing_median{};
};

/// A waterfall from plan to landing, factors by size, what is small summed as "other (n)"; what the
/// numbers mean below it. For a section of another page; it brings its own heading.
void add_bridge(Document& page, const forecast::Bridge& bridge, const BridgeView& view);
/// {"metric", "plan", "landing" | "actual", "gap", "se", "pairs", "exact", "factors": [{"kind",
/// "source", "amount", "se"}]}; factors by size, all that are not exactly 0.
[[nodiscard]] ledger::Node bridge_node(const forecast::Bridge& bridge, const BridgeView& view);
/// metric,kind,source,amount,se; first `plan`, last `landing` | `actual`, of every metric or one.
[[nodiscard]] Table bridge_table(const forecast::Bridge& bridge, const BridgeView& view);

}  // namespace betledger::reports
