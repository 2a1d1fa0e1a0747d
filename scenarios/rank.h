#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "forecast/plan/plan.h"
#include "forecast/projection/settings.h"
#include "sim/summary/summary.h"
#include "sim/tasks/executor.h"

namespace betledger::scenarios {

/// One bet in the ranking, together with the bets it needs that are not funded: what it takes to
/// get it. `impact`, `confidence`, `effort` and `expected` are of the whole package, and in every
/// run expected = impact x confidence.
struct Ranked {
  std::string bet;
  std::string team;
  bool funded = true;
  std::vector<std::string> with;        // needed, directly or not, and on the cut list
  bool after_cycle = false;             // starts when the cycle is over, whatever its delay
  std::optional<sim::Estimate> impact;  // mean change of the focus metric's cycle value in the runs
                                        // that it changes at all; nothing with fewer than two
  sim::Share confidence;                // of those runs: delivery (of what it needs too), works,
                                        // links and dates
  double effort = 0;                    // person-weeks; 0: not stated, by the bet or one in `with`
  sim::Estimate expected;               // mean change of the focus metric's cycle value
  std::optional<sim::Estimate> score;   // expected / effort; nothing without an effort
  std::optional<double> rice;  // reach x impact x confidence / effort, as the team stated them
  std::optional<double> ice;   // impact x confidence x ease, with ease = 1 / effort
  int best_rank = 0;           // over the confidence scales tried; 1 is the best
  int worst_rank = 0;
  std::vector<std::string> tied_with;  // scores closer than 2 standard errors of their difference
};

struct Ranking {
  std::vector<Ranked> bets;         // best score first; those without an effort last
  std::vector<std::string> scales;  // "0.9/0.6/0.3", ...: the tree's first, then those tried
  double kendall_tau_lowest = 1;    // of the order under any other scale against the first
  std::optional<double>
      rice_tau;  // between the simulated and the RICE order, of the bets that state it
};

/// Ranks funded and unfunded bets of a plan, each as if alone on top of nothing, on shared random
/// numbers. A need that is funded anyway has its chance to be delivered, but neither effort nor
/// effect of its own here: both come without this bet too. One on the cut list is part of what this
/// bet costs, and of what it brings. On a focus that is desired down, the best score is the lowest.
///
/// The other scales: 0.8/0.5/0.2, 0.95/0.75/0.5, 0.99/0.5/0.1 and the flat 0.6/0.6/0.6, where the
/// words tell nothing apart.  About 1 + scales simulations with one pass per live bet.
[[nodiscard]] Result<Ranking> rank(const forecast::Plan& plan,
                                   const forecast::Settings& settings,
                                   sim::Executor& executor);

}  // namespace betledger::scenarios
