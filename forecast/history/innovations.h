#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "tree/check.h"
#include "tree/metric_tree.h"

namespace betledger::forecast {

/// What the past of one metric did not foresee of it, one period ahead (`one_step_residuals`).
struct Innovation {
  /// Mean 0 and variance 1, on the common grid of periods; empty where there is nothing to look at.
  /// Values past three robust standard deviations (1.4826 of the median distance from the median)
  /// were put there before: one Christmas is one point and not a law.
  std::vector<std::optional<double>> values;
  double sd = 0;        // of one unit of `values`, on the metric's scale g
  double held = 1;      // that over the standard deviation of all surprises as they were, <= 1
  double level = 0;     // the metric at the mean of its scale g
  std::string why_not;  // why there is nothing to look at, in words
};

/// All of them side by side, by MetricId: stochastic metrics, and the formulas that a link starts
/// from (where the history of their own or that of their children gives them values).
struct Innovations {
  std::vector<Innovation> of;
};

/// O(fits). Deterministic.
[[nodiscard]] Innovations innovations_of(const tree::MetricTree& tree,
                                         const tree::History& history);

/// The same from residuals, for those who have them already.
[[nodiscard]] Innovation standardised(std::vector<std::optional<double>> residuals, double sd);

}  // namespace betledger::forecast
