#pragma once

#include <cstdint>
#include <vector>

#include "core/diagnostic.h"
#include "forecast/plan/plan.h"

namespace betledger::forecast {

/// The part of a history that a forecast may use: values that fit their metric's support, without
/// missing periods at the ends, of metrics that the tree has. What was blanked is added to
/// `warnings`.
[[nodiscard]] tree::History usable_history(const tree::MetricTree& tree,
                                           const tree::History& history,
                                           Diagnostics& warnings);

/// What the formulas of a tree read before a cycle starts, by MetricId.
struct Past {
  std::vector<double>
      values;                 // oldest first, the last one is period -1; as many as the longest lag
  std::uint32_t assumed = 0;  // how many rest on a value carried forward or stated
  bool known = true;          // false: a period before the first value is read; `values` is empty
};
[[nodiscard]] std::vector<Past> pasts_of(const tree::MetricTree& tree,
                                         const tree::History& history,
                                         const Timeline& timeline);

/// Metrics that cannot be simulated: no baseline to start from, or read further back than is known.
/// Assumptions are added to `warnings`.
[[nodiscard]] Diagnostics check_history(const Plan& plan, Diagnostics& warnings);

}  // namespace betledger::forecast
