#pragma once

#include <string>
#include <vector>

#include "forecast/gap/candidates.h"
#include "forecast/gap/decisions.h"
#include "forecast/gap/inferred.h"
#include "forecast/gap/kill_rule.h"
#include "forecast/gap/signals.h"

namespace betledger::forecast {

/// A bet's kill rule, judged from the actuals.
struct KillJudgement {
  std::string bet;
  KillAnswer answer;
};

/// What is news at a standing, and what can be done about it.
struct Actions {
  Signals signals;
  std::vector<KillJudgement> kill_rules;  // of the bets that have one
  DecisionSettings rules;
  std::vector<Decision> decisions;
  std::vector<Candidate> candidates;
  std::vector<CandidateModel::LeftOut> left_out;
  std::vector<RequiredLift> lifts;
  std::vector<std::string> nodes;  // keys, by node: what Candidate and RequiredLift speak of
};

/// Signals against the locked plan, kill rules, advice per bet, candidates that could still close
/// the gap. `seed`: of bets that the posterior does not know. The same bytes for any executor.
[[nodiscard]] Actions actions_of(const Standing& standing,
                                 const Inferred& inferred,
                                 std::uint64_t seed,
                                 sim::Executor& executor);

}  // namespace betledger::forecast
