#include "forecast/review/cycle_review.h"

#include <utility>
#include <vector>

#include "forecast/review/earlier_cycles.h"
#include "forecast/standing/make_standing.h"
#include "forecast/standing/past_standings.h"

namespace betledger::forecast {
namespace {

/// Of cycles that were committed and over when this one started, oldest first.
std::vector<BeliefOutcome> earlier_beliefs(const ledger::Book& known,
                                           const ledger::BookAsOf& book_as_of,
                                           const Standing& standing,
                                           const GapSettings& settings,
                                           sim::Executor& executor,
                                           Diagnostics& warnings) {
  const auto was_over = [&](const ledger::CycleRecord& record) {
    return record.cycle.timeline.last_day() < standing.locked.cycle.timeline.start;
  };
  std::vector<BeliefOutcome> readouts;
  for (const Standing& past :
       past_standings(known, book_as_of, standing.recorded_by, was_over, warnings)) {
    for (BeliefOutcome& one : effect_readouts(past, settings, executor)) {
      readouts.push_back(std::move(one));
    }
  }
  return readouts;
}

}  // namespace

Result<Review> review_cycle(const ledger::Book& known,
                            const ledger::BookAsOf& book_as_of,
                            const ReviewRequest& request,
                            sim::Executor& executor,
                            Diagnostics& warnings) {
  auto standing = make_standing(known, book_as_of, request.standing, warnings);
  if (!standing) {
    return standing.error();
  }
  ReviewContext context;
  const std::string& cycle = standing->locked.cycle.key;
  context.earlier_cycles = cycles_with_evidence(known, cycle);
  context.decisions = known.cycles.at(cycle).decisions;
  context.latest_rules = known.tree.review;
  context.wants_experiments = request.wants_beliefs;
  GapSettings settings = request.settings;
  settings.wants_actions = false;
  if (request.wants_beliefs) {
    context.earlier = earlier_beliefs(known, book_as_of, *standing, settings, executor, warnings);
  }
  return make_review(std::move(standing).value(), settings, context, executor);
}

}  // namespace betledger::forecast
