#include "forecast/baseline/usual_support.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace betledger::forecast {

UsualSupport usual_support(std::span<const double> values) {
  const auto all = [&values](auto holds) {
    return std::all_of(values.begin(), values.end(), holds);
  };
  const auto all_in = [&all](tree::Support support) {
    return all([support](double value) { return tree::contains(support, value); });
  };
  const bool whole = all([](double value) { return value == std::round(value); });
  const bool unit = all([](double value) { return value >= 0 && value <= 1; });
  if (all_in(tree::Support::fraction)) {
    return {tree::Support::fraction, {}, {}};
  }
  if (unit && !whole) {
    return {tree::Support::real, 0, 1};
  }
  if (all_in(tree::Support::positive)) {
    return {tree::Support::positive, {}, {}};
  }
  if (all([](double value) { return value >= 0; })) {
    return {tree::Support::real, 0, {}};
  }
  return {};
}

void hold_within(const UsualSupport& bounds, PathQuantiles& quantiles) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const double least = bounds.least.value_or(-infinity);
  const double most = bounds.most.value_or(infinity);
  const auto hold = [&](std::vector<double>& values, double periods) {
    for (double& value : values) {
      value = std::clamp(value, least * periods, most * periods);
    }
  };
  for (auto& period : quantiles.periods) {
    hold(period, 1);
  }
  hold(quantiles.sum, static_cast<double>(quantiles.periods.size()));
  hold(quantiles.mean, 1);
}

}  // namespace betledger::forecast
