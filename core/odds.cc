#include "core/odds.h"

#include <algorithm>

namespace betledger {

double odds(double p) {
  const double bounded = std::clamp(p, 1e-4, 1 - 1e-4);
  return bounded / (1 - bounded);
}

double share_below(const Distribution& distribution, double value) {
  double low = 0;
  double high = 1;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (distribution.quantile(std::clamp(middle, 1e-12, 1 - 1e-12)) < value ? low : high) = middle;
  }
  return low;
}

}  // namespace betledger
