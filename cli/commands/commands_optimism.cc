// optimism show, apply, set, off
#include "cli/commands/commands.h"
#include "cli/process/mistake.h"
#include "cli/session/at_words.h"
#include "cli/session/session.h"
#include "cli/session/shared_options.h"
#include "cli/session/simulation.h"
#include "cli/session/standing.h"
#include "forecast/review/optimism_taken.h"
#include "ledger/requests/optimism_setting.h"
#include "reports/learn/optimism_report.h"

namespace betledger::cli {
namespace {

using ledger::Ledger;

Result<ExitCode> run_show(const Call& call) {
  const auto session = open_ledger(call, Ledger::Mode::read);
  if (!session) {
    return session.error();
  }
  print(call, reports::OptimismPage{session->book.optimism}, provenance_of(session->book));
  return ExitCode::fine;
}

Command show_command() {
  return {.name = "optimism show",
          .summary = "how the effects that teams state are read in the next forecast",
          .description =
              "The correction of every team for which one was turned on or off, with where it is "
              "from. Without one, effects are read as they are stated.",
          .options = {format_option()},
          .examples = {{"betledger optimism show", "What the next forecast is corrected by."}},
          .run = run_show};
}

Result<ExitCode> run_apply(const Call& call) {
  const bool dry = call.arguments.has("dry-run");
  auto session = open_ledger(call, dry ? Ledger::Mode::read : Ledger::Mode::write);
  if (!session) {
    return session.error();
  }
  Diagnostics warnings;
  const auto executor = executor_of(call);
  const auto taken = forecast::take_offer(session->book,
                                          books_of(session.value()),
                                          {.settings = gap_settings_of(call),
                                           .because = call.arguments.text("because"),
                                           .today = today(call)},
                                          *executor,
                                          warnings);
  call.console.warn(warnings);
  if (!dry && !taken.events.empty()) {
    const auto entries = record(call, session.value(), taken.events);
    if (!entries) {
      return entries.error();
    }
  }
  print(call,
        reports::OptimismPage{taken.corrections, &taken.evidence, !taken.events.empty()},
        provenance_of(session->book));
  return ExitCode::fine;
}

Command apply_command() {
  return {
      .name = "optimism apply",
      .summary = "correct the next forecast by what past cycles say of each team's beliefs",
      .description =
          "Takes every cycle of the ledger that is over and had a plan of record, lets each team's "
          "effects be off by a factor that next to nothing is known of, and asks the posterior "
          "what "
          "the data say of it: deliveries, links and chances to work are all in it. Teams and "
          "cycles are pooled in part: who has few bets is taken for the average, and next to no "
          "evidence means next to no correction. What comes out is turned on for the forecasts to "
          "come; plans that are locked stay as they are.",
      .options = sampler_options() +
                 std::vector<Option>{dry_run_option(), because_option(false), format_option()} +
                 writing_options(),
      .examples = {{"betledger optimism apply --dry-run", "What past cycles offer."},
                   {"betledger optimism apply", "Turn it on."}},
      .run = run_apply};
}

Result<ExitCode> run_set(const Call& call) {
  if (!call.arguments.has("factor") && !call.arguments.has("spread")) {
    return mistake("U009",
                   "neither --factor nor --spread is given: there is nothing to correct by",
                   "give --factor 0.7 (what comes over what is stated) or --spread 1.5; "
                   "`betledger optimism off` has effects read as they are stated");
  }
  auto session = open_ledger(call, Ledger::Mode::write);
  if (!session) {
    return session.error();
  }
  const auto set = ledger::set_optimism(session->book,
                                        {.team = call.arguments.text("TEAM"),
                                         .factor = call.arguments.text("factor", "1"),
                                         .spread = call.arguments.text("spread", "1"),
                                         .because = call.arguments.text("because")});
  if (!set) {
    return at_words(call, set.error(), {{"team", "TEAM"}});
  }
  const auto entries = record(call, session.value(), set->events);
  if (!entries) {
    return entries.error();
  }
  call.console.warn(set->notes);
  return ExitCode::fine;
}

Positional team_positional(std::string summary) {
  return {.name = "TEAM", .summary = std::move(summary), .required = false};
}

Command set_command() {
  return {
      .name = "optimism set",
      .summary = "correct the effects that a team states by hand",
      .description =
          "The factor is what comes over what is stated: 1 is no bias, 0.5 that half of it comes. "
          "It is a belief as in a bets file, {p10: 0.4, p50: 0.7, p90: 1.1} or "
          "lognormal(median=0.7, sdlog=0.4), and stays above 0. All bets of the team share its "
          "draw, so their errors go together. The spread widens every stated amount about its "
          "median first.",
      .positionals = {team_positional(
          "the team; without it every team that has no own correction")},
      .options = std::vector<Option>{{.name = "factor",
                                      .kind = ValueKind::text,
                                      .value = "BELIEF",
                                      .summary = "what comes over what is stated",
                                      .fallback = "1"},
                                     {.name = "spread",
                                      .kind = ValueKind::text,
                                      .value = "X",
                                      .summary = "by how much stated intervals are too narrow",
                                      .fallback = "1"},
                                     because_option(true)} +
                 writing_options(),
      .examples = {{"betledger optimism set growth --factor \"{p10: 0.4, p50: 0.7, p90: 1.1}\" "
                    "--spread 1.5 --because \"as in the last three launches\"",
                    "One team's effects."}},
      .run = run_set};
}

Result<ExitCode> run_off(const Call& call) {
  auto session = open_ledger(call, Ledger::Mode::write);
  if (!session) {
    return session.error();
  }
  const auto off = ledger::turn_off_optimism(
      session->book, call.arguments.text("TEAM"), call.arguments.text("because"));
  if (!off) {
    return at_words(call, off.error(), {{"team", "TEAM"}});
  }
  return record_and_finish(call, session.value(), off->events);
}

Command off_command() {
  return {.name = "optimism off",
          .summary = "read the effects of a team, or of all, as they are stated",
          .description = "From the next forecast on. Plans that are locked stay as they are.",
          .positionals = {team_positional("the team; without it all of them")},
          .options = std::vector<Option>{because_option(true)} + writing_options(),
          .examples = {{"betledger optimism off growth --because \"they count in pilots now\"",
                        "One team's effects are taken at their word again."}},
          .run = run_off};
}

}  // namespace

std::vector<Command> optimism_commands() {
  return {show_command(), apply_command(), set_command(), off_command()};
}

}  // namespace betledger::cli
