#pragma once

#include <cstddef>
#include <vector>

#include "forecast/review/link_proposals.h"
#include "forecast/review/verdicts.h"
#include "forecast/standing/standing.h"

namespace betledger::forecast {

/// How fast this cycle learned.
struct Velocity {
  std::size_t bets = 0;
  std::size_t decided = 0;        // validated, exceeded, hypothesis or link failure
  std::size_t good_failures = 0;  // refuted hypotheses: money saved next time
  double bits = 0;                // KL from prior to posterior, of bets and links
  double person_weeks = 0;        // of delivered bets
};
[[nodiscard]] Velocity velocity_of(const Standing& standing,
                                   const std::vector<BetVerdict>& verdicts,
                                   const std::vector<LinkProposal>& proposals);

}  // namespace betledger::forecast
