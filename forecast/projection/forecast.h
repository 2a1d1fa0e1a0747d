#pragma once

#include <optional>
#include <vector>

#include "forecast/baseline/baseline.h"
#include "forecast/plan/plan.h"
#include "forecast/projection/attribution.h"
#include "forecast/projection/fan.h"
#include "forecast/projection/settings.h"

namespace betledger::forecast {

struct Forecast {
  Plan plan;
  Settings settings;
  std::vector<Baseline> baselines;
  std::vector<MetricFan> metrics;  // in the order of the tree
  std::optional<Odds> target;
  std::vector<Watch> watches;  // focus inputs, then guardrails
  Attribution attribution;
  std::vector<Clamp> clamps;  // only metrics that were clamped
  /// Else they are counted, to a tenth of their standard error (sim/summary/digest.h).
  bool exact_quantiles = true;
  bool interrupted = false;  // fewer runs than asked for, perhaps no attribution
};

}  // namespace betledger::forecast
