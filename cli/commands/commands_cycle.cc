// cycle open, commit, show, list (close: commands_close.cc)
#include <variant>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/process/mistake.h"
#include "cli/process/version.h"
#include "cli/session/at_words.h"
#include "cli/session/lookup.h"
#include "cli/session/session.h"
#include "cli/session/shared_options.h"
#include "cli/session/simulation.h"
#include "forecast/projection/commit.h"
#include "forecast/standing/plan_commit.h"
#include "ledger/requests/cycle_opening.h"
#include "reports/ledger/cycle_report.h"

namespace betledger::cli {
namespace {

using Mode = ledger::Ledger::Mode;

// ---- open ----

Result<ExitCode> run_open(const Call& call) {
  auto session = open_ledger(call, Mode::write);
  if (!session) {
    return session.error();
  }
  const std::string key = call.arguments.text("KEY");
  const auto opened = ledger::open_cycle(session->book,
                                         {.key = key,
                                          .start = call.arguments.day("start"),
                                          .end = call.arguments.day("end"),
                                          .period = period_option(call),
                                          .target = call.arguments.find("target"),
                                          .focus_inputs = call.arguments.list("focus-inputs")});
  if (!opened) {
    return at_words(call, opened.error(), {{"key", "KEY"}});
  }
  if (opened->events.empty()) {
    expect_head(call, session->book);
    call.console.say(fmt::format("cycle {} is open with these terms: nothing to change\n", key));
    return ExitCode::fine;
  }
  return record_and_finish(call, session.value(), opened->events);
}

Command open_command() {
  return {
      .name = "cycle open",
      .summary = "open a planning cycle with its target",
      .description =
          "Opens a cycle: the periods it covers, the target on a metric's value over the cycle, "
          "and "
          "the few inputs to watch each week. The weekly 2011Q3 is the thirteen weeks from "
          "2011-06-27 to 2011-09-25: cycles neither overlap nor leave a gap. Until it is "
          "committed, "
          "opening it again replaces its terms.",
      .positionals = {{.name = "KEY",
                       .summary =
                           "2026Q3, 2026-07, 2026H2, 2026 or, with --start and --end, any key"}},
      .options =
          std::vector<Option>{
              {.name = "target",
               .kind = ValueKind::text,
               .value = "BOUND",
               .summary = "what to reach: \"METRIC >= NUMBER\" or \"METRIC <= NUMBER\""},
              {.name = "focus-inputs",
               .kind = ValueKind::list,
               .value = "KEYS",
               .summary = "metrics to watch, parted by commas"},
              period_kind_option("what the cycle is counted in", "the tree's period"),
              {.name = "start",
               .kind = ValueKind::day,
               .value = "DATE",
               .summary = "its first day, where the key does not say it"},
              {.name = "end", .kind = ValueKind::day, .value = "DATE", .summary = "its last day"}} +
          writing_options(),
      .examples = {{"betledger cycle open 2011Q3 --target \"net_revenue >= 1.75M\" "
                    "--focus-inputs returning_buyers,orders_per_buyer",
                    "The third quarter of 2011 in weeks."}},
      .run = run_open};
}

// ---- commit ----

Result<ExitCode> run_commit(const Call& call) {
  auto session = open_ledger(call, Mode::write);
  if (!session) {
    return session.error();
  }
  expect_head(call, session->book);
  Diagnostics warnings;
  const auto executor = executor_of(call);
  const auto events = forecast::commit_plan(session->book,
                                            books_of(session.value()),
                                            {.cycle = call.arguments.text("KEY"),
                                             .settings = automatic_settings_of(call),
                                             .because = call.arguments.text("because"),
                                             .version = std::string{version()}},
                                            *executor,
                                            warnings);
  call.console.warn(warnings);
  if (!events) {
    return at_words(call, events.error(), {{"cycle", "KEY"}});
  }
  const auto entries = record(call, session.value(), *events);
  if (!entries) {
    return entries.error();
  }
  const auto& committed = std::get<ledger::CycleCommitted>(events->front()).commit;
  const auto book = session->ledger.book();
  print(call, reports::CyclePage{book, book.cycles.at(committed.cycle), {}}, provenance_of(book));
  return ExitCode::fine;
}

Command commit_command() {
  return {
      .name = "cycle commit",
      .summary = "lock the plan of record",
      .description =
          "Simulates the plan and records it as the plan of record: tree, bets, data cut, seed, "
          "runs, "
          "baselines and forecast, with their hashes. `cycle show --recompute` makes the same "
          "bytes "
          "again at any later day. A cycle may be committed again; the last commit counts, and the "
          "earlier ones stay. Once weeks of it are known a commit needs a reason, and every report "
          "says when it was made, how much was known, and what was committed before.",
      .positionals = {{.name = "KEY",
                       .summary = "the cycle; the only open one if left out",
                       .required = false}},
      .options = simulation_options(RunsChoice::automatic) +
                 std::vector<Option>{because_option(false), format_option()} + writing_options(),
      .examples = {{"betledger cycle commit", "Locks the plan of the open cycle."},
                   {"betledger cycle commit 2011Q3 --seed 7 --runs 50000 --because \"kick-off\"",
                    "With a seed and more runs."}},
      .run = run_commit};
}

// ---- show, list ----

Result<reports::Recomputed> recompute(const Call& call,
                                      const ledger::Ledger& ledger,
                                      const ledger::CycleRecord& record) {
  if (record.commits.empty()) {
    return mistake("U018",
                   fmt::format("cycle {} has no plan of record", record.cycle.key),
                   "lock one with `betledger cycle commit`");
  }
  const ledger::Commit& commit = record.commits.back();
  const auto executor = executor_of(call);
  const auto again = forecast::recompute(ledger.book(commit.head_seq), commit, *executor);
  if (!again) {
    return again.error();
  }
  return reports::Recomputed{.plan_sha256 = again->plan_sha256,
                             .forecast_sha256 = again->forecast_sha256,
                             .same = forecast::holds(commit, *again)};
}

Result<ExitCode> run_show(const Call& call) {
  const auto session = open_ledger(call, Mode::read);
  if (!session) {
    return session.error();
  }
  const auto record = find_cycle(call, session->book, "KEY");
  if (!record) {
    return record.error();
  }
  reports::CyclePage page{session->book, *record, {}};
  if (call.arguments.has("recompute")) {
    const auto again = recompute(call, session->ledger, *record);
    if (!again) {
      return again.error();
    }
    page.recomputed = *again;
  }
  print(call, page, provenance_of(session->book));
  return page.recomputed && !page.recomputed->same ? ExitCode::integrity : ExitCode::fine;
}

Command show_command() {
  return {.name = "cycle show",
          .summary = "a cycle: target, bets, capacity, plan of record",
          .description =
              "Shows the cycle with its target, focus inputs, capacity and bets, and every commit. "
              "With --recompute the plan of record is made again from the ledger alone, as of the "
              "entry "
              "it was made from.",
          .positionals = {{.name = "KEY",
                           .summary = "the cycle; the only open one if left out",
                           .required = false}},
          .options = {{.name = "recompute",
                       .summary = "make the plan of record again from the ledger and compare the "
                                  "hashes; exit code 6 if they differ"},
                      threads_option(),
                      executor_option(),
                      format_option()},
          .examples = {{"betledger cycle show 2011Q3 --recompute",
                        "Is the plan of record what was promised?"}},
          .run = run_show};
}

Result<ExitCode> run_list(const Call& call) {
  const auto session = open_ledger(call, Mode::read);
  if (!session) {
    return session.error();
  }
  print(call, reports::CycleListPage{session->book}, provenance_of(session->book));
  return ExitCode::fine;
}

Command list_command() {
  return {.name = "cycle list",
          .summary = "every cycle with its state",
          .description = "Lists the cycles, also those that only have a bets file so far.",
          .options = {format_option()},
          .examples = {{"betledger cycle list", "Every cycle of the ledger."}},
          .run = run_list};
}

}  // namespace

std::vector<Command> cycle_commands() {
  return {open_command(), commit_command(), show_command(), list_command(), close_command()};
}

}  // namespace betledger::cli
