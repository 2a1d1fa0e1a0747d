#pragma once

#include <span>
#include <vector>

#include "forecast/plan/plan.h"
#include "forecast/projection/pair_digest.h"
#include "forecast/projection/settings.h"

namespace betledger::forecast {

/// Are there runs enough (docs/simulation.md)? Asked after whole stretches of runs.
class Enough {
 public:
  Enough(const Plan& plan, const Settings& settings);

  /// The roll-ups, with bets, of the focus and of the target's metric.
  void add(std::span<const double> focus, std::span<const double> target);
  /// Never, where the settings say how many.
  [[nodiscard]] bool reached() const;

 private:
  const Settings& settings_;
  bool has_target_;
  RollupTally target_;
  std::vector<double> focus_;
};

}  // namespace betledger::forecast
