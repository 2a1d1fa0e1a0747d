#include "forecast/bridge/bridge.h"

#include <algorithm>

namespace betledger::forecast {

const char* name(Factor::Kind kind) noexcept {
  switch (kind) {
    case Factor::Kind::baseline:
      return "baseline";
    case Factor::Kind::execution:
      return "execution";
    case Factor::Kind::hypothesis:
      return "hypothesis";
    case Factor::Kind::link:
      return "link";
    case Factor::Kind::unexplained:
      return "unexplained";
    case Factor::Kind::correlation:
      return "correlation";
    case Factor::Kind::sampling:
      break;
  }
  return "sampling";
}

const MetricBridge* Bridge::find(const std::string& metric) const noexcept {
  const auto found = std::find_if(metrics.begin(), metrics.end(), [&](const MetricBridge& one) {
    return one.metric == metric;
  });
  return found == metrics.end() ? nullptr : &*found;
}

}  // namespace betledger::forecast
