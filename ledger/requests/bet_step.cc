#include "ledger/requests/bet_step.h"

#include <array>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "core/number.h"
#include "ledger/book/about_field.h"
#include "ledger/book/lookup.h"

namespace betledger::ledger {
namespace {

/// A day within a year of the bet's cycle; its length and a delay may put it outside.
std::optional<Diagnostic> far_from_cycle(const Book& book, const BetRecord& bet, Day on) {
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
  return about_field(
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

/// A correction that would record what stands already.
std::optional<Diagnostic> nothing_to_correct(const BetRecord& bet,
                                             const BetStepRequest& request,
                                             Day on) {
  const auto& recorded = day_of(bet, request.step);
  const bool is_delivery = request.step == BetStep::delivered;
  // The reason of a stop is in its entry alone, so a new one is news.
  if (!recorded || *recorded != on || request.step == BetStep::stopped ||
      (is_delivery && request.share.value_or(bet.delivered_share) != bet.delivered_share)) {
    return std::nullopt;
  }
  return about_field(
      "corrects",
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

Event event_of(const BetRecord& bet, const BetStepRequest& request, Day on) {
  const std::string& key = bet.terms.key;
  if (request.step == BetStep::started) {
    return BetStarted{key, on};
  }
  if (request.step == BetStep::stopped) {
    return BetStopped{key, on, request.because};
  }
  const bool keeps = request.corrects && bet.delivered_on;
  return BetDelivered{key, on, request.share.value_or(keeps ? bet.delivered_share : 1)};
}

/// Planned ahead, or a slip: it counts from that day on.
void note_day_to_come(const BetRecord& bet,
                      const BetStepRequest& request,
                      Day on,
                      Diagnostics& notes) {
  if (on <= request.today) {
    return;
  }
  constexpr std::array<std::string_view, 3> verbs{"start", "deliver", "stop"};
  notes.push_back(
      {"U023",
       Severity::note,
       {},
       {},
       fmt::format("{} has not come yet: it counts from that day on", format_day(on)),
       fmt::format(
           "if the day is a slip: betledger bet {} {} --on DATE --correct --because \"...\"",
           verbs.at(static_cast<std::size_t>(request.step)),
           bet.terms.key)});
}

/// What to know of a delivery that the plan of record did not foresee; nothing without a plan.
void note_delivery(const Book& book,
                   const BookAsOf& book_as_of,
                   const BetRecord& bet,
                   Day on,
                   Diagnostics& notes) {
  const auto cycle = book.cycles.find(bet.cycle);
  if (cycle == book.cycles.end() || cycle->second.commits.empty()) {
    return;
  }
  const Commit& commit = cycle->second.commits.back();
  const std::string& key = bet.terms.key;
  const Book then = book_as_of(commit.head_seq);
  const auto planned = then.bets.find(key);
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
}

}  // namespace

Result<Writing> record_bet_step(const Book& book,
                                const BookAsOf& book_as_of,
                                const BetStepRequest& request) {
  const auto bet = find_bet(book, request.bet);
  if (!bet) {
    return bet.error();
  }
  const auto& recorded = day_of(*bet, request.step);
  const Day on = request.on.value_or(request.corrects && recorded ? *recorded : request.today);
  if (auto far = far_from_cycle(book, *bet, on)) {
    return *std::move(far);
  }
  Writing writing;
  if (request.corrects) {
    if (auto same = nothing_to_correct(*bet, request, on)) {
      return *std::move(same);
    }
    writing.events.emplace_back(BetCorrected{bet->terms.key, request.step, request.because});
  }
  writing.events.push_back(event_of(*bet, request, on));
  note_day_to_come(*bet, request, on, writing.notes);
  if (request.step == BetStep::delivered) {
    note_delivery(book, book_as_of, *bet, on, writing.notes);
  }
  return writing;
}

Result<Writing> undo_bet_step(const Book& book,
                              const std::string& bet,
                              BetStep step,
                              const std::string& because) {
  const auto found = find_bet(book, bet);
  if (!found) {
    return found.error();
  }
  return Writing{{BetCorrected{found->terms.key, step, because}}, {}};
}

}  // namespace betledger::ledger
