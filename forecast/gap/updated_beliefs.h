#pragma once

#include <string>
#include <vector>

#include "forecast/standing/standing.h"
#include "inference/posterior.h"
#include "tree/link.h"

namespace betledger::forecast {

/// A probability as it was believed at commit and as it is now.
struct Updated {
  double prior = 0;
  inference::Chance now;
};

/// One effect of a bet: its amount if it works, and what is expected of it counting that it may
/// not.
struct EffectOutlook {
  std::string metric;
  tree::Action action = tree::Action::lift;
  Updated works;            // the effect's gate
  inference::Belief prior;  // of the amount
  inference::Belief now;    // of the amount, given that it works; prior where nothing says it does
  inference::Belief expected;  // amount x works, now
  bool is_informed = false;    // has what was seen a say in it?
};

struct BetOutlook {
  std::string bet;
  bool was_funded = true;  // in the plan of record
  Updated works;           // of the first effect
  std::vector<EffectOutlook> effects;
};

struct LinkOutlook {
  std::string link;
  Updated real;
  inference::Belief prior;  // of the strength
  inference::Belief now;    // given that it is real
  bool is_informed = false;
};

/// What comes over what a team states, where that is corrected.
struct FactorOutlook {
  std::string key;  // "optimism:growth"
  inference::Belief prior;
  inference::Belief now;
  bool is_informed = false;
};

/// Of `standing.now`, in its order.
[[nodiscard]] std::vector<BetOutlook> bet_outlooks(const Standing& standing,
                                                   const inference::Posterior& posterior);
/// In the order of the tree.
[[nodiscard]] std::vector<LinkOutlook> link_outlooks(const Standing& standing,
                                                     const inference::Posterior& posterior);
/// Of the teams whose effects are corrected by more than a constant.
[[nodiscard]] std::vector<FactorOutlook> factor_outlooks(const inference::Posterior& posterior);

}  // namespace betledger::forecast
