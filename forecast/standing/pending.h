#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/distribution.h"
#include "forecast/standing/standing.h"
#include "sim/model/model.h"

namespace betledger::forecast {

/// What is still believed of a bet that is neither delivered nor stopped on the day of a standing.
///
/// With p the chance of delivery and S = P(start + delay is after the day), Bayes gives
///   P(delivered | not yet) = p S / (1 - p + p S),
/// and the delay is what is left of it above the time that has passed. Nothing is learned of
/// whether the bet works. A bet that waits for one it needs could not have come: its chance stays
/// p, and its delay is at least the time that has passed.
struct Pending {
  std::string bet;
  double planned = 0;         // p
  double not_yet = 1;         // S
  double chance = 0;          // P(delivered | not yet)
  double passed = 0;          // periods from its start to the end of the day; <= 0: not due
  std::optional<Day> latest;  // the latest day that was believed possible; nothing: no bound
  std::vector<std::string> waits_for;  // needed bets that are pending themselves
  bool overdue = false;  // S = 0: later than anyone believed possible, taken as not coming
  Distribution delay = Distribution::constant(0);  // in periods from its start, given all this
};

/// The funded bets of `now` that are pending, in its order. O(bets) with some hundred quantiles
/// each.
[[nodiscard]] std::vector<Pending> pending_bets(const Plan& now, Day as_of);

/// `delay` given that it is at least `passed`; nothing if it cannot be. In its own family where
/// that can say it, else 500 equally likely quantiles. `not_yet` becomes P(delay >= passed).
[[nodiscard]] std::optional<Distribution> at_least(const Distribution& delay,
                                                   double passed,
                                                   double& not_yet);

/// The plan of record as a model, with what is known of its bets on the day: to_model of `now` and
/// the locked baselines, gates and delays of pending bets conditioned as above. Gates, profiles,
/// nodes and groups have the indices and keys that to_model gives them. Baselines know nothing of
/// the actuals yet.
[[nodiscard]] sim::Model to_model_at(const Standing& standing);

}  // namespace betledger::forecast
