#include "forecast/standing/plan_commit.h"

#include <iterator>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "forecast/plan/make_plan.h"
#include "forecast/plan/plan.h"
#include "forecast/projection/commit.h"
#include "forecast/projection/make_forecast.h"
#include "forecast/standing/commits.h"
#include "forecast/standing/experiments_outside.h"
#include "ledger/book/lookup.h"
#include "ledger/book/refusal.h"

namespace betledger::forecast {
namespace {

/// Why a plan may not be locked now; noted where it may, but late.
std::optional<Diagnostic> too_late(const ledger::Book& book,
                                   const Plan& plan,
                                   const std::string& because,
                                   Diagnostics& warnings) {
  const Timeline& timeline = plan.cycle.timeline;
  const std::uint32_t known = periods_known_by(book, timeline, book.head_seq);
  if (known == 0) {
    return std::nullopt;
  }
  const std::string weeks =
      fmt::format("{} {}{}", known, name(timeline.kind), known == 1 ? "" : "s");
  if (because.empty()) {
    return ledger::refusal(
        "U033",
        fmt::format("{} of {} are known already: a plan of record that is locked now "
                    "needs a reason",
                    weeks,
                    plan.cycle.key),
        "say why: --because \"...\"; `gap`, `digest` and `review` will show it");
  }
  warnings.push_back(remark(
      Severity::note,
      "B048",
      fmt::format("this plan of record is locked with {} of {} known", weeks, plan.cycle.key),
      "every report that holds something against it says so"));
  return std::nullopt;
}

}  // namespace

Result<std::vector<ledger::Event>> commit_plan(const ledger::Book& book,
                                               const ledger::BookAsOf& book_as_of,
                                               const CommitRequest& request,
                                               sim::Executor& executor,
                                               Diagnostics& warnings) {
  const auto cycle = ledger::find_cycle(book, request.cycle);
  if (!cycle) {
    return cycle.error();
  }
  auto plan = make_plan(book, {.cycle = cycle->cycle.key, .data_through = {}}, warnings);
  if (!plan) {
    return plan.error();
  }
  if (auto why = too_late(book, *plan, request.because, warnings)) {
    return *std::move(why);
  }
  Diagnostics outside = notes_on_experiments(book, book_as_of, *plan, plan->cycle.key);
  std::move(outside.begin(), outside.end(), std::back_inserter(warnings));
  const auto forecast = make_forecast(std::move(plan).value(), request.settings, executor);
  if (!forecast) {
    return forecast.error();
  }
  auto commit = make_commit(*forecast, request.version);
  commit.because = request.because;
  return std::vector<ledger::Event>{ledger::CycleCommitted{std::move(commit)}};
}

}  // namespace betledger::forecast
