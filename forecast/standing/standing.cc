#include "forecast/standing/standing.h"

#include <algorithm>

namespace betledger::forecast {

std::size_t Observed::count() const noexcept {
  return static_cast<std::size_t>(std::count_if(
      values.begin(), values.end(), [](const auto& value) { return value.has_value(); }));
}

}  // namespace betledger::forecast
