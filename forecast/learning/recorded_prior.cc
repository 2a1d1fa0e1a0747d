#include "forecast/learning/recorded_prior.h"

namespace betledger::forecast {

std::vector<ledger::Event> record_prior(const LearnedPrior& learned,
                                        const PastExperiments& past,
                                        const std::string& source) {
  return {ledger::PriorsLearned{{.source = source,
                                 .family = std::string{name(learned.prior.family)},
                                 .effects = past.contrasts.size(),
                                 .base_rate = learned.prior.base_rate,
                                 .base_rate_low = learned.base_rate.low,
                                 .base_rate_high = learned.base_rate.high,
                                 .works = p_above(learned.prior, 0),
                                 .mean = learned.prior.mean,
                                 .scale = learned.prior.scale}}};
}

}  // namespace betledger::forecast
