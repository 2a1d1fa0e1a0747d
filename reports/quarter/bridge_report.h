#pragma once

#include <optional>
#include <string>
#include <vector>

#include "forecast/bridge/bridge.h"
#include "reports/contracts/bridge.h"
#include "reports/page/page.h"

namespace betledger::reports {

/// A waterfall from plan to landing, factors by size, what is small summed as "other (n)"; what the
/// numbers mean below it. For a section of another page; it brings its own heading.
void add_bridge(Document& page, const forecast::Bridge& bridge, const BridgeView& view);
/// metric,kind,source,amount,se; first `plan`, last `landing` | `actual`, of every metric or one.
[[nodiscard]] Table bridge_table(const forecast::Bridge& bridge, const BridgeView& view);

}  // namespace betledger::reports
