#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "forecast/gap/inferred.h"
#include "forecast/standing/standing.h"
#include "tree/review_rules.h"

namespace betledger::forecast {

enum class Verdict : std::uint8_t {
  validated,
  exceeded,
  hypothesis_failure,
  link_failure,
  execution_failure,
  inconclusive,
  not_separable,
};
[[nodiscard]] std::string_view name(Verdict verdict) noexcept;

struct BetVerdict {
  std::string bet;
  Verdict verdict = Verdict::inconclusive;
  std::map<Verdict, double> prior;           // of the outcomes below, before anything was seen
  std::map<Verdict, double> probabilities;   // of outcomes that exclude one another; sum 1
  tree::Action action = tree::Action::lift;  // of the first effect
  bool is_informed = false;                  // has what was seen a say in it?
  inference::Belief believed;                // of the first effect's amount x works, at commit
  inference::Belief realised;                // now
  double delivered = 0;     // share of the planned a(t) that came about, of what is known
  double periods_live = 0;  // sum of a(t) over the periods known
  std::vector<std::string> tied_with;             // bets it cannot be told apart from
  std::optional<inference::Chance> at_least_one;  // of those and itself works
  std::string because;                            // the rule that decided, with its numbers
  double bits = 0;  // learned about whether it works: KL from prior to posterior, base 2
};

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
                                                 const tree::ReviewRules& rules);

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
                                                       const tree::ReviewRules& rules);

}  // namespace betledger::forecast
