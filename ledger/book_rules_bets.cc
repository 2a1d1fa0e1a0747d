#include <utility>

#include <fmt/format.h>

#include "core/number.h"
#include "core/text.h"
#include "ledger/book_rules.h"

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
      found.push_back(again(event.bet, "started", *record->started_on));
    } else if (record->status != BetStatus::proposed) {
      found.push_back(too_late(event.bet, "started", *record));
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
      found.push_back(again(event.bet, "delivered", *record->delivered_on));
    } else if (record->status == BetStatus::stopped) {
      found.push_back(too_late(event.bet, "delivered", *record));
    } else if (record->started_on && event.on < *record->started_on) {
      found.push_back(backwards(event.bet, "delivered", event.on, "started", *record->started_on));
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
      found.push_back(again(event.bet, "stopped", *record->stopped_on));
    } else if (record->delivered_on && event.on < *record->delivered_on) {
      found.push_back(
          backwards(event.bet, "stopped", event.on, "delivered", *record->delivered_on));
    } else if (record->started_on && event.on < *record->started_on) {
      found.push_back(backwards(event.bet, "stopped", event.on, "started", *record->started_on));
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
  static Diagnostic again(const std::string& bet, std::string_view what, Day day) {
    return refusal("L024",
                   fmt::format("bet {} was {} on {} already", bet, what, format_day(day)),
                   "`betledger bet show` tells its history");
  }
  static Diagnostic too_late(const std::string& bet,
                             std::string_view what,
                             const BetRecord& record) {
    return refusal("L027",
                   fmt::format("bet {} was {} already: it cannot be {} now",
                               bet,
                               record.status == BetStatus::stopped ? "stopped" : "delivered",
                               what),
                   "`betledger bet show` tells its history");
  }
  static Diagnostic backwards(
      const std::string& bet, std::string_view what, Day on, std::string_view earlier, Day since) {
    return refusal("L025",
                   fmt::format("bet {} cannot be {} on {}: it was {} on {}",
                               bet,
                               what,
                               format_day(on),
                               earlier,
                               format_day(since)),
                   "check the date");
  }
};

}  // namespace

Diagnostics reasons_against_bet_event(const Book& book, const Event& event) {
  return std::visit(BetRules{book}, event);
}

}  // namespace betledger::ledger
