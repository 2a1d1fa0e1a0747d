// bet start, deliver, stop, undo: what happened to a bet, and putting right what was recorded of it
#include "cli/commands/commands.h"
#include "cli/session/at_words.h"
#include "cli/session/session.h"
#include "cli/session/shared_options.h"
#include "ledger/requests/bet_step.h"

namespace betledger::cli {
namespace {

using ledger::BetStep;

ledger::BetStepRequest request_of(const Call& call, BetStep step) {
  ledger::BetStepRequest request{.bet = call.arguments.text("KEY"),
                                 .step = step,
                                 .on = call.arguments.day("on"),
                                 .share = {},
                                 .corrects = call.arguments.has("correct"),
                                 .because = call.arguments.text("because"),
                                 .today = today(call)};
  if (call.arguments.has("share")) {
    request.share = call.arguments.probability("share", 1);
  }
  return request;
}

/// Records a step of a bet; with --correct in place of the one that is recorded, of which stays
/// what the call does not say.
Result<ExitCode> record_step(const Call& call, BetStep step) {
  const bool corrects = call.arguments.has("correct");
  const bool has_reason = call.arguments.has("because");
  if (corrects && !has_reason) {
    return call.arguments.complaint(
        "correct", "U009", "a correction needs a reason", "say why: --because \"...\"");
  }
  if (has_reason && !corrects && step != BetStep::stopped) {
    return call.arguments.complaint("because",
                                    "U009",
                                    "--because goes with --correct",
                                    "leave it out, or add --correct to replace what is recorded");
  }
  auto session = open_ledger(call, ledger::Ledger::Mode::write);
  if (!session) {
    return session.error();
  }
  const auto step_taken =
      ledger::record_bet_step(session->book, books_of(session.value()), request_of(call, step));
  if (!step_taken) {
    return at_words(call, step_taken.error(), {{"bet", "KEY"}, {"corrects", "correct"}});
  }
  const auto entries = record(call, session.value(), step_taken->events);
  if (!entries) {
    return entries.error();
  }
  call.console.warn(step_taken->notes);
  return ExitCode::fine;
}

Result<ExitCode> run_start(const Call& call) {
  return record_step(call, BetStep::started);
}

Result<ExitCode> run_deliver(const Call& call) {
  if (call.arguments.probability("share", 1) <= 0) {
    return call.arguments.complaint(
        "share",
        "U005",
        "nothing was delivered: a share of 0% is no delivery",
        "`betledger bet stop` records that a bet ended without delivery");
  }
  return record_step(call, BetStep::delivered);
}

Result<ExitCode> run_stop(const Call& call) {
  return record_step(call, BetStep::stopped);
}

Result<ExitCode> run_undo(const Call& call) {
  auto session = open_ledger(call, ledger::Ledger::Mode::write);
  if (!session) {
    return session.error();
  }
  const std::string what = call.arguments.text("STEP");
  const BetStep step = what == "start"     ? BetStep::started
                       : what == "deliver" ? BetStep::delivered
                                           : BetStep::stopped;
  const auto undone = ledger::undo_bet_step(
      session->book, call.arguments.text("KEY"), step, call.arguments.text("because"));
  if (!undone) {
    return at_words(call, undone.error(), {{"bet", "KEY"}});
  }
  return record_and_finish(call, session.value(), undone->events);
}

Positional key_positional() {
  return {.name = "KEY", .summary = "the bet's key, as in the bets file"};
}

Option correct_option() {
  return {.name = "correct",
          .summary = "in place of what is recorded, which stays in the log; needs --because"};
}

Command start_command() {
  return {
      .name = "bet start",
      .summary = "record that work on a bet began",
      .description =
          "Records the day work on a bet began. With --correct it replaces the day that "
          "is recorded.",
      .positionals = {key_positional()},
      .options = std::vector<Option>{day_option(), correct_option(), because_option(false)} +
                 writing_options(),
      .examples = {{"betledger bet start one_click --on 2011-07-18", "Work began on that day."}},
      .run = run_start};
}

Command deliver_command() {
  return {
      .name = "bet deliver",
      .summary = "record that a bet was delivered, wholly or in part",
      .description =
          "Records the day a bet reached its users and which share of them. From then on delivery "
          "is known and no longer a matter of chance.\n\n"
          "A slip is put right with --correct: day and share replace those recorded, and what is "
          "not given stays. The earlier entry stays in the log, so `gap --recorded-by` a day "
          "before the correction still sees it.",
      .positionals = {key_positional()},
      .options = std::vector<Option>{day_option(),
                                     {.name = "share",
                                      .kind = ValueKind::probability,
                                      .value = "SHARE",
                                      .summary = "how much of it was delivered",
                                      .fallback = "100%"},
                                     correct_option(),
                                     because_option(false)} +
                 writing_options(),
      .examples = {{"betledger bet deliver one_click --on 2011-08-01 --share 80%",
                    "It went live for four in five users."},
                   {"betledger bet deliver one_click --on 2011-07-25 --correct --because \"typed "
                    "the wrong week\"",
                    "The day was a slip; the share stays."}},
      .run = run_deliver};
}

Command stop_command() {
  return {.name = "bet stop",
          .summary = "record that a bet was stopped, and why",
          .description =
              "Records the day a bet was given up or switched off, with the reason. With "
              "--correct it replaces what is recorded of it.",
          .positionals = {key_positional()},
          .options = std::vector<Option>{day_option(), correct_option(), because_option(true)} +
                     writing_options(),
          .examples = {{"betledger bet stop saved_baskets --on 2011-08-29 --because \"lift below "
                        "0.5% after 6w\"",
                        "The kill rule applied."}},
          .run = run_stop};
}

Command undo_command() {
  return {
      .name = "bet undo",
      .summary = "take back a start, delivery or stop that did not happen",
      .description =
          "What was recorded of the wrong bet, or too early, does not count any more. The entry "
          "stays in the log with the reason. A wrong day or share is put right with --correct "
          "of the command that recorded it.",
      .positionals = {key_positional(),
                      {.name = "STEP",
                       .summary = "what did not happen",
                       .choices = {"start", "deliver", "stop"}}},
      .options = std::vector<Option>{because_option(true)} + writing_options(),
      .examples = {{"betledger bet undo saved_baskets stop --because \"it was another bet\"",
                    "The bet is under way again."}},
      .run = run_undo};
}

}  // namespace

std::vector<Command> bet_step_commands() {
  return {start_command(), deliver_command(), stop_command(), undo_command()};
}

}  // namespace betledger::cli
