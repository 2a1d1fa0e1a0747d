#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "core/distribution.h"

namespace betledger::ledger {

/// How the effects that a team states are read in the next forecast: every amount is widened by
/// `spread` about its median and multiplied by a factor that all of the team's bets share
/// (docs/decisions/0015-optimism.md). Off until somebody turns it on.
struct Optimism {
  std::string team;  // empty: every team that has no entry of its own
  bool is_on = true;
  Distribution factor = Distribution::constant(1);  // of what comes / what is stated; never below 0
  double spread = 1;                                // in [0.1, 10]
  std::string source;                               // "steward", or the reviews that it is from
  std::uint64_t readouts = 0;                       // effects that it was measured on; 0: by hand
  std::string because;

  friend bool operator==(const Optimism& a, const Optimism& b) {
    return a.team == b.team && a.is_on == b.is_on && a.factor == b.factor && a.spread == b.spread &&
           a.source == b.source && a.readouts == b.readouts && a.because == b.because;
  }
};

/// By team, the latest of each; one turned off stays, for it also keeps the default away.
using OptimismByTeam = std::map<std::string, Optimism>;

/// What holds for a team: its own entry, else the default's; null: nothing, or turned off.
[[nodiscard]] const Optimism* optimism_of(const OptimismByTeam& all, const std::string& team);

}  // namespace betledger::ledger
