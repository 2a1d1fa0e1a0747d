#pragma once

#include <vector>

#include "forecast/review/review.h"

namespace betledger::forecast {

/// What the bets on each metric believed together and what came, bets that were not executed left
/// out. Their sum is known even where they cannot be told apart.
[[nodiscard]] std::vector<Leverage> metric_leverage(const Standing& standing,
                                                    const Inferred& inferred,
                                                    const std::vector<BetVerdict>& verdicts,
                                                    const ReviewRules& rules);

/// What each link passes on of a change of one per cent (or one unit): strength where it is real,
/// else 0. The largest first.
[[nodiscard]] std::vector<Leverage> link_leverage(const Standing& standing,
                                                  const Inferred& inferred,
                                                  const ReviewRules& rules);

}  // namespace betledger::forecast
