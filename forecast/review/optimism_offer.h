#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "forecast/gap/gap.h"
#include "forecast/learning/spike_slab.h"
#include "ledger/book/optimism.h"

namespace betledger::forecast {

/// What the data of one cycle say of how far a team was off, by its bets that came about: the
/// natural logarithm of what their effects were over what was stated.
struct TeamReadout {
  std::string cycle;
  std::string team;
  std::size_t bets = 0;  // whose effects it rests on
  Readout log_factor;
};

struct OptimismEvidence {
  std::vector<TeamReadout> teams;
  /// Where in their stated distributions amounts came out, as normal scores, given that they work.
  std::vector<Readout> scores;
};

/// The posterior of a standing whose teams each have a factor that next to nothing is known of,
/// taken apart into what the data alone say: the cycle's links, gates, deliveries and experiments
/// are all in it, so a bet that did not come about says nothing. What is on in the ledger plays no
/// part: it is the stated effects that are judged.
[[nodiscard]] OptimismEvidence optimism_evidence(const Standing& standing,
                                                 const GapSettings& settings,
                                                 sim::Executor& executor);

/// What a team's next factor is expected to be, pooled in part (docs/statistics-learning.md): the
/// cycle's log factor is N(team's own, w^2), the team's own N(mean, t^2), the mean N(0, 0.5^2); w
/// and t summed out under half normals of 0.25. A mixture of normals, with the tails of one. A team
/// that is not among them is a new one.
[[nodiscard]] Distribution next_factor(const std::vector<TeamReadout>& readouts,
                                       const std::string& team);

/// By how much stated spreads should be multiplied: the mode under ln spread ~ N(0, 0.5^2); 1 with
/// fewer than three scores, and never less: what a team's effects have in common is in the factor,
/// so that what is left looks narrower than it was.
[[nodiscard]] double next_spread(const std::vector<Readout>& scores);

/// Of each team with readouts: how well they know its log factor together, and whether that is
/// enough to offer a correction of its own.
struct TeamKnown {
  std::string team;
  double se = 0;
  bool is_enough = false;
};
[[nodiscard]] std::vector<TeamKnown> known_of(const OptimismEvidence& evidence);
inline constexpr double most_factor_error = 0.5;  // of a log factor that a correction is offered on

/// A correction for every team whose own readouts know its log factor to 0.5 or better and, first,
/// where two teams or more do together, one for all others; nothing with fewer than two bets.
[[nodiscard]] std::vector<ledger::Optimism> offered(const OptimismEvidence& evidence);

}  // namespace betledger::forecast
