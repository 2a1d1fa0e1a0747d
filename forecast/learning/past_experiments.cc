#include "forecast/learning/past_experiments.h"

namespace betledger::forecast {

std::vector<PastEffect> PastExperiments::effects() const {
  std::vector<PastEffect> all;
  for (const PastContrast& contrast : contrasts) {
    all.push_back({contrast.readout, contrast.weight});
  }
  return all;
}

std::vector<HeldOut> PastExperiments::held_out() const {
  std::vector<HeldOut> all;
  for (const PastContrast& contrast : contrasts) {
    if (contrast.held_out) {
      all.push_back({contrast.readout, *contrast.held_out, contrast.weight});
    }
  }
  return all;
}

}  // namespace betledger::forecast
