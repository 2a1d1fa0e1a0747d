// bet show, start, deliver, stop, amend
#include <algorithm>

#include <fmt/format.h>

#include "cli/amend.h"
#include "cli/command_table.h"
#include "cli/lookup.h"
#include "cli/session.h"
#include "core/text.h"
#include "reports/cycle_report.h"
#include "reports/explain_report.h"
#include "reports/ledger_report.h"

namespace betledger::cli {
namespace {

using Mode = ledger::Ledger::Mode;

Positional key_positional(bool required) {
  return {.name = "KEY", .summary = "the bet's key, as in the bets file", .required = required};
}

// ---- show ----

Result<ExitCode> run_show(const Call& call) {
  const auto session = open_ledger(call, Mode::read);
  if (!session) {
    return session.error();
  }
  if (call.arguments.has("KEY")) {
    const auto bet = find_bet(call, session->book);
    if (!bet) {
      return bet.error();
    }
    const auto entries = entries_at(session->ledger, bet->entries);
    print(call, reports::BetPage{session->book, *bet, entries}, provenance_of(session->book));
    return ExitCode::fine;
  }
  std::string cycle;
  if (call.arguments.has("cycle")) {
    const auto record = find_cycle(call, session->book, "cycle");
    if (!record) {
      return record.error();
    }
    cycle = call.arguments.text("cycle");
  }
  print(call, reports::BetListPage{session->book, cycle}, provenance_of(session->book));
  return ExitCode::fine;
}

Command show_command() {
  return {
      .name = "bet show",
      .summary = "one bet with everything about it, or all bets",
      .description =
          "With a key: the hypothesis, each effect with its parsed distribution, the gates, the "
          "timing, the effort, the kill rule, what happened so far and who recorded it. Without: "
          "the bets with their status.",
      .positionals = {key_positional(false)},
      .options = {{.name = "cycle",
                   .kind = ValueKind::text,
                   .value = "KEY",
                   .summary = "only the bets of this cycle",
                   .fallback = "all"},
                  format_option()},
      .examples = {{"betledger bet show one_click", "Everything about one bet."},
                   {"betledger bet show --format csv", "All bets, for a spreadsheet."}},
      .run = run_show};
}

// ---- start, deliver, stop ----

/// A day within a year of the bet's cycle; its length and a delay may put it outside.
std::optional<Diagnostic> far_from_cycle(const Call& call,
                                         const ledger::Book& book,
                                         const ledger::BetRecord& bet,
                                         Day on) {
  constexpr std::chrono::days year{366};
  const auto span = parse_cycle_key(bet.cycle);
  const auto opened = book.cycles.find(bet.cycle);
  Timeline timeline = span ? periods_of(*span, book.tree.period) : Timeline{};
  if (opened != book.cycles.end() && opened->second.cycle.timeline.count > 0) {
    timeline = opened->second.cycle.timeline;
  }
  const Day first = timeline.start - year;
  const Day last = timeline.last_day() + year;
  if (timeline.count == 0 || (first <= on && on <= last)) {
    return std::nullopt;
  }
  return call.arguments.complaint(
      "on",
      "U021",
      fmt::format("{} is far from cycle {}, which runs from {} to {}",
                  format_day(on),
                  bet.cycle,
                  format_day(timeline.start),
                  format_day(timeline.last_day())),
      fmt::format("give --on with a day from {} to {}", format_day(first), format_day(last)));
}

/// Opens the ledger for writing and finds the bet, then records what `event` makes of it.
template <class MakeEvent>
Result<ExitCode> record_about_bet(const Call& call, MakeEvent make_event) {
  auto session = open_ledger(call, Mode::write);
  if (!session) {
    return session.error();
  }
  const auto bet = find_bet(call, session->book);
  if (!bet) {
    return bet.error();
  }
  const Day on = call.arguments.day("on").value_or(today(call));
  if (auto far = far_from_cycle(call, session->book, *bet, on)) {
    return *std::move(far);
  }
  return record_and_finish(call, session.value(), {make_event(bet->terms.key, on)});
}

Result<ExitCode> run_start(const Call& call) {
  return record_about_bet(call, [](const std::string& key, Day on) -> ledger::Event {
    return ledger::BetStarted{key, on};
  });
}

Result<ExitCode> run_deliver(const Call& call) {
  const double share = call.arguments.probability("share", 1);
  if (share <= 0) {
    return call.arguments.complaint(
        "share",
        "U005",
        "nothing was delivered: a share of 0% is no delivery",
        "`betledger bet stop` records that a bet ended without delivery");
  }
  return record_about_bet(call, [share](const std::string& key, Day on) -> ledger::Event {
    return ledger::BetDelivered{key, on, share};
  });
}

Result<ExitCode> run_stop(const Call& call) {
  const std::string because = call.arguments.text("because");
  return record_about_bet(call, [&because](const std::string& key, Day on) -> ledger::Event {
    return ledger::BetStopped{key, on, because};
  });
}

Command start_command() {
  return {
      .name = "bet start",
      .summary = "record that work on a bet began",
      .description = "Records the day work on a bet began.",
      .positionals = {key_positional(true)},
      .options = std::vector<Option>{day_option()} + writing_options(),
      .examples = {{"betledger bet start one_click --on 2011-07-18", "Work began on that day."}},
      .run = run_start};
}

Command deliver_command() {
  return {
      .name = "bet deliver",
      .summary = "record that a bet was delivered, wholly or in part",
      .description =
          "Records the day a bet reached its users and which share of them. From then on delivery "
          "is known and no longer a matter of chance.",
      .positionals = {key_positional(true)},
      .options = std::vector<Option>{day_option(),
                                     {.name = "share",
                                      .kind = ValueKind::probability,
                                      .value = "SHARE",
                                      .summary = "how much of it was delivered",
                                      .fallback = "100%"}} +
                 writing_options(),
      .examples = {{"betledger bet deliver one_click --on 2011-08-01 --share 80%",
                    "It went live for four in five users."}},
      .run = run_deliver};
}

Command stop_command() {
  return {.name = "bet stop",
          .summary = "record that a bet was stopped, and why",
          .description = "Records the day a bet was given up or switched off, with the reason.",
          .positionals = {key_positional(true)},
          .options = std::vector<Option>{day_option(), because_option(true)} + writing_options(),
          .examples = {{"betledger bet stop saved_baskets --on 2011-08-29 --because \"lift below "
                        "0.5% after 6w\"",
                        "The kill rule applied."}},
          .run = run_stop};
}

// ---- amend ----

Result<ExitCode> run_amend(const Call& call) {
  const bool dry_run = call.arguments.has("dry-run");
  auto session = open_ledger(call, dry_run ? Mode::read : Mode::write);
  if (!session) {
    return session.error();
  }
  const auto bet = find_bet(call, session->book);
  if (!bet) {
    return bet.error();
  }
  Diagnostics warnings;
  const auto proposal = propose_amendment(call, session->book, *bet, warnings);
  call.console.warn(warnings);
  if (!proposal) {
    return proposal.error();
  }
  const bool news = !proposal->events.empty() && !dry_run;
  if (news) {
    const auto entries = record(call, session.value(), proposal->events);
    if (!entries) {
      return entries.error();
    }
  }
  print(call, reports::ProposalPage{*proposal, news}, provenance_of(session->book));
  return ExitCode::fine;
}

Command amend_command() {
  return {
      .name = "bet amend",
      .summary = "change the terms of one bet, with a reason",
      .description =
          "Sets fields of a bet as they are written in the bets file, or takes the bet from a bets "
          "file (all other bets stay as they are). The result is checked as `apply` checks it, the "
          "difference is shown, and the earlier terms stay in the ledger.\n\n"
          "A field is named by its key, a field inside another by a path with dots: "
          "effort.checkout. The value is written as in the file.",
      .positionals = {key_positional(true)},
      .options = std::vector<Option>{{.name = "set",
                                      .kind = ValueKind::text,
                                      .value = "FIELD=VALUE",
                                      .summary = "one field",
                                      .repeats = true},
                                     {.name = "from",
                                      .kind = ValueKind::path,
                                      .value = "FILE",
                                      .summary = "a bets file that holds the bet"},
                                     because_option(true),
                                     dry_run_option(),
                                     format_option()} +
                 writing_options(),
      .examples = {{"betledger bet amend one_click --set works=0.4 --set delivery=0.9 "
                    "--because \"pilot with 40 users\"",
                    "Two fields at once."},
                   {"betledger bet amend one_click --from bets.yaml --because \"new estimate\"",
                    "The terms as the file has them now."}},
      .run = run_amend};
}

}  // namespace

std::vector<Command> bet_commands() {
  return {show_command(), start_command(), deliver_command(), stop_command(), amend_command()};
}

}  // namespace betledger::cli
