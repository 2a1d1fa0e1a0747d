// cycle open, commit, show, list (close: commands_close.cc)
#include <algorithm>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/process/mistake.h"
#include "cli/process/version.h"
#include "cli/session/lookup.h"
#include "cli/session/session.h"
#include "cli/session/shared_options.h"
#include "cli/session/simulation.h"
#include "core/number.h"
#include "core/text.h"
#include "forecast/projection/commit.h"
#include "forecast/standing/commits.h"
#include "forecast/standing/experiments_outside.h"
#include "ledger/book/book_rules.h"
#include "reports/ledger/cycle_report.h"

namespace betledger::cli {
namespace {

using Mode = ledger::Ledger::Mode;

// ---- open ----

/// The calendar days of the cycle: from its key, or from --start and --end.
Result<CalendarSpan> span_of(const Call& call, const std::string& key) {
  const auto start = call.arguments.day("start");
  const auto end = call.arguments.day("end");
  if (start.has_value() != end.has_value()) {
    return call.arguments.complaint(start ? "start" : "end",
                                    "U009",
                                    "--start and --end go together",
                                    "give both, or name the cycle 2026Q3, 2026-07, 2026H2 or 2026");
  }
  if (start && *end < *start) {
    return call.arguments.complaint(
        "end", "U005", "the cycle ends before it starts", "--end is its last day");
  }
  if (start) {
    return CalendarSpan{*start, *end};
  }
  if (const auto span = parse_cycle_key(key)) {
    return *span;
  }
  if (is_out_of_range(key)) {
    return call.arguments.complaint(
        "KEY",
        "U005",
        fmt::format("{} is out of range", key),
        fmt::format("dates run from {}; is the year right?", day_range));
  }
  return call.arguments.complaint(
      "KEY",
      "U005",
      fmt::format("{} does not say which days it means", key),
      "name the cycle 2026Q3, 2026-07, 2026H2 or 2026, or give --start DATE and --end DATE");
}

/// A bound that the metric can never (or must always) meet is a percent sign lost or one too many.
Diagnostics misread_target(const Call& call,
                           const ledger::Book& book,
                           const ledger::Target& target,
                           const std::string& text) {
  const tree::Metric* const metric = book.tree.find(target.metric);
  if (metric == nullptr) {
    return {};  // the book says so
  }
  const bool fraction = metric->support == tree::Support::fraction;
  const bool percent = text.find('%') != std::string::npos;
  if (percent && !fraction) {
    return {call.arguments.complaint(
        "target",
        "U020",
        fmt::format("`{}` is not a fraction: its target is no percentage", metric->key),
        "write the value itself, in " + metric->unit)};
  }
  if (metric->support == tree::Support::real ||
      tree::contains(metric->support, target.bound.value)) {
    return {};
  }
  const double value = target.bound.value;
  return {call.arguments.complaint(
      "target",
      "U020",
      fmt::format("`{}` can never be {}: its values are {}",
                  metric->key,
                  format_number(value),
                  fraction ? "between 0 and 1" : "above 0"),
      fraction && value > 1 ? fmt::format("write {}% if that is meant", format_number(value))
                            : "correct the bound")};
}

Result<ledger::Cycle> cycle_of(const Call& call, const ledger::Book& book) {
  ledger::Cycle cycle;
  cycle.key = call.arguments.text("KEY");
  Diagnostics errors;
  const auto span = span_of(call, cycle.key);
  if (span) {
    cycle.timeline = periods_of(*span, period_option(call).value_or(book.tree.period));
  } else {
    errors = span.error();
  }
  if (const auto text = call.arguments.find("target")) {
    const auto target = ledger::parse_target(*text);
    if (target) {
      cycle.target = *target;
      const auto wrong = misread_target(call, book, *target, *text);
      errors.insert(errors.end(), wrong.begin(), wrong.end());
    } else {
      errors.insert(errors.end(), target.error().begin(), target.error().end());
    }
  }
  cycle.focus_inputs = call.arguments.list("focus-inputs");
  if (!errors.empty()) {
    return errors;
  }
  return cycle;
}

Result<ExitCode> run_open(const Call& call) {
  auto session = open_ledger(call, Mode::write);
  if (!session) {
    return session.error();
  }
  const auto cycle = cycle_of(call, session->book);
  if (!cycle) {
    return cycle.error();
  }
  const auto there = session->book.cycles.find(cycle->key);
  if (there != session->book.cycles.end() && session->book.is_open(cycle->key) &&
      same_terms(there->second.cycle, *cycle)) {
    expect_head(call, session->book);
    call.console.say(
        fmt::format("cycle {} is open with these terms: nothing to change\n", cycle->key));
    return ExitCode::fine;
  }
  return record_and_finish(call, session.value(), {ledger::CycleOpened{*cycle}});
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

/// A plan that is locked with part of its cycle known is a plan for the rest of it: whoever reads
/// it must know.
Result<ExitCode> say_if_late(const Call& call,
                             const ledger::Book& book,
                             const forecast::Plan& plan) {
  const Timeline& timeline = plan.cycle.timeline;
  const std::uint32_t known = forecast::periods_known_by(book, timeline, book.head_seq);
  if (known == 0) {
    return ExitCode::fine;
  }
  const std::string weeks =
      fmt::format("{} {}{}", known, name(timeline.kind), known == 1 ? "" : "s");
  if (!call.arguments.has("because")) {
    return mistake("U033",
                   fmt::format("{} of {} are known already: a plan of record that is locked now "
                               "needs a reason",
                               weeks,
                               plan.cycle.key),
                   "say why: --because \"...\"; `gap`, `digest` and `review` will show it");
  }
  const Diagnostics late{
      {"B048",
       Severity::note,
       {},
       {},
       fmt::format("this plan of record is locked with {} of {} known", weeks, plan.cycle.key),
       "every report that holds something against it says so"}};
  call.console.warn(late);
  return ExitCode::fine;
}

Result<ExitCode> run_commit(const Call& call) {
  auto session = open_ledger(call, Mode::write);
  if (!session) {
    return session.error();
  }
  expect_head(call, session->book);
  auto plan = plan_of(call, session->book, "KEY");
  if (!plan) {
    return plan.error();
  }
  const auto may = say_if_late(call, session->book, *plan);
  if (!may) {
    return may.error();
  }
  call.console.warn(forecast::notes_on_experiments(
      session->book, books_of(session.value()), *plan, plan->cycle.key));
  const auto executor = executor_of(call);
  const auto forecast =
      forecast::make_forecast(std::move(plan).value(), automatic_settings_of(call), *executor);
  if (!forecast) {
    return forecast.error();
  }
  auto commit = forecast::make_commit(*forecast, std::string{version()});
  commit.because = call.arguments.text("because");
  const std::string key = commit.cycle;
  const auto entries = record(call, session.value(), {ledger::CycleCommitted{std::move(commit)}});
  if (!entries) {
    return entries.error();
  }
  const auto book = session->ledger.book();
  print(call, reports::CyclePage{book, book.cycles.at(key), {}}, provenance_of(book));
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
                             .same = again->plan_sha256 == commit.plan_sha256 &&
                                     again->forecast_sha256 == commit.forecast_sha256 &&
                                     again->stored_sha256 == commit.forecast_sha256};
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
