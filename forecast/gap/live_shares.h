#pragma once

#include <vector>

#include "forecast/gap/inferred.h"

namespace betledger::forecast {

/// How much of one effect was live, by period of the cycle that is known: a(t) as planned (if
/// delivered as planned) and as it came about, on average. From the day on which a delivered bet
/// was stopped nothing is planned any more.
struct LiveShares {
  std::vector<double> planned;
  std::vector<double> came;
  double planned_in_all = 0;  // summed over the whole cycle, what is not known yet included
  double came_in_all = 0;     // ... as it came about, or as is expected of it now

  /// Of what was planned; 1 where nothing was, yet.
  [[nodiscard]] double delivered() const;
  [[nodiscard]] double periods() const;
  /// Of what was planned of the whole cycle; 1 where nothing was.
  [[nodiscard]] double in_all() const;
};

/// Of the periods in which either was live, how many both were.
[[nodiscard]] double overlap(const LiveShares& a, const LiveShares& b);

/// By intervention of `inferred.model`. From 256 runs.
[[nodiscard]] std::vector<LiveShares> live_shares(const Standing& standing,
                                                  const Inferred& inferred);

}  // namespace betledger::forecast
