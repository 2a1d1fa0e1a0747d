#pragma once

#include <optional>
#include <string>
#include <vector>

#include "forecast/forecast.h"

namespace betledger::scenarios {

/// One bet in the ranking.
struct Ranked {
  std::string bet;
  std::string team;
  sim::Estimate impact;      // mean uplift of the focus metric's cycle value, all gates taken as open
  double confidence = 0;     // P(at least one path from the bet to the focus is open): delivery, works and links
  double effort = 0;         // person-weeks
  sim::Estimate score;       // expected uplift (impact x confidence, simulated jointly) / effort
  std::optional<double> rice;  // reach x impact x confidence / effort as the team stated it
  std::optional<double> ice;
  int best_rank = 0;         // over the confidence scales tried
  int worst_rank = 0;
  std::vector<std::string> tied_with;  // scores closer than 2 standard errors of the difference
};

struct Ranking {
  std::vector<Ranked> bets;         // best score first
  std::vector<std::string> scales;  // "0.9/0.6/0.3", "0.8/0.5/0.2", ... tried for stability
  double kendall_tau_lowest = 1;    // of the order under any other scale against the first
  std::optional<double> rice_tau;   // Kendall's tau between the simulated and the RICE order
};

/// Ranks funded and unfunded bets of a plan, each as if alone on top of nothing, on shared random numbers.
[[nodiscard]] Result<Ranking> rank(const forecast::Plan& plan,
                                   const forecast::Settings& settings,
                                   sim::Executor& executor);

}  // namespace betledger::scenarios
