#pragma once

#include "core/distribution.h"

namespace betledger {

/// p / (1 - p), p at least 1e-4 and at most 1 - 1e-4: what comes of runs is known no better.
[[nodiscard]] double odds(double p);

/// P(X < value), to 1e-12, by bisection of the quantile function.
[[nodiscard]] double share_below(const Distribution& distribution, double value);

}  // namespace betledger
