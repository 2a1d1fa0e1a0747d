#pragma once

#include <optional>

#include "core/diagnostic.h"
#include "tree/history.h"
#include "tree/metric_tree.h"

namespace betledger::tree {

/// What is questionable about a tree's structure, all of it, in the order of the file: several
/// roots, orphans, missing owner / unit / definition, more than four drivers on a metric, too deep
/// (> 6), no guardrail, a focus without `desired`, a component that is controllable, a link whose
/// confidence is below 0.1 or without evidence, ... T-codes; `explain` tells each.
[[nodiscard]] Diagnostics check_structure(const MetricTree& tree);

/// What is questionable about the data: missing history, values outside the support, gaps, stale
/// series (the last value is 2+ periods older than `as_of`), short series (< 26 periods), identity
/// residuals past 1 %, ... in the order of the file. The hints are the data-to-do list: what to
/// get, from where and whom. `as_of` is the end of the data; later periods are not looked at
/// (nothing: the newest value of all is the end). D-codes.  O(values + formula steps * values)
[[nodiscard]] Diagnostics check_data(const MetricTree& tree,
                                     const History& history,
                                     std::optional<Day> as_of);

}  // namespace betledger::tree
