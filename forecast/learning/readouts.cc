#include "forecast/learning/readouts.h"

#include <algorithm>
#include <cmath>

namespace betledger::forecast {
namespace {

Readout on_the_whole(const ledger::Experiment& experiment) {
  return {experiment.estimate * experiment.exposure, experiment.se * experiment.exposure};
}

SpikeSlab belief(Probability p_real, const Distribution& amount) {
  const double mean = amount.mean();
  const double variance = amount.variance();
  // A tail without a mean or a variance: the middle 80 % as a normal has it.
  constexpr double z90 = 1.2815515655446004;
  const double low = amount.quantile(0.1);
  const double high = amount.quantile(0.9);
  const bool moments = std::isfinite(mean) && std::isfinite(variance);
  const double sd = moments ? std::sqrt(variance) : (high - low) / (2 * z90);
  const double centre = moments ? mean : amount.quantile(0.5);
  return {p_real.value(), centre, std::max(sd, 1e-9 * std::max(1e-6, std::abs(centre)))};
}

}  // namespace

ExperimentReadouts experiment_readouts(const ledger::Book& book) {
  ExperimentReadouts readouts;
  for (const ledger::ExperimentRecord& record : book.experiments) {
    const ledger::Experiment& experiment = record.experiment;
    if (record.withdrawn_because) {
      continue;
    }
    if (experiment.bet.empty()) {
      const auto& links = book.tree.links;
      if (std::any_of(links.begin(), links.end(), [&](const tree::Link& link) {
            return link.key() == experiment.link;
          })) {
        readouts.links.push_back({record.seq, experiment.link, on_the_whole(experiment)});
      }
      continue;
    }
    const auto& effects = book.bets.at(experiment.bet).terms.effects;
    const auto effect = std::find_if(effects.begin(), effects.end(), [&](const auto& one) {
      return one.metric == experiment.metric;
    });
    if (effect != effects.end()) {
      readouts.effects.push_back({record.seq,
                                  experiment.bet,
                                  static_cast<std::size_t>(effect - effects.begin()),
                                  on_the_whole(experiment),
                                  experiment.exposure});
    }
  }
  return readouts;
}

SpikeSlab belief_of(const ledger::Bet& bet, std::size_t effect) {
  const ledger::Effect& one = bet.effects.at(effect);
  return belief(one.works.value_or(bet.works), one.amount);
}

SpikeSlab belief_of(const tree::Link& link, const tree::ConfidenceScale& scale) {
  return belief(link.confidence.on(scale), link.strength);
}

}  // namespace betledger::forecast
