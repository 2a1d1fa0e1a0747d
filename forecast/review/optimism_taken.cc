#include "forecast/review/optimism_taken.h"

#include <utility>

#include "forecast/standing/past_standings.h"

namespace betledger::forecast {
namespace {

OptimismEvidence evidence_of_past(const ledger::Book& book,
                                  const ledger::BookAsOf& book_as_of,
                                  const OptimismRequest& request,
                                  sim::Executor& executor,
                                  Diagnostics& warnings) {
  GapSettings settings = request.settings;
  settings.wants_actions = false;
  const auto is_over = [&](const ledger::CycleRecord& record) {
    return record.closed || record.cycle.timeline.last_day() < request.today;
  };
  OptimismEvidence all;
  for (const Standing& past : past_standings(book, book_as_of, std::nullopt, is_over, warnings)) {
    auto one = optimism_evidence(past, settings, executor);
    all.teams.insert(all.teams.end(), one.teams.begin(), one.teams.end());
    all.scores.insert(all.scores.end(), one.scores.begin(), one.scores.end());
  }
  return all;
}

}  // namespace

OptimismTaken take_offer(const ledger::Book& book,
                         const ledger::BookAsOf& book_as_of,
                         const OptimismRequest& request,
                         sim::Executor& executor,
                         Diagnostics& warnings) {
  OptimismTaken taken{
      evidence_of_past(book, book_as_of, request, executor, warnings), book.optimism, {}};
  for (ledger::Optimism& one : offered(taken.evidence)) {
    one.because = request.because;
    taken.corrections[one.team] = one;
    const auto known = book.optimism.find(one.team);
    if (known == book.optimism.end() || known->second != one) {
      taken.events.emplace_back(ledger::OptimismSet{std::move(one)});
    }
  }
  return taken;
}

}  // namespace betledger::forecast
