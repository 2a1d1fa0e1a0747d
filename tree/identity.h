#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "tree/actuals.h"
#include "tree/history.h"
#include "tree/metric_tree.h"

namespace betledger::tree {

/// How well a component's own actuals fit its formula of the actual children: actual / formula - 1.
struct IdentityResidual {
  std::string metric;
  std::size_t periods = 0;  // compared
  double mean_abs = 0;      // mean |actual / formula - 1|
  double worst = 0;         // the residual farthest from 0, with its sign
  Day worst_period{};
};
[[nodiscard]] std::vector<IdentityResidual> identity_residuals(const MetricTree& tree,
                                                               const History& history);

/// The residuals of a component, and the first period where its formula has no value.
struct IdentityFit {
  IdentityResidual residual;
  std::optional<Day> no_value;
};

/// \pre metric `id` has a formula
[[nodiscard]] IdentityFit fit_identity(const MetricTree& tree, const Actuals& actuals, MetricId id);

}  // namespace betledger::tree
