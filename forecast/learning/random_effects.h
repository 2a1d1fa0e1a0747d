#pragma once

#include <span>
#include <vector>

#include "forecast/learning/spike_slab.h"

namespace betledger::forecast {

/// Groups that differ: group i's value is N(mean, tau^2), its readout N(value, se_i^2). What few
/// data say of one group is drawn towards all of them.
struct RandomEffects {
  double mean = 0;
  double se = 0;                // of the mean
  double tau2 = 0;              // between groups; 0 where they differ no more than their errors
  double q = 0;                 // Cochran's, around the mean of equal groups
  double i2 = 0;                // the share of a typical group's variance that is between groups
  std::vector<Readout> groups;  // partially pooled, with the error of the mean in each
};

/// By restricted maximum likelihood (Viechtbauer 2005), to 1e-12 of tau^2's scale. With one readout
/// tau^2 is 0. O(groups) a step \pre not empty, se > 0
[[nodiscard]] RandomEffects random_effects(std::span<const Readout> readouts);

}  // namespace betledger::forecast
