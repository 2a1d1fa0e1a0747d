#pragma once

#include <cmath>
#include <string>
#include <utility>

#include "forecast/plan/make_plan.h"
#include "forecast/plan/plan.h"
#include "ledger/book/book.h"

namespace betledger::forecast {

// A small shop for tests: revenue = orders * basket, orders moved by reach through a link, a stock
// of subscribers that reads itself, forty weeks of history before the cycle.

inline Day day_of(const std::string& text) {
  return parse_day(text).value();
}

inline tree::Metric metric(const std::string& key, tree::Support support, tree::RollupKind rollup) {
  tree::Metric metric;
  metric.key = key;
  metric.name = key;
  metric.definition = "What the test says.";
  metric.unit = "things";
  metric.owner = "test";
  metric.support = support;
  metric.rollup.kind = rollup;
  return metric;
}

inline tree::TreeSpec shop_tree() {
  using tree::RollupKind;
  using tree::Support;
  tree::TreeSpec spec;
  spec.title = "Shop";
  spec.focus = "revenue";
  tree::Metric revenue = metric("revenue", Support::real, RollupKind::sum);
  revenue.formula = tree::parse_formula("orders * basket").value();
  tree::Metric basket = metric("basket", Support::positive, RollupKind::weighted);
  basket.rollup.weighted_by = "orders";
  tree::Metric returns = metric("return_share", Support::fraction, RollupKind::mean);
  returns.desired = tree::Desired::down;
  returns.guardrail = true;
  returns.limit = tree::Limit{tree::Limit::Side::at_most, 0.06};
  tree::Metric members = metric("members", Support::positive, RollupKind::last);
  members.formula = tree::parse_formula("lag(members, 1) * 0.98 + reach / 100").value();
  spec.metrics = {revenue,
                  metric("orders", Support::positive, RollupKind::sum),
                  basket,
                  returns,
                  metric("reach", Support::positive, RollupKind::sum),
                  members};
  for (tree::Metric& each : spec.metrics) {
    each.unit = "";
  }
  tree::Link link;
  link.from = "reach";
  link.to = "orders";
  link.strength = Distribution::make(Normal{0.5, 0.1}).value();
  link.lag = {1, Duration::Unit::weeks};
  link.confidence = tree::Confidence{tree::Confidence::Word::medium};
  link.evidence = "none";
  spec.links = {link};
  return spec;
}

inline ledger::Bet bet(const std::string& key, const std::string& metric, double lift) {
  ledger::Bet bet;
  bet.key = key;
  bet.name = key;
  bet.hypothesis = {"do " + key, metric, ledger::Hypothesis::Change::rise};
  ledger::Effect effect;
  effect.metric = metric;
  effect.amount = Distribution::make(Normal{lift, std::abs(lift) / 4}).value();
  bet.effects = {effect};
  bet.works = Probability{0.5};
  bet.delivery = Probability{0.8};
  bet.start = day_of("2026-07-13");
  bet.delay_days = Distribution::make(Uniform{0, 14}).value();
  bet.ramp = {2, Duration::Unit::weeks};
  bet.effort_person_weeks = {{"team", 4}};
  bet.team = "team";
  bet.owner = "test";
  return bet;
}

inline void add_bet(ledger::Book& book, ledger::Bet bet) {
  ledger::BetRecord record;
  record.cycle = "2026Q3";
  const std::string key = bet.key;
  record.terms = std::move(bet);
  book.bets[key] = std::move(record);
  book.cycles["2026Q3"].bets.push_back(key);
}

/// A level with a wave that repeats nothing.
inline double wave(int t, double level, double width) {
  return level * (1 + width * std::sin(1.7 * t) * std::cos(0.3 * t * t));
}

inline ledger::Book shop() {
  ledger::Book book;
  book.ledger_id = std::string(64, 'a');
  book.head_seq = 12;
  book.head_hash = std::string(64, 'b');
  book.tree = shop_tree();
  ledger::CycleRecord cycle;
  cycle.cycle.key = "2026Q3";
  cycle.cycle.timeline = periods_of(parse_cycle_key("2026Q3").value(), PeriodKind::week);
  cycle.cycle.target = ledger::Target{"revenue", {tree::Limit::Side::at_least, 68'000}};
  cycle.cycle.focus_inputs = {"reach"};
  cycle.capacity_person_weeks = {{"team", 12}};
  book.cycles["2026Q3"] = cycle;
  const Day start = cycle.cycle.timeline.start;
  for (int t = 0; t < 40; ++t) {
    const Day week = advance(PeriodKind::week, start, t - 40);
    book.actuals["orders"][week] = {{wave(t, 100, 0.1), 2}};
    book.actuals["basket"][week] = {{wave(t + 5, 50, 0.05), 3}};
    book.actuals["return_share"][week] = {{wave(t + 9, 0.05, 0.1), 4}};
    book.actuals["reach"][week] = {{wave(t + 2, 5'000, 0.08), 5}};
  }
  book.actuals["members"][advance(PeriodKind::week, start, -1)] = {{2'400, 6}};
  add_bet(book, bet("mailing", "reach", 0.2));
  add_bet(book, bet("one_click", "orders", 0.05));
  ledger::Bet cross_sell = bet("cross_sell", "basket", 0.04);
  ledger::Effect returns;
  returns.metric = "return_share";
  returns.action = tree::Action::shift;
  returns.amount = Distribution::make(Uniform{0, 0.01}).value();
  returns.works = Probability{0.9};
  cross_sell.effects.push_back(returns);
  cross_sell.rice = ledger::Rice{1'000, 2, Probability{0.5}};
  add_bet(book, cross_sell);
  ledger::Bet express = bet("express", "orders", 0.02);
  express.funded = false;
  express.needs = {"one_click"};
  add_bet(book, express);
  return book;
}

inline Plan shop_plan() {
  Diagnostics warnings;
  return make_plan(shop(), {}, warnings).value();
}

}  // namespace betledger::forecast
