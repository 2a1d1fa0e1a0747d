#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "forecast/gap/gap.h"
#include "forecast/history/new_drivers.h"
#include "forecast/review/lessons.h"
#include "forecast/review/leverage.h"
#include "forecast/review/link_proposals.h"
#include "forecast/review/next_experiments.h"
#include "forecast/review/review_scores.h"
#include "forecast/review/velocity.h"
#include "forecast/review/verdicts.h"
#include "tree/review_rules.h"

namespace betledger::forecast {

/// What else is known when a review is made.
struct ReviewContext {
  std::map<std::string, std::uint32_t> earlier_cycles;  // by link: with evidence for it
  std::vector<BeliefOutcome> earlier;                   // of bets of earlier cycles
  std::vector<ledger::DecisionRecord> decisions;        // on this review so far, oldest first
  std::optional<tree::ReviewRules> latest_rules;        // of the ledger's tree, if it has one
  bool wants_experiments = false;
};

/// The plan of record held against the whole cycle.
struct Review {
  Gap gap;
  std::vector<Score> scores;  // roll-ups first, then periods; metrics in the order of the tree
  std::vector<CoverageShare> coverage;             // 50, 80, 90 %, of the periods
  tree::ReviewRules rules;                         // of the plan of record
  std::optional<tree::ReviewRules> rules_to_come;  // of the next plan, where they are others
  std::vector<BetVerdict> verdicts;                // in the order of the bets
  std::vector<LinkProposal> proposals;             // one per link, in the order of the tree
  std::vector<Leverage> metrics;                   // that bets acted on
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
