#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/calendar.h"
#include "sim/summary/summary.h"
#include "tree/metric.h"

namespace betledger::forecast {

struct PeriodFan {
  Day start{};
  sim::Summary with;
  sim::Summary without;
};

struct MetricFan {
  std::string metric;
  std::string name;
  std::string unit;
  tree::Rollup rollup_rule;
  sim::Summary rollup_with;
  sim::Summary rollup_without;
  sim::Estimate difference;  // of the roll-up, within runs
  std::vector<PeriodFan> periods;
};

/// P(the metric's cycle value meets its bound), with and without bets, on the same runs.
struct Odds {
  std::string metric;
  tree::Limit bound;
  sim::Share with;
  sim::Share without;
};

/// How the bets move one focus input or guardrail: odds that its roll-up ends better than without
/// bets (in its desired direction; neither for a metric without one), worse, and that its limit is
/// kept.
struct Watch {
  std::string metric;
  bool guardrail = false;
  sim::Share better;
  sim::Share worse;
  sim::Estimate change;       // of the roll-up, with minus without
  std::optional<Odds> limit;  // P(the limit is kept)
};

/// How often a value had to be clamped into its support.
struct Clamp {
  std::string metric;
  double share = 0;  // of the values that could have been
};

}  // namespace betledger::forecast
