#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "forecast/gap/gap.h"
#include "forecast/learning/spike_slab.h"
#include "tree/review_rules.h"

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

/// One thing that could be measured before the next decision.
struct NextExperiment {
  std::string what;  // "link:FROM->TO" or "bet:KEY"
  std::string metric;
  tree::Action action = tree::Action::shift;  // of a bet: a lift is in shares
  SpikeSlab belief;                           // now: strength of the link, amount of the bet
  InformationWorth worth;                     // in the focus metric's unit, over a cycle
  double wanted = 0;    // P(real) that an experiment could be expected to reach, if it is real
  double se = 0;        // standard error of that experiment
  double measured = 0;  // what that one would be worth at least
  std::vector<std::string> decides;    // bets whose decision hangs on it
  std::vector<std::string> tied_with;  // worth no more and no less, as far as these runs tell
};

struct NextExperiments {
  double price = 0;  // focus metric per person-week: what the plan's bets bring on average
  std::uint64_t runs = 0;
  std::vector<NextExperiment> ranked;  // worth more than nothing by two standard errors, best first
  std::vector<std::string> idle;       // known well enough: no decision hangs on them
};

/// The plan's funded bets, as if each were to be decided on again for such a cycle, alone, with
/// what is known now and at the going price for its effort. Beliefs are the posterior's, each by
/// itself. Pure; the same bytes for any executor. One simulation with a pass per live bet.
[[nodiscard]] NextExperiments next_experiments(const Standing& standing,
                                               const Inferred& inferred,
                                               const tree::ReviewRules& rules,
                                               sim::Executor& executor);

}  // namespace betledger::forecast
