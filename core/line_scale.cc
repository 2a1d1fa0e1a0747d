#include "core/line_scale.h"

#include <algorithm>
#include <cmath>

#include "core/contract.h"

namespace betledger {

LineScale::LineScale(double lower, std::optional<double> upper)
    : kind_{upper ? Kind::logit : Kind::log}, lower_{lower}, upper_{upper.value_or(0)} {
  BET_EXPECT(!upper || lower < *upper);
}

double LineScale::to_line(double x) const noexcept {
  switch (kind_) {
    case Kind::log:
      return std::log(x - lower_);
    case Kind::logit:
      return std::log(x - lower_) - std::log(upper_ - x);
    case Kind::identity:
      break;
  }
  return x;
}

double LineScale::from_line(double y) const noexcept {
  constexpr double largest = 500;
  switch (kind_) {
    case Kind::log:
      return lower_ + std::exp(std::min(y, largest));
    case Kind::logit: {
      // From the nearer bound, which keeps the digits of the distance to it.
      const double odds = std::exp(-std::abs(y));
      const double share = (upper_ - lower_) * (odds / (1 + odds));
      return y < 0 ? lower_ + share : upper_ - share;
    }
    case Kind::identity:
      break;
  }
  return y;
}

}  // namespace betledger
