#pragma once

#include <cstddef>
#include <span>

#include "forecast/learning/effect_prior.h"

namespace betledger::forecast {

/// What a prior learned on one half of the data is worth on the other.
struct HeldOut {
  Readout learned_on;
  Readout judged_by;
  double weight = 1;
};
struct PriorCheck {
  std::size_t count = 0;
  double slope = 0;              // of the judge on the shrunk estimate; 1 is right
  double error_ratio = 0;        // mean squared error against the judge, shrunk over raw
  double truth_ratio = 0;        // the same less the judge's own sampling variance
  std::size_t significant = 0;   // |z| > 1.96 where it was learned; signs turned to be positive
  double significant_ratio = 0;  // of these: mean squared error, shrunk over raw
  double predicted = 0;          // of these: mean shrunk, what the judge saw, and what was claimed
  double seen = 0;
  double seen_se = 0;
  double claimed = 0;
};
[[nodiscard]] PriorCheck check_prior(const EffectPrior& prior, std::span<const HeldOut> held_out);

}  // namespace betledger::forecast
