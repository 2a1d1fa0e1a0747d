#pragma once

#include <span>
#include <vector>

#include "forecast/learning/effect_prior.h"
#include "forecast/scoring/scoring.h"

namespace betledger::forecast {

/// A contrast of a past experiment.
struct PastEffect {
  Readout readout;
  double weight = 1;  // in (0, 1]: k arms against the rest of their test carry k - 1 contrasts
};

/// How well each family explains the past.
struct FamilyEvidence {
  EffectPrior prior;        // posterior means
  bool centred = true;      // mean 0, or free
  double log_evidence = 0;  // log of the marginal likelihood, against all effects nil
};

struct LearnedPrior {
  EffectPrior prior;   // posterior means of the best family
  Interval base_rate;  // 95 %
  Interval scale;      // 95 %
  std::vector<FamilyEvidence> families;
  double contrasts = 0;  // sum of the weights
};

struct LearnSettings {
  bool free_mean = false;  // may effects that are not nil have a mean other than 0?
};

/// Flat on the base rate, log-flat on the scale, over a grid that is refined where the mass is; the
/// family with the greatest evidence. A free mean is tried for every family, beyond 5,000 effects
/// for the best one. O(effects x 5,000) \pre two or more, se > 0
[[nodiscard]] LearnedPrior learn_prior(std::span<const PastEffect> effects,
                                       const LearnSettings& settings);

}  // namespace betledger::forecast
