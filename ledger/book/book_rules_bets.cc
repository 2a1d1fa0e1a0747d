#include <optional>
#include <utility>

#include <fmt/format.h>

#include "core/number.h"
#include "core/text.h"
#include "ledger/book/book_rules.h"

namespace betledger::ledger {
namespace {

bool committed(const Book& book, const std::string& cycle) {
  const auto found = book.cycles.find(cycle);
  return found != book.cycles.end() && !found->second.commits.empty();
}

struct BetRules {
  const Book& book;

  Diagnostics operator()(const BetProposed& event) const {
    const std::string& key = event.bet.key;
    if (!is_key(key)) {
      return {refusal("L021",
                      fmt::format("\"{}\" cannot be the key of a bet", printable(key)),
                      "use lower-case letters, digits, - and _, starting with a letter")};
    }
    const auto there = book.bets.find(key);
    if (there != book.bets.end() && !is_free(there->second)) {
      return {refusal("L021",
                      fmt::format("bet {} is there already, in cycle {}", key, there->second.cycle),
                      "amend it, or give the new bet a key of its own")};
    }
    return new_terms(event.cycle, key, true, event.bet);
  }

  Diagnostics operator()(const BetAmended& event) const {
    const BetRecord* record = nullptr;
    Diagnostics found = on_sheet(event.bet.key, record);
    if (record == nullptr) {
      return found;
    }
    return new_terms(record->cycle, event.bet.key, !event.because.empty(), event.bet);
  }

  Diagnostics operator()(const BetWithdrawn& event) const {
    const BetRecord* record = nullptr;
    Diagnostics found = on_sheet(event.bet, record);
    if (record == nullptr) {
      return found;
    }
    if (record->status != BetStatus::proposed) {
      found.push_back(
          refusal("L028",
                  fmt::format("bet {} is under way: it cannot be withdrawn any more", event.bet),
                  "stop it instead, which keeps its record"));
    } else if (committed(book, record->cycle) && event.because.empty()) {
      found.push_back(reason_wanted(event.bet, record->cycle));
    }
    return found;
  }

  Diagnostics operator()(const BetStarted& event) const {
    const BetRecord* record = nullptr;
    Diagnostics found = on_sheet(event.bet, record);
    if (record == nullptr) {
      return found;
    }
    if (record->started_on) {
      found.push_back(again(event.bet, BetStep::started, *record->started_on));
    } else if (is_after(event.on, record->delivered_on) || is_after(event.on, record->stopped_on)) {
      found.push_back(too_late(event.bet, BetStep::started, *record));
    }
    return found;
  }

  Diagnostics operator()(const BetDelivered& event) const {
    const BetRecord* record = nullptr;
    Diagnostics found = on_sheet(event.bet, record);
    if (record == nullptr) {
      return found;
    }
    if (!(event.share > 0 && event.share <= 1)) {
      found.push_back(refusal(
          "L026",
          fmt::format("a share of {} of bet {} cannot be delivered", event.share, event.bet),
          "write a share above 0% and up to 100%"));
    }
    if (record->delivered_on) {
      found.push_back(again(event.bet, BetStep::delivered, *record->delivered_on));
    } else if (is_after(event.on, record->stopped_on)) {
      found.push_back(too_late(event.bet, BetStep::delivered, *record));
    } else if (record->started_on && event.on < *record->started_on) {
      found.push_back(backwards(
          event.bet, BetStep::delivered, event.on, BetStep::started, *record->started_on));
    }
    return found;
  }

  Diagnostics operator()(const BetStopped& event) const {
    const BetRecord* record = nullptr;
    Diagnostics found = on_sheet(event.bet, record);
    if (record == nullptr) {
      return found;
    }
    if (record->stopped_on) {
      found.push_back(again(event.bet, BetStep::stopped, *record->stopped_on));
    } else if (record->delivered_on && event.on < *record->delivered_on) {
      found.push_back(backwards(
          event.bet, BetStep::stopped, event.on, BetStep::delivered, *record->delivered_on));
    } else if (record->started_on && event.on < *record->started_on) {
      found.push_back(
          backwards(event.bet, BetStep::stopped, event.on, BetStep::started, *record->started_on));
    }
    return found;
  }

  Diagnostics operator()(const BetCorrected& event) const {
    const BetRecord* record = nullptr;
    Diagnostics found = on_sheet(event.bet, record);
    if (record == nullptr) {
      return found;
    }
    const bool is_there = event.step == BetStep::started     ? record->started_on.has_value()
                          : event.step == BetStep::delivered ? record->delivered_on.has_value()
                                                             : record->stopped_on.has_value();
    if (!is_there) {
      found.push_back(refusal(
          "L029",
          fmt::format(
              "bet {} was not {}: there is nothing to take back", event.bet, name(event.step)),
          "`betledger bet show` tells its history"));
    }
    if (event.because.empty()) {
      found.push_back(
          refusal("L022",
                  fmt::format("what was recorded of bet {} is corrected with a reason", event.bet),
                  "say why: --because \"...\""));
    }
    return found;
  }

  template <class Other>
  Diagnostics operator()(const Other& /*event*/) const {
    return {};
  }

 private:
  /// May a sheet have it: it was withdrawn, or its cycle has closed and it is still to come.
  [[nodiscard]] bool is_free(const BetRecord& record) const {
    const bool pending =
        record.status == BetStatus::proposed || record.status == BetStatus::started;
    return record.status == BetStatus::withdrawn || (pending && book.is_closed(record.cycle));
  }

  /// The record of a bet that something can still happen to; else why there is none.
  Diagnostics on_sheet(const std::string& bet, const BetRecord*& record) const {
    const auto found = book.bets.find(bet);
    if (found == book.bets.end()) {
      std::vector<std::string> known;
      for (const auto& [key, there] : book.bets) {
        known.push_back(key);
      }
      return {unknown_name("L020", "bet", bet, known, "`betledger bet show` lists the bets")};
    }
    if (found->second.status == BetStatus::withdrawn) {
      return {refusal("L023",
                      fmt::format("bet {} was withdrawn from cycle {}", bet, found->second.cycle),
                      "put it back into bets.yaml and apply it first")};
    }
    record = &found->second;
    return {};
  }

  /// What new terms owe: a reason after the commit, and every effect on a metric of the tree.
  [[nodiscard]] Diagnostics new_terms(const std::string& cycle,
                                      const std::string& key,
                                      bool has_reason,
                                      const Bet& terms) const {
    Diagnostics found;
    if (!has_reason && committed(book, cycle)) {
      found.push_back(reason_wanted(key, cycle));
    }
    for (const Effect& effect : terms.effects) {
      for (Diagnostic& unknown : unknown_metric(book, effect.metric, "bet " + key)) {
        found.push_back(std::move(unknown));
      }
    }
    return found;
  }

  static Diagnostic reason_wanted(const std::string& bet, const std::string& cycle) {
    return refusal(
        "L022",
        fmt::format("cycle {} is committed: a change of bet {} needs a reason", cycle, bet),
        "say why: --because \"...\"");
  }
  /// "start", as in `betledger bet start`.
  static std::string_view command(BetStep step) {
    return step == BetStep::started ? "start" : step == BetStep::delivered ? "deliver" : "stop";
  }
  static Diagnostic again(const std::string& bet, BetStep step, Day day) {
    return refusal(
        "L024",
        fmt::format("bet {} was {} on {} already", bet, name(step), format_day(day)),
        fmt::format("if that was a slip: betledger bet {} {} --on DATE --correct --because \"...\"",
                    command(step),
                    bet));
  }
  static bool is_after(Day on, const std::optional<Day>& end) { return end && on > *end; }
  static Diagnostic too_late(const std::string& bet, BetStep step, const BetRecord& record) {
    const BetStep last = record.stopped_on ? BetStep::stopped : BetStep::delivered;
    return refusal(
        "L027",
        fmt::format("bet {} was {} on {}: it cannot be {} after that",
                    bet,
                    name(last),
                    format_day(record.stopped_on ? *record.stopped_on : *record.delivered_on),
                    name(step)),
        fmt::format(
            "if that was a slip: betledger bet undo {} {} --because \"...\"", bet, command(last)));
  }
  static Diagnostic backwards(
      const std::string& bet, BetStep step, Day on, BetStep earlier, Day since) {
    return refusal(
        "L025",
        fmt::format("bet {} cannot be {} on {}: it was {} on {}",
                    bet,
                    name(step),
                    format_day(on),
                    name(earlier),
                    format_day(since)),
        fmt::format("check the date; if {} is the slip: betledger bet {} {} --on DATE --correct "
                    "--because \"...\"",
                    format_day(since),
                    command(earlier),
                    bet));
  }
};

}  // namespace

Diagnostics reasons_against_bet_event(const Book& book, const Event& event) {
  return std::visit(BetRules{book}, event);
}

}  // namespace betledger::ledger
