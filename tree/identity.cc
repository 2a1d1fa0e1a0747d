#include "tree/identity.h"

#include <cmath>

namespace betledger::tree {

IdentityFit fit_identity(const MetricTree& tree, const Actuals& actuals, MetricId id) {
  IdentityFit result;
  result.residual.metric = tree.metric(id).key;
  double sum = 0;
  for (const Observation& actual : actuals.observed(id)) {
    const std::optional<double> computed = actuals.computed(id, actual.day);
    if (!computed || !std::isfinite(actual.value)) {
      continue;  // another finding names the value
    }
    const double relative = actual.value == *computed ? 0 : actual.value / *computed - 1;
    if (!std::isfinite(*computed) || !std::isfinite(relative)) {
      result.no_value = result.no_value.value_or(actual.day);
      continue;
    }
    ++result.residual.periods;
    sum += std::abs(relative);
    if (result.residual.periods == 1 || std::abs(relative) > std::abs(result.residual.worst)) {
      result.residual.worst = relative;
      result.residual.worst_period = actual.day;
    }
  }
  if (result.residual.periods > 0) {
    result.residual.mean_abs = sum / static_cast<double>(result.residual.periods);
  }
  return result;
}

std::vector<IdentityResidual> identity_residuals(const MetricTree& tree, const History& history) {
  const Actuals actuals{tree, history, std::nullopt};
  std::vector<IdentityResidual> result;
  for (std::uint32_t i = 0; i < tree.size(); ++i) {
    if (tree.metric(MetricId{i}).formula) {
      const IdentityFit found = fit_identity(tree, actuals, MetricId{i});
      if (found.residual.periods > 0) {
        result.push_back(found.residual);
      }
    }
  }
  return result;
}

}  // namespace betledger::tree
