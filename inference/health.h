#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace betledger::inference {

/// How well the sampler did: printed with every answer.
struct Health {
  double log_evidence = 0;            // ln p(observed): an estimate whose exponential is unbiased
  double ess = 0;                     // of the least well mixed unknown
  double acceptance = 1;              // of all moves, at the last temperature
  double least_acceptance = 1;        // of the stiffest move
  double khat = 0;                    // Pareto shape of the worst step's weights
  double prior_ess = 0;               // what plain re-weighting of the prior would have had left
  std::uint32_t temperatures = 0;     // 0: nothing was seen that says anything
  std::vector<std::string> troubles;  // why the answer should not be trusted; empty: it may be
};

}  // namespace betledger::inference
