// bet show, amend (start, deliver, stop, undo: commands_bet_steps.cc)
#include <utility>

#include "cli/commands/commands.h"
#include "cli/process/files.h"
#include "cli/session/at_words.h"
#include "cli/session/lookup.h"
#include "cli/session/session.h"
#include "cli/session/shared_options.h"
#include "ledger/authoring/amendment.h"
#include "reports/ledger/cycle_report.h"
#include "reports/ledger/explain_report.h"
#include "reports/ledger/ledger_report.h"

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

// ---- amend ----

ledger::Amendment amendment_of(const Call& call) {
  ledger::Amendment amendment{.bet = call.arguments.text("KEY"),
                              .set = call.arguments.all("set"),
                              .from = {},
                              .because = call.arguments.text("because")};
  if (const auto file = call.arguments.find("from")) {
    amendment.from = ledger::AuthoredFile{.name = *file, .text = read_file(*file)};
  }
  return amendment;
}

Result<ExitCode> run_amend(const Call& call) {
  const bool dry_run = call.arguments.has("dry-run");
  auto session = open_ledger(call, dry_run ? Mode::read : Mode::write);
  if (!session) {
    return session.error();
  }
  Diagnostics warnings;
  const auto proposal = ledger::amend_bet(session->book, amendment_of(call), warnings);
  call.console.warn(warnings);
  if (!proposal) {
    return at_words(call, proposal.error(), {{"bet", "KEY"}});
  }
  const bool news = !proposal->events.empty() && !dry_run;
  if (news) {
    const auto entries = record(call, session.value(), proposal->events);
    if (!entries) {
      return entries.error();
    }
  }
  print_recorded(call, reports::ProposalPage{*proposal, news}, provenance_of(session->book));
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
  std::vector<Command> commands{show_command()};
  for (Command& step : bet_step_commands()) {
    commands.push_back(std::move(step));
  }
  commands.push_back(amend_command());
  return commands;
}

}  // namespace betledger::cli
