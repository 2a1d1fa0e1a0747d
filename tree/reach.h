#pragma once

#include <vector>

#include "tree/metric_tree.h"

namespace betledger::tree {

/// The parts of a tree that count for nothing: they lead neither to the focus nor to a guardrail
/// nor to a roll-up's weights. One metric for each: its top, which nothing reads, or the first of a
/// loop without a top. In the order of the file, tops first.  O(metrics + links)
[[nodiscard]] std::vector<MetricId> stray_tops(const MetricTree& tree);

}  // namespace betledger::tree
