#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "forecast/gap.h"
#include "forecast/scoring.h"

namespace betledger::forecast {

/// How the plan of record scored at one number: a metric's roll-up, or one of its periods.
struct Score {
  std::string metric;
  std::optional<Day> period;  // nothing: the roll-up over the cycle
  double actual = 0;
  double median = 0;
  double crps = 0;  // fair, in the metric's unit
  double wis = 0;   // at the levels of every report
  double pit = 0;   // where the actual fell in the plan's runs, in [0, 1]
  bool in_50 = false;
  bool in_80 = false;
  bool in_90 = false;
  double naive_crps = 0;                // of the random walk from the plan's data cut
  std::optional<double> seasonal_crps;  // of the same weeks a year before; two years of history
};

/// Shares over the periods that were seen, of all metrics that can be scored.
struct Coverage {
  double level = 0;
  std::size_t hits = 0;
  std::size_t trials = 0;
  Interval interval;  // Wilson, 95 %; periods of one metric are no independent trials
};

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

/// When the posterior is enough for a verdict.
struct VerdictRules {
  double sure = 0.8;         // posterior probability that a verdict needs
  double as_believed = 0.5;  // a realised effect of at least this share of the believed median
  double exceeded = 1.5;     // ... and beyond this, more than was believed
  double tied = -0.4;        // correlation of two bets' realised effects below which ...
  double tied_overlap =
      0.5;  // ... and this share of common live periods, they cannot be told apart
};

struct BetVerdict {
  std::string bet;
  Verdict verdict = Verdict::inconclusive;
  std::map<Verdict, double> probabilities;        // of the outcomes that exclude one another; sum 1
  inference::Belief believed;                     // of the first effect's amount x works, at commit
  inference::Belief realised;                     // now
  double delivered = 0;                           // share of the planned a(t) that came about
  std::vector<std::string> tied_with;             // bets it cannot be told apart from
  std::optional<inference::Chance> at_least_one;  // of those and itself works
  std::string because;                            // the rule that decided, with its numbers
  double bits = 0;  // learned about whether it works: KL from prior to posterior, base 2
};

struct LinkProposal {
  enum class Action : std::uint8_t { raise, lower, harden, prune, test_next, keep };

  std::string id;    // "L3": the link's number in the tree
  std::string link;  // from->to
  Action action = Action::keep;
  double real_from = 0;
  inference::Chance real_to;
  inference::Belief strength_from;
  inference::Belief strength_to;
  double sign_certain = 0;   // posterior probability of the believed sign, given that it is real
  double useful = 0;         // P(|strength| > the smallest useful)
  std::uint32_t cycles = 1;  // that have evidence for it
  std::string because;
  double bits = 0;
};
[[nodiscard]] std::string_view name(LinkProposal::Action action) noexcept;

struct Review {
  Gap gap;  // with every period known
  std::vector<Score> scores;
  std::vector<Coverage> coverage;  // 50, 80, 90 %
  VerdictRules rules;
  std::vector<BetVerdict> verdicts;
  std::vector<LinkProposal> proposals;
};

}  // namespace betledger::forecast
