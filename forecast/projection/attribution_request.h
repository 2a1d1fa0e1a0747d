#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tree/metric.h"

namespace betledger::forecast {

/// A bound on the roll-up of a node.
struct Goal {
  std::uint32_t node = 0;
  tree::Limit bound;
};

struct AttributionRequest {
  std::uint64_t seed = 1;
  std::uint64_t runs = 20'000;           // >= 2
  std::uint64_t variance_runs = 16'384;  // >= 2
  double outermost = 0.005;              // of the runs at either end, see VarianceShare; 0: none
  std::uint32_t focus = 0;               // node
  std::vector<std::string> bets;         // names of the groups
  std::optional<Goal> goal;              // the target
};

}  // namespace betledger::forecast
