#pragma once

#include <array>
#include <optional>

#include "forecast/learning/spike_slab.h"

namespace betledger::forecast {

/// A bet as a chain of three beliefs: it is delivered, its effect on the input metric is not nil,
/// and the link carries the input's change to the outcome. What was seen of both metrics.
struct DeliveryChain {
  double p_delivered = 0.8;
  std::optional<bool> known;     // from the ledger
  std::optional<bool> reported;  // by somebody who may be wrong
  double reported_if_delivered = 0.95;
  double reported_if_not = 0.1;
  SpikeSlab effect;    // on the input, if delivered
  SpikeSlab strength;  // outcome's change per change of the input
  Readout input;       // change of the input, and of the outcome
  Readout outcome;
};

/// Where the chain broke.
struct ChainPosterior {
  /// [4 * delivered + 2 * effect + link]
  std::array<double, 8> joint{};
  double delivered = 0;
  double effect_real = 0;
  double link_real = 0;
  double execution_failure = 0;  // not delivered
  double effect_failure = 0;     // delivered, effect nil
  double link_failure = 0;       // delivered and not nil, the link nil
  double success = 0;            // all three
};

/// Exact but for one integral over the effect, to 1e-12. What was not delivered says nothing of
/// effect and link: both stay at their priors. \pre sds and errors > 0; the readouts are not beyond
/// all that the chain can explain (some 35 standard errors), where every density is 0
[[nodiscard]] ChainPosterior judge(const DeliveryChain& chain);

}  // namespace betledger::forecast
