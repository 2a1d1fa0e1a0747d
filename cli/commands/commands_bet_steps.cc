// bet start, deliver, stop, undo: what happened to a bet, and putting right what was recorded of it
#include <array>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/session/lookup.h"
#include "cli/session/session.h"
#include "cli/session/shared_options.h"
#include "core/number.h"

namespace betledger::cli {
namespace {

using ledger::BetRecord;
using ledger::BetStep;

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

/// The day of a step, if it was recorded.
const std::optional<Day>& day_of(const BetRecord& bet, BetStep step) {
  return step == BetStep::started     ? bet.started_on
         : step == BetStep::delivered ? bet.delivered_on
                                      : bet.stopped_on;
}

/// Planned ahead, or a slip: it counts from that day on.
Diagnostics note_on_day(const Call& call, const BetRecord& bet, BetStep step, Day on) {
  if (on <= today(call)) {
    return {};
  }
  constexpr std::array<std::string_view, 3> verbs{"start", "deliver", "stop"};
  return {{"U023",
           Severity::note,
           {},
           {},
           fmt::format("{} has not come yet: it counts from that day on", format_day(on)),
           fmt::format(
               "if the day is a slip: betledger bet {} {} --on DATE --correct --because \"...\"",
               verbs.at(static_cast<std::size_t>(step)),
               bet.terms.key)}};
}

/// A correction that would record what stands already.
std::optional<Diagnostic> nothing_to_correct(const Call& call,
                                             const BetRecord& bet,
                                             BetStep step,
                                             Day on) {
  const auto& recorded = day_of(bet, step);
  const bool is_delivery = step == BetStep::delivered;
  // The reason of a stop is in its entry alone, so a new one is news.
  if (!recorded || *recorded != on || step == BetStep::stopped ||
      (is_delivery &&
       call.arguments.probability("share", bet.delivered_share) != bet.delivered_share)) {
    return std::nullopt;
  }
  return call.arguments.complaint(
      "correct",
      "U035",
      is_delivery ? fmt::format("bet {} stands as delivered on {}, {} of it: nothing would change",
                                bet.terms.key,
                                format_day(on),
                                format_percent(bet.delivered_share, 0))
                  : fmt::format("bet {} stands as started on {}: nothing would change",
                                bet.terms.key,
                                format_day(on)),
      is_delivery ? "give the day or the share that is right: --on DATE, --share SHARE"
                  : "give the day that is right: --on DATE");
}

/// What to know of a delivery that the plan of record did not foresee; nothing without a plan.
Diagnostics notes_on_delivery(const Session& session, const BetRecord& bet, Day on) {
  const auto cycle = session.book.cycles.find(bet.cycle);
  if (cycle == session.book.cycles.end() || cycle->second.commits.empty()) {
    return {};
  }
  const ledger::Commit& commit = cycle->second.commits.back();
  const std::string& key = bet.terms.key;
  const ledger::Book then = session.ledger.book(commit.head_seq);
  const auto planned = then.bets.find(key);
  Diagnostics notes;
  if (planned == then.bets.end() || !planned->second.terms.funded) {
    notes.push_back(
        {"U036",
         Severity::note,
         {},
         {},
         fmt::format("bet {} is not funded in the plan of record of {}", key, bet.cycle),
         "its effect counts where metrics land, but no plan is credited with it; if it is another "
         "bet that was delivered: betledger bet undo " +
             key + " deliver --because \"...\""});
  }
  if (on <= commit.data_cut) {
    notes.push_back(
        {"U037",
         Severity::warning,
         {},
         {},
         fmt::format("{} lies before the data cut of the plan of record, {}: the effect of bet {} "
                     "is in the history that its baselines were fitted to already, and is counted "
                     "on top of it",
                     format_day(on),
                     format_day(commit.data_cut),
                     key),
         "if the day is a slip: betledger bet deliver " + key +
             " --on DATE --correct --because \"...\"; else leave the bet out of the plan"});
  }
  return notes;
}

ledger::Event event_of(const Call& call, const BetRecord& bet, BetStep step, Day on) {
  const std::string& key = bet.terms.key;
  if (step == BetStep::started) {
    return ledger::BetStarted{key, on};
  }
  if (step == BetStep::stopped) {
    return ledger::BetStopped{key, on, call.arguments.text("because")};
  }
  const bool keeps = call.arguments.has("correct") && bet.delivered_on;
  return ledger::BetDelivered{
      key, on, call.arguments.probability("share", keeps ? bet.delivered_share : 1)};
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
  const auto bet = find_bet(call, session->book);
  if (!bet) {
    return bet.error();
  }
  const auto& recorded = day_of(*bet, step);
  const Day otherwise = corrects && recorded ? *recorded : today(call);
  const Day on = call.arguments.day("on").value_or(otherwise);
  if (auto far = far_from_cycle(call, session->book, *bet, on)) {
    return *std::move(far);
  }
  std::vector<ledger::Event> events;
  if (corrects) {
    if (auto same = nothing_to_correct(call, *bet, step, on)) {
      return *std::move(same);
    }
    events.emplace_back(ledger::BetCorrected{bet->terms.key, step, call.arguments.text("because")});
  }
  events.push_back(event_of(call, *bet, step, on));
  const auto entries = record(call, session.value(), events);
  if (!entries) {
    return entries.error();
  }
  call.console.warn(note_on_day(call, *bet, step, on));
  if (step == BetStep::delivered) {
    call.console.warn(notes_on_delivery(session.value(), *bet, on));
  }
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
  const auto bet = find_bet(call, session->book);
  if (!bet) {
    return bet.error();
  }
  const std::string what = call.arguments.text("STEP");
  const BetStep step = what == "start"     ? BetStep::started
                       : what == "deliver" ? BetStep::delivered
                                           : BetStep::stopped;
  return record_and_finish(
      call,
      session.value(),
      {ledger::BetCorrected{bet->terms.key, step, call.arguments.text("because")}});
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
