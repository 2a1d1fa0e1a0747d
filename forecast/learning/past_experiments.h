#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "forecast/learning/effect_learning.h"
#include "forecast/learning/prior_check.h"
#include "forecast/learning/spike_slab.h"

namespace betledger::forecast {

/// What one past experiment says of one of its arms: the relative difference to the rest of its
/// test (or to its control), over the test's pooled rate or mean. About the log ratio while it is
/// small.
struct PastContrast {
  std::string experiment;
  std::string arm;
  std::string metric;
  Readout readout;
  double weight = 1;
  std::optional<Readout> held_out;  // the same from the other half
};

struct PastExperiments {
  std::vector<PastContrast> contrasts;
  std::size_t experiments = 0;
  std::size_t skipped = 0;    // tests, or readouts, that say nothing
  bool against_rest = false;  // arms against the rest of their test: centred by construction
  std::string layout;         // "estimates", "arms" or "moments"

  [[nodiscard]] std::vector<PastEffect> effects() const;
  [[nodiscard]] std::vector<HeldOut> held_out() const;
};

}  // namespace betledger::forecast
