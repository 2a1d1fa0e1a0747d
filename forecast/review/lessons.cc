#include "forecast/review/lessons.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "forecast/gap/inferred.h"
#include "forecast/learning/estimators.h"

namespace betledger::forecast {
namespace {

std::vector<PastForecast> forecasts_of(const std::vector<BeliefOutcome>& readouts,
                                       std::string BeliefOutcome::*group) {
  std::vector<PastForecast> forecasts;
  for (const BeliefOutcome& r : readouts) {
    if (!(r.*group).empty()) {
      forecasts.push_back({r.*group, r.centre, r.spread, r.outcome, r.cycle + "/" + r.bet});
    }
  }
  return forecasts;
}

}  // namespace

std::optional<Readout> data_estimate(const Readout& prior,
                                     const Readout& posterior,
                                     double most_left) {
  const double before = prior.se * prior.se;
  const double after = posterior.se * posterior.se;
  if (!std::isfinite(before) || !std::isfinite(prior.estimate) || !(after > 0) ||
      after > most_left * before) {
    return std::nullopt;
  }
  const double precision = 1 / after - 1 / before;
  return Readout{(posterior.estimate / after - prior.estimate / before) / precision,
                 std::sqrt(1 / precision)};
}

std::vector<BeliefOutcome> effect_readouts(const Standing& standing,
                                           const std::vector<BetVerdict>& verdicts) {
  std::vector<BeliefOutcome> readouts;
  for (std::size_t b = 0; b < verdicts.size(); ++b) {
    const BetVerdict& verdict = verdicts[b];
    if (verdict.verdict == Verdict::execution_failure ||
        verdict.verdict == Verdict::not_separable || !verdict.is_informed ||
        !std::isfinite(verdict.believed.sd)) {
      continue;
    }
    const auto outcome = data_estimate({verdict.believed.mean, verdict.believed.sd},
                                       {verdict.realised.mean, verdict.realised.sd});
    const double spread = outcome ? std::hypot(verdict.believed.sd, outcome->se) : 0;
    if (spread > 0) {
      const ledger::Bet& terms = standing.now.bets[b].terms;
      readouts.push_back({standing.locked.cycle.key,
                          terms.key,
                          terms.team,
                          terms.owner,
                          verdict.believed.mean,
                          spread,
                          outcome->estimate,
                          outcome->se});
    }
  }
  return readouts;
}

Estimators estimators_of(std::vector<BeliefOutcome> readouts) {
  Estimators estimators;
  const auto calibration = [&](std::string BeliefOutcome::*group) {
    const std::vector<PastForecast> forecasts = forecasts_of(readouts, group);
    return forecasts.size() < 2 ? std::nullopt
                                : std::optional{calibrate(ForecastKind::interval, forecasts)};
  };
  estimators.by_team = calibration(&BeliefOutcome::team);
  estimators.by_owner = calibration(&BeliefOutcome::owner);
  estimators.readouts = std::move(readouts);
  return estimators;
}

std::vector<BeliefOutcome> effect_readouts(const Standing& standing,
                                           const GapSettings& settings,
                                           sim::Executor& executor) {
  Standing as_stated = standing;
  as_stated.locked.optimism.clear();
  as_stated.now.optimism.clear();
  const Inferred inferred{as_stated, settings, executor};
  return effect_readouts(as_stated,
                         judge_bets(as_stated, inferred, standing.locked.tree.spec().review));
}

}  // namespace betledger::forecast
