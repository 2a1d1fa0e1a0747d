#pragma once

#include <cmath>
#include <utility>

#include "tests/support/small_ledger.h"
#include "tests/support/small_plan.h"

namespace betledger::forecast {

// A small shop for tests: revenue = orders * basket, orders moved by reach through a link, a stock
// of subscribers that reads itself, forty weeks of history before the cycle.

inline tree::TreeSpec shop_tree() {
  using tree::RollupKind;
  using tree::Support;
  tree::Metric basket = metric("basket", Support::positive, RollupKind::weighted);
  basket.rollup.weighted_by = "orders";
  tree::Metric returns = metric("return_share", Support::fraction, RollupKind::mean);
  returns.desired = tree::Desired::down;
  returns.guardrail = true;
  returns.limit = tree::Limit{tree::Limit::Side::at_most, 0.06};
  return spec(
      {component("revenue", "orders * basket", Support::real),
       metric("orders"),
       basket,
       returns,
       metric("reach"),
       component(
           "members", "lag(members, 1) * 0.98 + reach / 100", Support::positive, RollupKind::last)},
      {link("reach", "orders", make(Normal{0.5, 0.1}), 1)});
}

/// A level with a wave that repeats nothing.
inline double wave(int t, double level, double width) {
  return level * (1 + width * std::sin(1.7 * t) * std::cos(0.3 * t * t));
}

inline ledger::Book shop() {
  const auto waves = [](int phase, double level, double width) {
    return [=](int t) { return wave(t + phase, level, width); };
  };
  ledger::Bet cross_sell = bet("cross_sell", "basket", 0.04);
  ledger::Effect returns;
  returns.metric = "return_share";
  returns.action = tree::Action::shift;
  returns.amount = make(Uniform{0, 0.01});
  returns.works = Probability{0.9};
  cross_sell.effects.push_back(returns);
  cross_sell.rice = ledger::Rice{1'000, 2, Probability{0.5}};
  ledger::Bet express = bet("express", "orders", 0.02);
  express.funded = false;
  express.needs = {"one_click"};
  return SmallLedger{shop_tree()}
      .cycle("2026Q3")
      .target("revenue", 68'000)
      .focus_input("reach")
      .history("orders", 40, waves(0, 100, 0.1))
      .history("basket", 40, waves(5, 50, 0.05))
      .history("return_share", 40, waves(9, 0.05, 0.1))
      .history("reach", 40, waves(2, 5'000, 0.08))
      .history("members", 1, [](int) { return 2'400.0; })
      .bet("mailing", "reach", 0.2)
      .bet("one_click", "orders", 0.05)
      .bet(cross_sell)
      .bet(express)
      .book();
}

inline Plan shop_plan() {
  return plan_of(shop());
}

}  // namespace betledger::forecast
