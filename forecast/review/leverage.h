#pragma once

#include <string>
#include <vector>

#include "forecast/gap/inferred.h"
#include "forecast/review/verdicts.h"
#include "forecast/standing/standing.h"
#include "tree/review_rules.h"

namespace betledger::forecast {

/// What a metric made of the bets on it: realised over believed effect.
struct Leverage {
  std::string source;                        // a metric, or a link from->to
  tree::Action action = tree::Action::lift;  // of a metric: whether in shares or in its unit
  double believed = 0;  // expected change of it (metric), or what the link passes on, at commit
  double realised = 0;
  double sd = 0;             // of realised
  bool is_informed = false;  // has what was seen a say in it?
  double above = 0;          // P(realised > believed), in the believed direction
  double below = 0;          // P(realised < as_believed x believed)
};

/// What the bets on each metric believed together and what came, bets that were not executed left
/// out. Their sum is known even where they cannot be told apart.
[[nodiscard]] std::vector<Leverage> metric_leverage(const Standing& standing,
                                                    const Inferred& inferred,
                                                    const std::vector<BetVerdict>& verdicts,
                                                    const tree::ReviewRules& rules);

/// What each link passes on of a change of one per cent (or one unit): strength where it is real,
/// else 0. The largest first.
[[nodiscard]] std::vector<Leverage> link_leverage(const Standing& standing,
                                                  const Inferred& inferred,
                                                  const tree::ReviewRules& rules);

}  // namespace betledger::forecast
