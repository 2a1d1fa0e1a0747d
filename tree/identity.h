#pragma once

#include <optional>

#include "tree/actuals.h"
#include "tree/check.h"

namespace betledger::tree {

/// The residuals of a component, and the first period where its formula has no value.
struct IdentityFit {
  IdentityResidual residual;
  std::optional<Day> no_value;
};

/// \pre metric `id` has a formula
[[nodiscard]] IdentityFit fit_identity(const MetricTree& tree, const Actuals& actuals, MetricId id);

}  // namespace betledger::tree
