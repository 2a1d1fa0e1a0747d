#pragma once

#include <optional>
#include <span>

#include "forecast/baseline/path_quantiles.h"
#include "tree/metric.h"

namespace betledger::forecast {

/// The scale to fit values on that nobody has described, and the bounds that hold what is forecast.
struct UsualSupport {
  tree::Support support = tree::Support::real;
  std::optional<double> least;  // only where some value lies on the edge of a narrower support
  std::optional<double> most;
  friend bool operator==(const UsualSupport&, const UsualSupport&) = default;
};

/// The narrowest support that holds every value. Values on its edge have no logarithm or log-odds:
/// counts with zeros, and shares (some are no whole numbers) of exactly 0 or 1, are fitted as
/// `real` and held within [0, inf) and [0, 1]. Negative values are `real`.
[[nodiscard]] UsualSupport usual_support(std::span<const double> values);

/// Puts quantiles past a bound onto it. The truth cannot lie past it either, so no score gets
/// worse.
void hold_within(const UsualSupport& bounds, PathQuantiles& quantiles);

}  // namespace betledger::forecast
