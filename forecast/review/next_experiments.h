#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "forecast/gap/inferred.h"
#include "forecast/learning/spike_slab.h"
#include "forecast/review/information_worth.h"
#include "forecast/standing/standing.h"
#include "sim/tasks/executor.h"
#include "tree/review_rules.h"

namespace betledger::forecast {

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
