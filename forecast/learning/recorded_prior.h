#pragma once

#include <string>
#include <vector>

#include "forecast/learning/effect_learning.h"
#include "forecast/learning/past_experiments.h"
#include "ledger/book/event.h"

namespace betledger::forecast {

/// The event that records what was learned from the experiments of the file `source`: from then on
/// the organisation's prior.
[[nodiscard]] std::vector<ledger::Event> record_prior(const LearnedPrior& learned,
                                                      const PastExperiments& past,
                                                      const std::string& source);

}  // namespace betledger::forecast
