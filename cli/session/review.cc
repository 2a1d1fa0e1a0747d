#include "cli/session/review.h"

#include <utility>

#include "cli/session/simulation.h"
#include "cli/session/standing.h"
#include "forecast/review/earlier_cycles.h"

namespace betledger::cli {

namespace {

/// Of cycles that were committed and over when this one started, oldest first.
std::vector<forecast::BeliefOutcome> earlier_beliefs(const Call& call,
                                                     Session& session,
                                                     const forecast::Standing& standing,
                                                     const forecast::GapSettings& settings,
                                                     sim::Executor& executor) {
  const auto was_over = [&](const ledger::CycleRecord& record) {
    return record.cycle.timeline.last_day() < standing.locked.cycle.timeline.start;
  };
  std::vector<forecast::BeliefOutcome> readouts;
  for (const forecast::Standing& past :
       past_standings(call, session, standing.recorded_by, was_over)) {
    for (forecast::BeliefOutcome& one : forecast::effect_readouts(past, settings, executor)) {
      readouts.push_back(std::move(one));
    }
  }
  return readouts;
}

}  // namespace

Result<forecast::Review> review_of(const Call& call, Session& session, Past past) {
  Diagnostics warnings;
  auto standing = standing_of(call, session, warnings);
  if (!standing) {
    return standing.error();
  }
  forecast::ReviewContext context;
  const std::string& cycle = standing->locked.cycle.key;
  context.earlier_cycles = forecast::cycles_with_evidence(session.book, cycle);
  context.decisions = session.book.cycles.at(cycle).decisions;
  context.latest_rules = session.book.tree.review;
  context.wants_experiments = past == Past::beliefs;
  const auto executor = executor_of(call);
  forecast::GapSettings settings = gap_settings_of(call);
  settings.wants_actions = false;
  if (past == Past::beliefs) {
    context.earlier = earlier_beliefs(call, session, *standing, settings, *executor);
  }
  return forecast::make_review(std::move(standing).value(), settings, context, *executor);
}

}  // namespace betledger::cli
