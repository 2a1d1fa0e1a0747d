#pragma once

#include <span>

#include "forecast/learning/spike_slab.h"
#include "inference/posterior.h"

namespace betledger::forecast {

/// A bet's net worth to the focus over a cycle, apart by whether a hypothesis holds.
struct SplitWorth {
  double open = 0;  // mean where it holds
  double shut = 0;  // and where it does not
  double open_se = 0;
  double shut_se = 0;
};

/// What it would be worth to know whether a hypothesis holds before the bets are decided on.
struct InformationWorth {
  double value = 0;
  double se = 0;
  double changes = 0;  // chance that the answer changes the decision on a bet
};

/// Expected value of perfect information: each bet is funded where its expected worth is above 0,
/// so it is the mean of the larger of worth and 0 with the answer known, less the same without,
/// summed over the bets. The standard error is that of the chance and of the means that the
/// decision hangs on.  \pre a probability
[[nodiscard]] InformationWorth value_of_knowing(const inference::Chance& holds,
                                                std::span<const SplitWorth> bets);

/// The same of an experiment with standard error `se`, that shows no more than whether the
/// hypothesis holds (how large the effect is, if it is, is worth something too: a lower bound).
[[nodiscard]] double value_of_measuring(const SpikeSlab& belief,
                                        double se,
                                        std::span<const SplitWorth> bets);

/// P(real) that is expected after a readout with standard error `se`, if it is real.
[[nodiscard]] double expected_if_real(const SpikeSlab& belief, double se);
/// The largest standard error at which that reaches `wanted`. \pre 0 < p_real < wanted < 1
[[nodiscard]] double se_to_reach(const SpikeSlab& belief, double wanted);

}  // namespace betledger::forecast
