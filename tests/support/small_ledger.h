#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <utility>

#include "ledger/book/book.h"

#include "tests/support/small_tree.h"
#include "tests/support/values.h"

namespace betledger {

/// A bet that lifts one metric by about `lift`: delivered with 0.8, at work with 0.5, from the
/// third week of 2026Q3 on.
inline ledger::Bet bet(const std::string& key, const std::string& metric, double lift) {
  ledger::Bet bet;
  bet.key = key;
  bet.name = key;
  bet.hypothesis = {"do " + key, metric, ledger::Hypothesis::Change::rise};
  ledger::Effect effect;
  effect.metric = metric;
  effect.amount = make(Normal{lift, std::abs(lift) / 4});
  bet.effects = {effect};
  bet.works = Probability{0.5};
  bet.delivery = Probability{0.8};
  bet.start = day("2026-07-13");
  bet.delay_days = make(Uniform{0, 14});
  bet.ramp = {2, Duration::Unit::weeks};
  bet.effort_person_weeks = {{"team", 4}};
  bet.team = "team";
  bet.owner = "test";
  return bet;
}

/// One more on the sheet of a cycle, or other terms of one that is there.
inline void add_bet(ledger::Book& book, ledger::Bet bet, const std::string& cycle = "2026Q3") {
  ledger::BetRecord record;
  record.cycle = cycle;
  const std::string key = bet.key;
  record.terms = std::move(bet);
  book.bets[key] = std::move(record);
  book.cycles[cycle].bets.push_back(key);
}

/// A book, written in one chain, as the events of a ledger would leave it: a weekly tree, one open
/// cycle, its sheet of bets and what was measured.
///   SmallLedger{spec({metric("orders")})}.cycle("2026Q3").bet("mail", "orders", 0.1).book()
class SmallLedger {
 public:
  explicit SmallLedger(tree::TreeSpec tree) {
    book_.ledger_id = std::string(64, 'a');
    book_.head_seq = 12;
    book_.head_hash = std::string(64, 'b');
    book_.tree = std::move(tree);
  }

  /// Opens a cycle of weeks; what follows is about it.
  SmallLedger& cycle(const std::string& key) {
    cycle_ = key;
    ledger::CycleRecord& record = book_.cycles[key];
    record.cycle.key = key;
    record.cycle.timeline = periods_of(parse_cycle_key(key).value(), PeriodKind::week);
    record.capacity_person_weeks = {{"team", 12}};
    return *this;
  }
  SmallLedger& target(const std::string& metric, double at_least) {
    record().cycle.target = ledger::Target{metric, {tree::Limit::Side::at_least, at_least}};
    return *this;
  }
  SmallLedger& focus_input(const std::string& metric) {
    record().cycle.focus_inputs.push_back(metric);
    return *this;
  }

  SmallLedger& bet(ledger::Bet terms) {
    add_bet(book_, std::move(terms), cycle_);
    return *this;
  }
  SmallLedger& bet(const std::string& key, const std::string& metric, double lift) {
    return bet(betledger::bet(key, metric, lift));
  }

  /// A value of the period that starts on a day; a second one of the same day revises it.
  SmallLedger& actual(const std::string& metric, Day start, double value) {
    book_.actuals[metric][start].push_back({value, next_seq_++});
    return *this;
  }
  /// One import: `value(0)` to `value(weeks - 1)`, the last of them the week before the cycle.
  template <class Value>
  SmallLedger& history(const std::string& metric, int weeks, Value value) {
    const Day start = record().cycle.timeline.start;
    for (int t = 0; t < weeks; ++t) {
      book_.actuals[metric][advance(PeriodKind::week, start, t - weeks)] = {{value(t), next_seq_}};
    }
    ++next_seq_;
    return *this;
  }

  [[nodiscard]] ledger::Book book() const { return book_; }

 private:
  [[nodiscard]] ledger::CycleRecord& record() { return book_.cycles.at(cycle_); }

  ledger::Book book_;
  std::string cycle_;
  std::int64_t next_seq_ = 2;  // the first entry opens the ledger
};

}  // namespace betledger
