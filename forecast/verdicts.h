#pragma once

#include <vector>

#include "forecast/review.h"

namespace betledger::forecast {

/// One verdict per bet of the plan of record and of those under way besides. In order, the first
/// rule that holds decides:
///   execution failure  less than `executed` of the planned a(t) came about
///   not separable      another delivered bet acted on the same metric in more than `overlap` of
///   the
///                      same periods, and no experiment measured either
///   hypothesis failure P(realised effect < as_believed x believed median) >= sure
///   link failure       P(the effect came, and no open way leads to the focus) >= sure
///   exceeded           P(realised effect > exceeded x believed median) >= sure
///   validated          P(validated or exceeded) >= sure
///   inconclusive       otherwise
/// Realised effect: amount x works of the bet's first effect.
[[nodiscard]] std::vector<BetVerdict> judge_bets(const Standing& standing,
                                                 const Inferred& inferred,
                                                 const ReviewRules& rules);

/// One proposal per link, in the order of the tree (docs/model.md section 8).
[[nodiscard]] std::vector<LinkProposal> propose_links(const Standing& standing,
                                                      const Inferred& inferred,
                                                      const ReviewRules& rules,
                                                      const ReviewContext& context);

/// P(X < 0), to 1e-12.
[[nodiscard]] double share_below_zero(const Distribution& distribution);
/// What is learned when a probability moves from `prior` to `now`: KL divergence in bits.
[[nodiscard]] double bits_learned(double prior, double now);

}  // namespace betledger::forecast
