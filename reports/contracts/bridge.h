#pragma once

#include <optional>
#include <string>
#include <vector>

#include "forecast/bridge/bridge.h"
#include "forecast/gap/gap.h"
#include "ledger/text/node.h"

namespace betledger::reports {

/// Which metric's bridge, and how to speak of it.
struct BridgeView {
  std::string metric;
  std::string unit;
  bool is_over = false;                 // its roll-up is known: "actual" in the place of "landing"
  std::optional<double> plan_median{};  // what other parts of the report lead with
  std::optional<double> landing_median{};
};

/// How a bridge of the gap speaks of a metric: its unit, its medians, and whether it has ended.
[[nodiscard]] BridgeView view_of(const forecast::Gap& gap, const std::string& metric);

/// "actual" once the roll-up is known, else "landing".
[[nodiscard]] const char* landing_name(const BridgeView& view);
/// Of `view.metric`.  \pre it is in the bridge
[[nodiscard]] const forecast::MetricBridge& metric_of(const forecast::Bridge& bridge,
                                                      const BridgeView& view);
/// Its contributions, the largest first.
[[nodiscard]] std::vector<forecast::Contribution> by_size(const forecast::MetricBridge& metric);

/// {"metric", "plan", "landing" | "actual", "gap", "se", "pairs", "exact", "factors": [{"kind",
/// "source", "amount", "se"}]}; factors by size, all that are not exactly 0.
[[nodiscard]] ledger::Node bridge_node(const forecast::Bridge& bridge, const BridgeView& view);
[[nodiscard]] ledger::Node bridge_schema();

}  // namespace betledger::reports
