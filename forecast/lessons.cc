#include "forecast/lessons.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "forecast/review.h"
#include "forecast/verdicts.h"

namespace betledger::forecast {
namespace {

using inference::Index;
using inference::Unknown;

/// What was believed of one effect, and what the data alone say of the same.
struct Held {
  Readout believed;
  Readout outcome;
};

std::optional<Held> held(const Inferred& inferred, const BetVerdict& verdict, Index k) {
  const Index works = inferred.model.interventions[k].gates.back();
  const auto open = inferred.posterior.open(works);
  const double share =
      std::accumulate(open.begin(), open.end(), 0.0) / static_cast<double>(open.size());
  const auto hold = [](const Readout& before, const inference::Belief& now) -> std::optional<Held> {
    const auto outcome = data_estimate(before, {now.mean, now.sd});
    return outcome ? std::optional{Held{before, *outcome}} : std::nullopt;
  };
  std::optional<Held> found;
  if (share >= 0.1) {
    const Distribution& stated = inferred.model.interventions[k].amount;
    found =
        hold({stated.mean(), std::sqrt(stated.variance())},
             inferred.posterior.belief(inferred.problem.unknown(Unknown::Kind::amount, k), works));
  }
  return found ? found : hold({verdict.believed.mean, verdict.believed.sd}, verdict.realised);
}

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
                                           const Inferred& inferred,
                                           const std::vector<BetVerdict>& verdicts) {
  std::vector<BeliefOutcome> readouts;
  const auto& interventions = inferred.model.interventions;
  for (Index b = 0; b < verdicts.size(); ++b) {
    const BetVerdict& verdict = verdicts[b];
    if (verdict.verdict == Verdict::execution_failure ||
        verdict.verdict == Verdict::not_separable || !verdict.is_informed ||
        !std::isfinite(verdict.believed.sd)) {
      continue;
    }
    const auto first = std::find_if(interventions.begin(),
                                    interventions.end(),
                                    [b](const sim::Intervention& i) { return i.group == b; });
    const auto found = held(inferred, verdict, static_cast<Index>(first - interventions.begin()));
    const double spread = found ? std::hypot(found->believed.se, found->outcome.se) : 0;
    if (spread > 0) {
      const ledger::Bet& terms = standing.now.bets[b].terms;
      readouts.push_back({standing.locked.cycle.key,
                          terms.key,
                          terms.team,
                          terms.owner,
                          found->believed.estimate,
                          spread,
                          found->outcome.estimate,
                          found->outcome.se});
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
  return effect_readouts(
      as_stated, inferred, judge_bets(as_stated, inferred, standing.locked.tree.spec().review));
}

}  // namespace betledger::forecast
