#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "forecast/gap/gap.h"
#include "forecast/history/new_drivers.h"
#include "forecast/review/lessons.h"
#include "forecast/review/next_experiments.h"
#include "forecast/scoring/scoring.h"
#include "tree/review_rules.h"

namespace betledger::forecast {

/// How the plan of record scored at one number: a metric's roll-up, or one of its periods.
struct Score {
  std::string metric;
  std::optional<Day> period;  // nothing: the roll-up over the cycle
  double actual = 0;
  std::array<double, sim::summary_levels.size()> quantiles{};  // of the plan
  double median = 0;
  double crps = 0;  // fair, in the metric's unit
  double wis = 0;   // at the levels of every report
  double pit = 0;   // where the actual fell in the plan's runs, in [0, 1]
  bool in_50 = false;
  bool in_80 = false;
  bool in_90 = false;
  /// WIS of the random walk from the plan's data cut, at the same levels; nothing without a
  /// history.
  std::optional<double> naive_wis;
  /// WIS of a normal around the same period a year before; nothing without two years of history, or
  /// for a roll-up.
  std::optional<double> seasonal_wis;
};

/// Shares over the periods that were seen, of all metrics that can be scored.
struct CoverageShare {
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

/// The thresholds of the plan that is reviewed: those of its tree.
using ReviewRules = tree::ReviewRules;

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
  double bits = 0;           // learned about P(real)
  double strength_bits = 0;  // ... and about the strength, as far as it is real
  bool is_informed = false;  // has what was seen a say in it?
  std::vector<ledger::DecisionRecord> decisions{};  // on this link in this cycle, oldest first
};
[[nodiscard]] std::string_view name(LinkProposal::Action action) noexcept;
/// Raise, lower, harden or prune: accepted, it changes the link.
[[nodiscard]] bool changes_link(LinkProposal::Action action) noexcept;
/// The latest decision that accepts or rejects; null: it is pending.
[[nodiscard]] const ledger::DecisionRecord* ruling_on(const LinkProposal& proposal) noexcept;

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

/// How fast this cycle learned.
struct Velocity {
  std::size_t bets = 0;
  std::size_t decided = 0;        // validated, exceeded, hypothesis or link failure
  std::size_t good_failures = 0;  // refuted hypotheses: money saved next time
  double bits = 0;                // KL from prior to posterior, of bets and links
  double person_weeks = 0;        // of delivered bets
};

/// What else is known when a review is made.
struct ReviewContext {
  std::map<std::string, std::uint32_t> earlier_cycles;  // by link: with evidence for it
  std::vector<BeliefOutcome> earlier;                   // of bets of earlier cycles
  std::vector<ledger::DecisionRecord> decisions;        // on this review so far, oldest first
  std::optional<ReviewRules> latest_rules;              // of the ledger's tree, if it has one
  bool wants_experiments = false;
};

/// The plan of record held against the whole cycle.
struct Review {
  Gap gap;
  std::vector<Score> scores;  // roll-ups first, then periods; metrics in the order of the tree
  std::vector<CoverageShare> coverage;       // 50, 80, 90 %, of the periods
  ReviewRules rules;                         // of the plan of record
  std::optional<ReviewRules> rules_to_come;  // of the next plan, where they are others
  std::vector<BetVerdict> verdicts;          // in the order of the bets
  std::vector<LinkProposal> proposals;       // one per link, in the order of the tree
  std::vector<Leverage> metrics;             // that bets acted on
  std::vector<Leverage> links;
  Velocity velocity;
  Estimators estimators;                       // this cycle's readouts and those of earlier ones
  std::vector<NewDriver> new_drivers;          // in the history up to the end of what was seen
  std::optional<NextExperiments> experiments;  // if somebody asked
};

/// Scores the locked forecast, judges the bets and proposes what to do with the links. Before the
/// end of the cycle it judges by what was seen so far. Pure; the same bytes for any executor.
[[nodiscard]] Review make_review(Standing standing,
                                 const GapSettings& settings,
                                 const ReviewContext& context,
                                 sim::Executor& executor);

/// Are all periods of the cycle known?
[[nodiscard]] bool is_over(const Standing& standing) noexcept;
/// Nothing without a target, or while a period of its metric is missing.
[[nodiscard]] std::optional<bool> target_met(const Review& review);

}  // namespace betledger::forecast
