#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "forecast/learning/spike_slab.h"
#include "ledger/book/book.h"

namespace betledger::forecast {

// What the experiments of a ledger say, in the form that a posterior takes in. A readout measured
// what the treatment does where it reaches; on the metric as a whole it does `exposure` of that,
// with `exposure` of the error.

/// On the amount of effect number `effect` of a bet: relative for a lift, in the metric's unit for
/// a shift. Given that the effect is nil the estimate is N(0, se); else N(amount, se).
struct EffectReadout {
  std::int64_t entry = 0;
  std::string bet;
  std::size_t effect = 0;
  Readout readout;
  double exposure = 1;  // is in `readout` already
};
/// On the strength of a link.
struct LinkReadout {
  std::int64_t entry = 0;
  std::string link;  // from->to
  Readout readout;
};

struct ExperimentReadouts {
  std::vector<EffectReadout> effects;
  std::vector<LinkReadout> links;
};
/// Those that count: not withdrawn, their effect or link still there. In the order recorded.
[[nodiscard]] ExperimentReadouts experiment_readouts(const ledger::Book& book);

/// The belief in an effect or a link, nil or real, before any experiment: the gate with the normal
/// of the same mean and standard deviation as the stated amount. A constant gets the smallest
/// spread that is one.
[[nodiscard]] SpikeSlab belief_of(const ledger::Bet& bet, std::size_t effect);
[[nodiscard]] SpikeSlab belief_of(const tree::Link& link, const tree::ConfidenceScale& scale);

}  // namespace betledger::forecast
