#pragma once

#include <utility>
#include <vector>

#include "forecast/baseline/member.h"

namespace betledger::forecast {

/// Every period observed.
inline ScaledHistory whole(std::vector<double> values) {
  std::vector<bool> observed(values.size(), true);
  return {std::move(values), std::move(observed), 1.0};
}

}  // namespace betledger::forecast
