#pragma once

#include <string>

#include "forecast/plan/make_plan.h"
#include "forecast/projection/commit.h"
#include "forecast/projection/make_forecast.h"
#include "forecast/projection/settings.h"
#include "sim/tasks/executor.h"

#include "tests/support/shop.h"

namespace betledger::forecast {

inline const Day start = day("2026-06-29");  // of the shop's quarter, a Monday

inline Day week(int t) {
  return advance(PeriodKind::week, start, t);
}

/// The shop with a plan of record at entry 12.
inline const ledger::Book& planned_shop() {
  static const ledger::Book book = [] {
    ledger::Book shop_then = shop();
    Settings settings;
    settings.runs = 500;
    settings.attribution = false;
    const auto executor = sim::make_thread_executor(1);
    const Forecast forecast = make_forecast(plan_of(shop_then), settings, *executor).value();
    shop_then.cycles["2026Q3"].commits.push_back(make_commit(forecast, "0.1.0"));
    shop_then.head_seq = 13;
    return shop_then;
  }();
  return book;
}

inline void record(ledger::Book& book, const std::string& metric, int t, double value) {
  book.actuals[metric][week(t)].push_back({value, ++book.head_seq});
}

/// Weeks 0 .. count - 1 of every stochastic metric.
inline ledger::Book after_weeks(int count) {
  ledger::Book book = planned_shop();
  for (int t = 0; t < count; ++t) {
    record(book, "orders", t, 100 + t);
    record(book, "basket", t, 50);
    record(book, "return_share", t, 0.05);
    record(book, "reach", t, 5'000);
  }
  return book;
}

}  // namespace betledger::forecast
