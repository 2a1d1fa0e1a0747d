// optimism show, apply, set, off
#include <set>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/process/mistake.h"
#include "cli/session/lookup.h"
#include "cli/session/session.h"
#include "cli/session/shared_options.h"
#include "cli/session/simulation.h"
#include "cli/session/standing.h"
#include "core/number.h"
#include "ledger/codec/codec.h"
#include "ledger/text/yaml.h"
#include "reports/learn/optimism_report.h"

namespace betledger::cli {
namespace {

using ledger::Ledger;
using ledger::Optimism;

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

/// Of every cycle with a plan of record that is over by the newest actuals or closed, oldest first.
forecast::OptimismEvidence evidence_of(const Call& call, Session& session) {
  const auto executor = executor_of(call);
  forecast::GapSettings settings = gap_settings_of(call);
  settings.wants_actions = false;
  const auto is_over = [&](const ledger::CycleRecord& record) {
    return record.closed || record.cycle.timeline.last_day() < today(call);
  };
  forecast::OptimismEvidence all;
  for (const forecast::Standing& past : past_standings(call, session, std::nullopt, is_over)) {
    auto one = forecast::optimism_evidence(past, settings, *executor);
    all.teams.insert(all.teams.end(), one.teams.begin(), one.teams.end());
    all.scores.insert(all.scores.end(), one.scores.begin(), one.scores.end());
  }
  return all;
}

Result<ExitCode> run_apply(const Call& call) {
  const bool dry = call.arguments.has("dry-run");
  auto session = open_ledger(call, dry ? Ledger::Mode::read : Ledger::Mode::write);
  if (!session) {
    return session.error();
  }
  const auto evidence = evidence_of(call, session.value());
  std::vector<ledger::Event> events;
  ledger::OptimismByTeam corrections = session->book.optimism;
  for (Optimism& one : forecast::offered(evidence)) {
    one.because = call.arguments.text("because");
    corrections[one.team] = one;
    const auto known = session->book.optimism.find(one.team);
    if (known == session->book.optimism.end() || known->second != one) {
      events.emplace_back(ledger::OptimismSet{std::move(one)});
    }
  }
  if (!dry && !events.empty()) {
    const auto entries = record(call, session.value(), events);
    if (!entries) {
      return entries.error();
    }
  }
  print(call,
        reports::OptimismPage{corrections, &evidence, !events.empty()},
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

/// Teams that bets of the ledger name; a name that none of them has is a slip more often than not.
Diagnostics check_team(const Call& call, const ledger::Book& book) {
  const std::string team = call.arguments.text("TEAM");
  std::set<std::string> teams;
  for (const auto& [key, record] : book.bets) {
    if (!record.terms.team.empty()) {
      teams.insert(record.terms.team);
    }
  }
  if (team.empty() || teams.contains(team) || book.optimism.contains(team)) {
    return {};
  }
  return {call.arguments.complaint(
      "TEAM",
      "U026",
      fmt::format("no bet names a team '{}'", team),
      suggestion(team,
                 {teams.begin(), teams.end()},
                 "leave TEAM out for every team that has no correction of its own"))};
}

Result<Distribution> factor_option(const Call& call) {
  const std::string text = call.arguments.text("factor", "1");
  const auto value = ledger::parse_yaml("factor: " + text + "\n", "--factor");
  if (!value) {
    return value.error();
  }
  return ledger::decode_factor(*value->find("factor"));
}

/// A factor that is more often a slip than a belief.
Diagnostics check_factor(const Distribution& factor) {
  const double median = factor.quantile(0.5);
  if (median >= 0.1 && median <= 3) {
    return {};
  }
  return {{"U038",
           Severity::warning,
           {},
           {},
           fmt::format("a factor of {} says that what comes is {} times what is stated",
                       format_rounded(median, 3),
                       format_rounded(median, 3)),
           "1 is no bias, 0.5 that half of it comes; if it is a slip, set it again"}};
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
  Diagnostics wrong = check_team(call, session->book);
  const auto factor = factor_option(call);
  if (!factor) {
    wrong.insert(wrong.end(), factor.error().begin(), factor.error().end());
  }
  const auto spread = parse_number(call.arguments.text("spread", "1"), NumberKind::plain);
  if (!spread) {
    wrong.push_back(call.arguments.complaint(
        "spread",
        "U005",
        fmt::format("--spread: `{}` is not a number", call.arguments.text("spread")),
        "1.5 makes every stated interval half as wide again"));
  }
  if (!wrong.empty()) {
    return wrong;
  }
  const auto entries = record(call,
                              session.value(),
                              {ledger::OptimismSet{{call.arguments.text("TEAM"),
                                                    true,
                                                    *factor,
                                                    *spread,
                                                    "steward",
                                                    0,
                                                    call.arguments.text("because")}}});
  if (!entries) {
    return entries.error();
  }
  call.console.warn(check_factor(*factor));
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
  if (Diagnostics wrong = check_team(call, session->book); !wrong.empty()) {
    return wrong;
  }
  const std::string team = call.arguments.text("TEAM");
  std::vector<ledger::Event> events;
  const auto turn_off = [&](const std::string& whose) {
    Optimism off;
    off.team = whose;
    off.is_on = false;
    off.source = "steward";
    off.because = call.arguments.text("because");
    events.emplace_back(ledger::OptimismSet{std::move(off)});
  };
  if (!team.empty()) {
    turn_off(team);
  } else {
    turn_off("");
    for (const auto& [key, one] : session->book.optimism) {
      if (!key.empty() && one.is_on) {
        turn_off(key);
      }
    }
  }
  return record_and_finish(call, session.value(), events);
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
