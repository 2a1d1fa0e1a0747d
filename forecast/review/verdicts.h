#pragma once

#include <map>
#include <vector>

#include "forecast/review/review.h"

namespace betledger::forecast {

/// One verdict per bet of the plan of record and of those under way besides. In order, the first
/// rule that holds decides:
///   inconclusive       the cycle is not over, and the bet neither delivered nor stopped
///   execution failure  less than `executed` of the planned a(t) of the whole cycle came about, or
///                      before its end is expected to
///   not separable      another delivered bet acted on the same metric in more than `overlap` of
///                      the same periods, and no experiment measured either
///   inconclusive       nothing that was seen bears on it
///   hypothesis failure P(realised effect < as_believed x believed) >= sure
///   link failure       P(the effect came, and no open way leads to the focus) >= sure
///   exceeded           P(realised effect > exceeded x believed) >= sure
///   validated          P(validated or exceeded) >= sure
///   inconclusive       otherwise, and where the data moved the odds of what is sure by less than
///                      `data_odds`: it was believed before
/// Realised effect: amount x works of the bet's first effect; believed: the median of the amount,
/// the mean where that is 0, one standard deviation in the hypothesis' direction where both are. A
/// bet on a metric from which nothing leads to the focus cannot be a link failure.
[[nodiscard]] std::vector<BetVerdict> judge_bets(const Standing& standing,
                                                 const Inferred& inferred,
                                                 const ReviewRules& rules);

/// One proposal per link, in the order of the tree (docs/model.md section 8).
[[nodiscard]] std::vector<LinkProposal> propose_links(const Standing& standing,
                                                      const Inferred& inferred,
                                                      const ReviewRules& rules,
                                                      const ReviewContext& context);

/// Runs of a bet's first effect, amount x works, and where there is a way to the focus (empty: no
/// link stands between).
struct OutcomeRuns {
  const std::vector<double>& effect;
  const std::vector<double>& way;
  double unit = 1;       // what was believed
  double delivered = 1;  // share of the planned a(t)
};
/// Outcomes that exclude one another, as shares of the runs.
[[nodiscard]] std::map<Verdict, double> outcome_shares(const OutcomeRuns& runs,
                                                       const ReviewRules& rules);
/// What is learned when a probability moves from `prior` to `now`: KL divergence in bits.
[[nodiscard]] double bits_learned(double prior, double now);
/// The same of an amount, as normals through the medians and the distances of P10 and P90; 0 where
/// there was no doubt.
[[nodiscard]] double bits_learned(const inference::Belief& prior, const inference::Belief& now);

}  // namespace betledger::forecast
