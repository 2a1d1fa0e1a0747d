#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "forecast/projection/forecast.h"
#include "forecast/projection/pair_digest.h"
#include "sim/program/simulate.h"

namespace betledger::forecast {

/// Both sides of one series: of a metric's roll-up, or of its values in a period.
struct Sides {
  sim::Summary with;
  sim::Summary without;
};

/// Writes what was simulated of a metric into a forecast: its fan, and as the plan asks, the odds
/// of the target, a watch, clamps.
class FanEntries {
 public:
  /// `forecast`: its plan is set.
  explicit FanEntries(Forecast& forecast) : forecast_{forecast}, plan_{forecast.plan} {}

  /// The bounds asked of metric `m` of the tree: the target first, if it is its own, then its
  /// limit.
  [[nodiscard]] std::vector<tree::Limit> bounds_of(std::size_t m) const;
  /// `series`: the roll-up, then every period; `rollup`: with the bounds above.
  void add(std::size_t m, std::span<const Sides> series, const RollupTally& rollup);
  void add_clamps(std::size_t m, const sim::Tally& tally);

 private:
  [[nodiscard]] const tree::Metric& metric_of(std::size_t m) const {
    return plan_.tree.spec().metrics[m];
  }
  [[nodiscard]] bool has_target(std::size_t m) const {
    return plan_.cycle.target && plan_.cycle.target->metric == metric_of(m).key;
  }

  Forecast& forecast_;
  const Plan& plan_;
};

}  // namespace betledger::forecast
