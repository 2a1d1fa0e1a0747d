#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "core/series.h"
#include "tree/history.h"
#include "tree/metric_tree.h"

namespace betledger::tree {

/// The history of a tree's metrics up to a day, and what the formulas make of it.
class Actuals {
 public:
  /// Both are viewed, not copied. Periods that start after `as_of` are not seen (nothing: all are).
  Actuals(const MetricTree& tree, const History& history, std::optional<Day> as_of);

  /// A metric's series; nullptr if it has none or its periods are not the tree's.
  [[nodiscard]] const Series* series(MetricId id) const;
  /// Its observed values, oldest first: the first days of their periods and the values.
  [[nodiscard]] std::vector<Observation> observed(MetricId id) const;
  [[nodiscard]] std::optional<double> value(MetricId id, Day period) const;

  /// A component's formula of the actual values it reads; nothing where one is missing. NaN or
  /// infinite where a domain was left.  \pre metric `id` has a formula
  [[nodiscard]] std::optional<double> computed(MetricId id, Day period) const;

  /// The start of the newest observed period of all metrics.
  [[nodiscard]] std::optional<Day> newest() const { return newest_; }

 private:
  const MetricTree& tree_;
  const History& history_;
  std::optional<Day> as_of_;
  std::optional<Day> newest_;
};

}  // namespace betledger::tree
