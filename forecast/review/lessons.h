#pragma once

#include <optional>
#include <string>
#include <vector>

#include "forecast/gap/gap_settings.h"
#include "forecast/learning/calibration.h"
#include "forecast/review/verdicts.h"
#include "forecast/standing/standing.h"
#include "sim/tasks/executor.h"

namespace betledger::forecast {

/// What people believed of a bet's effect, held against what the data alone say of it.
struct BeliefOutcome {
  std::string cycle;
  std::string bet;
  std::string team;
  std::string owner;
  double centre = 0;   // believed mean of amount x works
  double spread = 0;   // its standard deviation, with the error of the outcome
  double outcome = 0;  // the data's own estimate
  double se = 0;       // of the outcome
};

/// Bias and spread of those who state effects: with two readouts or more.
struct Estimators {
  std::vector<BeliefOutcome> readouts;  // earlier cycles first
  std::optional<Calibration> by_team;   // of the bets that name one
  std::optional<Calibration> by_owner;
};
[[nodiscard]] Estimators estimators_of(std::vector<BeliefOutcome> readouts);

/// The data's own estimate of something normal, from what was believed before and after:
/// precisions and precision-weighted means subtract. Nothing unless the variance fell to
/// `most_left` of itself or less: then the data said too little.
[[nodiscard]] std::optional<Readout> data_estimate(const Readout& prior,
                                                   const Readout& posterior,
                                                   double most_left = 0.8);

/// Of the bets that a review judged alone and that the data said something of: amount x works, of
/// what was believed and of what came alike. (The amount given that it works would be held against
/// what did not work too, and make whoever believes right look too sure.)
[[nodiscard]] std::vector<BeliefOutcome> effect_readouts(const Standing& standing,
                                                         const std::vector<BetVerdict>& verdicts);

/// The same of a cycle by itself: for the reviews of later ones. Effects are taken as they were
/// stated, whatever correction the plan was made with: what is stated is what is judged.
[[nodiscard]] std::vector<BeliefOutcome> effect_readouts(const Standing& standing,
                                                         const GapSettings& settings,
                                                         sim::Executor& executor);

}  // namespace betledger::forecast
