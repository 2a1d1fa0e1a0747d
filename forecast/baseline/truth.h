#pragma once

#include <vector>

#include "core/id.h"
#include "core/series.h"
#include "tree/check.h"

// What really came, on one grid of periods. Inside forecast/ only.

namespace betledger::forecast {

/// By MetricId: a metric's own history, and where that has no value the formula of its children's
/// truth; a value outside the support is none. All series start and end in the same periods.
[[nodiscard]] std::vector<Series> truth_of(const tree::MetricTree& tree,
                                           const tree::History& history);

/// The metrics that `metric` is made of, by formulas and the weights of its own roll-up, itself
/// included; in the order of the tree.
[[nodiscard]] std::vector<MetricId> made_of(const tree::MetricTree& tree, MetricId metric);

}  // namespace betledger::forecast
