// cycle close
#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/process/version.h"
#include "cli/session/at_words.h"
#include "cli/session/session.h"
#include "cli/session/shared_options.h"
#include "cli/session/simulation.h"
#include "cli/session/standing.h"
#include "core/number.h"
#include "forecast/review/cycle_close.h"
#include "reports/learn/closing_report.h"

namespace betledger::cli {
namespace {

using Mode = ledger::Ledger::Mode;

forecast::CloseRequest request_of(const Call& call) {
  const auto half_life = parse_number(call.arguments.text("half-life", "8"), NumberKind::plain);
  return {.closing = {.cycle = call.arguments.text("cycle"),
                      .half_life = half_life.value_or(0),
                      .next = call.arguments.text("next"),
                      .because = call.arguments.text("because"),
                      .retire = call.arguments.list("retire")},
          .settings = gap_settings_of(call),
          .version = std::string{version()}};
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
  Diagnostics warnings;
  const auto executor = executor_of(call);
  const auto closed = forecast::close_cycle(session->book,
                                            books_of(session.value()),
                                            forecast::stated_links(session->ledger.entries()),
                                            request_of(call),
                                            *executor,
                                            warnings);
  call.console.warn(warnings);
  if (!closed) {
    return at_words(call, closed.error());
  }
  if (!dry_run) {
    const auto entries = record(call, session.value(), closed->events);
    if (!entries) {
      return entries.error();
    }
  }
  print(call,
        reports::ClosePage{closed->closing, closed->rerun, !dry_run},
        provenance_of(session->book));
  if (!dry_run) {
    say_next(call, closed->closing);
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
