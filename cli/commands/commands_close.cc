// cycle close
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/process/mistake.h"
#include "cli/process/version.h"
#include "cli/session/lookup.h"
#include "cli/session/review.h"
#include "cli/session/session.h"
#include "cli/session/shared_options.h"
#include "cli/session/simulation.h"
#include "cli/session/standing.h"
#include "core/number.h"
#include "forecast/review/closing.h"
#include "reports/learn/closing_report.h"

namespace betledger::cli {
namespace {

using Mode = ledger::Ledger::Mode;

Result<forecast::ClosingRequest> request_of(const Call& call, const ledger::Book& book) {
  const auto record = find_cycle(call, book, "cycle");
  if (!record) {
    return record.error();
  }
  const std::string& key = record->cycle.key;
  if (record->closed) {
    return mistake("L072",
                   fmt::format("cycle {} was closed by entry {}", key, record->closed->seq),
                   fmt::format("betledger show {} has what it did", record->closed->seq));
  }
  if (record->commits.empty()) {
    return mistake("U018",
                   fmt::format("cycle {} has no plan of record: there is nothing to close", key),
                   "lock one with `betledger cycle commit`");
  }
  forecast::ClosingRequest request;
  request.cycle = key;
  const auto half_life =
      parse_number(call.arguments.text("half-life", "8"), NumberKind::plain).value_or(0);
  constexpr double longest = 1e6;
  if (!(half_life > 0 && half_life <= longest)) {
    return call.arguments.complaint(
        "half-life", "U005", "a half-life is a number of cycles above 0", "for example 8");
  }
  request.half_life = half_life;
  request.next = call.arguments.text("next");
  request.because = call.arguments.text("because");
  request.retire = call.arguments.list("retire");
  return request;
}

/// Without any there is nothing to review.
bool has_actuals(const ledger::Book& book, const forecast::ClosingRequest& request) {
  const Timeline& timeline = book.cycles.at(request.cycle).cycle.timeline;
  return std::any_of(book.actuals.begin(), book.actuals.end(), [&](const auto& metric) {
    const auto first = metric.second.lower_bound(timeline.start);
    return first != metric.second.end() && first->first <= timeline.last_day();
  });
}

/// The plan of record with the links that were learned.
Result<forecast::Rerun> run_again(const Call& call,
                                  const Session& session,
                                  const forecast::Closing& closing) {
  const ledger::Commit& commit = session.book.cycles.at(closing.request.cycle).commits.back();
  Diagnostics said_then;  // when it was committed
  auto plan = forecast::make_plan(
      session.ledger.book(commit.head_seq), {commit.cycle, commit.data_cut}, said_then);
  if (!plan) {
    return plan.error();
  }
  const auto executor = executor_of(call);
  return forecast::run_again(std::move(plan).value(), closing.links, commit, *executor);
}

void say_next(const Call& call, const forecast::Closing& closing) {
  std::string next = "next:\n";
  if (!closing.links.empty() || !closing.request.retire.empty()) {
    next += "  betledger export tree > tree.yaml   (the old file would undo what was learned)\n";
  }
  if (!closing.request.next.empty()) {
    next += fmt::format(
        "  betledger export bets --cycle {0} > bets.yaml\n"
        "  betledger cycle open {0} --target ...\n",
        closing.request.next);
  }
  if (next != "next:\n") {
    call.console.say(next);
  }
}

Result<ExitCode> run_close(const Call& call) {
  const bool dry_run = call.arguments.has("dry-run");
  auto session = open_ledger(call, dry_run ? Mode::read : Mode::write);
  if (!session) {
    return session.error();
  }
  expect_head(call, session->book);
  const auto request = request_of(call, session->book);
  if (!request) {
    return request.error();
  }
  Diagnostics warnings;
  auto closing = forecast::make_closing(
      session->book, forecast::stated_links(session->ledger.entries()), *request, warnings);
  if (!closing) {
    call.console.warn(warnings);
    return closing.error();
  }
  std::vector<ledger::Node> undecided;
  if (!closing->undecided.empty() && has_actuals(session->book, *request)) {
    const auto review = review_of(call, session.value(), Past::decisions);
    if (!review) {
      call.console.warn(warnings);
      return review.error();
    }
    pass_over(review->proposals, closing.value(), warnings);
    undecided = undecided_evidence(*review, *closing, std::string{version()});
  }
  call.console.warn(warnings);
  const auto rerun = run_again(call, session.value(), *closing);
  if (!rerun) {
    return rerun.error();
  }
  if (!dry_run) {
    const auto entries =
        record(call, session.value(), events_of(*closing, *rerun, std::move(undecided)));
    if (!entries) {
      return entries.error();
    }
  }
  print(call, reports::ClosePage{*closing, *rerun, !dry_run}, provenance_of(session->book));
  if (!dry_run) {
    say_next(call, *closing);
  }
  return ExitCode::fine;
}

}  // namespace

Command close_command() {
  return {
      .name = "cycle close",
      .summary = "end a cycle and carry on what was learned",
      .description =
          "Turns every accepted proposal of the review into the new terms of its link, retires "
          "pruned links, carries funded bets that are still to come over to the next cycle and "
          "closes the cycle, in one step: everything or nothing. Links whose proposal was rejected "
          "or not decided stay as they are, delivered bets where they are. Evidence of links that "
          "nobody decided on is told and kept, and counts for hardening. Shows the difference to "
          "the tree and the plan of record run again on the new links.\n\n"
          "What is learned fades: with a half-life of N cycles the share 2^(-1/N) of what "
          "separates "
          "the posterior from the belief that a person wrote last is kept at every close. After "
          "the "
          "close actuals may still be revised; the plan, its bets and decisions may not.",
      .options =
          std::vector<Option>{
              cycle_option(),
              {.name = "half-life",
               .kind = ValueKind::text,
               .value = "N",
               .summary = "cycles after which half of what was learned is forgotten",
               .fallback = "8"},
              {.name = "next",
               .kind = ValueKind::text,
               .value = "KEY",
               .summary = "the cycle that takes over the bets that are still to come",
               .fallback = "they stay where they are"},
              {.name = "retire",
               .kind = ValueKind::list,
               .value = "KEYS",
               .summary = "metrics to take out of the tree, which nothing may read any more"},
              because_option(false),
              dry_run_option()} +
          sampler_options() + std::vector<Option>{format_option()} + writing_options(),
      .examples = {{"betledger cycle close --next 2011Q4 --dry-run", "What would the close do?"},
                   {"betledger cycle close --cycle 2011Q3 --next 2011Q4 --half-life 4",
                    "Forgets faster: half in a year of quarters."}},
      .run = run_close};
}

}  // namespace betledger::cli
