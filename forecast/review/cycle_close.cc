#include "forecast/review/cycle_close.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "forecast/plan/make_plan.h"
#include "forecast/review/cycle_review.h"
#include "forecast/standing/make_standing.h"
#include "ledger/book/about_field.h"
#include "ledger/book/lookup.h"
#include "ledger/book/refusal.h"

namespace betledger::forecast {
namespace {

/// The request with its cycle named.
Result<ClosingRequest> checked(const ledger::Book& book, ClosingRequest request) {
  const auto record = ledger::find_cycle(book, request.cycle);
  if (!record) {
    return record.error();
  }
  request.cycle = record->cycle.key;
  if (record->closed) {
    return ledger::refusal(
        "L072",
        fmt::format("cycle {} was closed by entry {}", request.cycle, record->closed->seq),
        fmt::format("betledger show {} has what it did", record->closed->seq));
  }
  if (record->commits.empty()) {
    return ledger::refusal(
        "U018",
        fmt::format("cycle {} has no plan of record: there is nothing to close", request.cycle),
        "lock one with `betledger cycle commit`");
  }
  constexpr double longest = 1e6;
  if (!(request.half_life > 0 && request.half_life <= longest)) {
    return ledger::about_field(
        "half-life", "U005", "a half-life is a number of cycles above 0", "for example 8");
  }
  return request;
}

bool has_actuals(const ledger::Book& book, const std::string& cycle) {
  const Timeline& timeline = book.cycles.at(cycle).cycle.timeline;
  return std::any_of(book.actuals.begin(), book.actuals.end(), [&](const auto& metric) {
    const auto first = metric.second.lower_bound(timeline.start);
    return first != metric.second.end() && first->first <= timeline.last_day();
  });
}

/// What the review says of links that nobody decided on: taken into the closing, and as evidence.
/// What the review warns of comes before what the closing does.
Result<std::vector<ledger::Node>> pass_over_undecided(const ledger::Book& book,
                                                      const ledger::BookAsOf& book_as_of,
                                                      const CloseRequest& request,
                                                      Closing& closing,
                                                      sim::Executor& executor,
                                                      Diagnostics& warnings) {
  if (closing.undecided.empty() || !has_actuals(book, closing.request.cycle)) {
    return std::vector<ledger::Node>{};
  }
  Diagnostics of_review;
  const StandingRequest whole{.cycle = closing.request.cycle, .as_of = {}, .recorded_by = {}};
  const auto review =
      review_cycle(book, book_as_of, {whole, request.settings}, executor, of_review);
  warnings.insert(warnings.begin(), of_review.begin(), of_review.end());
  if (!review) {
    return review.error();
  }
  pass_over(review->proposals, closing, warnings);
  return undecided_evidence(*review, closing, request.version);
}

/// The plan of record with the links that were learned.
Result<Rerun> rerun_of(const ledger::Book& book,
                       const ledger::BookAsOf& book_as_of,
                       const Closing& closing,
                       sim::Executor& executor) {
  const ledger::Commit& commit = book.cycles.at(closing.request.cycle).commits.back();
  Diagnostics said_then;  // when it was committed
  auto plan = make_plan(book_as_of(commit.head_seq), {commit.cycle, commit.data_cut}, said_then);
  if (!plan) {
    return plan.error();
  }
  return run_again(std::move(plan).value(), closing.links, commit, executor);
}

}  // namespace

Result<ClosedCycle> close_cycle(const ledger::Book& book,
                                const ledger::BookAsOf& book_as_of,
                                const std::map<std::string, tree::Link>& stated,
                                const CloseRequest& request,
                                sim::Executor& executor,
                                Diagnostics& warnings) {
  const auto asked = checked(book, request.closing);
  if (!asked) {
    return asked.error();
  }
  auto closing = make_closing(book, stated, *asked, warnings);
  if (!closing) {
    return closing.error();
  }
  auto undecided =
      pass_over_undecided(book, book_as_of, request, closing.value(), executor, warnings);
  if (!undecided) {
    return undecided.error();
  }
  auto rerun = rerun_of(book, book_as_of, *closing, executor);
  if (!rerun) {
    return rerun.error();
  }
  auto events = events_of(*closing, *rerun, std::move(undecided).value());
  return ClosedCycle{std::move(closing).value(), std::move(rerun).value(), std::move(events)};
}

}  // namespace betledger::forecast
