#include "forecast/projection/commit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "forecast/plan/make_plan.h"
#include "forecast/projection/make_forecast.h"
#include "forecast/projection/settings.h"
#include "ledger/text/json_text.h"
#include "ledger/text/json_write.h"
#include "sim/tasks/executor.h"

#include "tests/support/shop.h"

namespace betledger::forecast {
namespace {

Forecast forecast_of(const ledger::Book& book) {
  Settings settings;
  settings.runs = 1'000;
  settings.seed = 11;
  settings.variance_runs = 300;
  Diagnostics warnings;
  const auto executor = sim::make_thread_executor(2);
  return make_forecast(plan_of(book), settings, *executor).value();
}

TEST(Commit, IsRecomputedToTheSameHashFromTheBookAlone) {
  const ledger::Book book = shop();
  const ledger::Commit commit = make_commit(forecast_of(book), "0.1.0");
  EXPECT_EQ(commit.cycle, "2026Q3");
  EXPECT_EQ(commit.head_seq, 12);
  EXPECT_EQ(commit.runs, 1'000U);
  EXPECT_EQ(commit.plan_sha256.size(), 64U);
  const auto executor = sim::make_thread_executor(1);
  const auto again = recompute(book, commit, *executor);
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->plan_sha256, commit.plan_sha256);
  EXPECT_EQ(again->forecast_sha256, commit.forecast_sha256);
  EXPECT_EQ(again->stored_sha256, commit.forecast_sha256);
  EXPECT_TRUE(holds(commit, *again));
}

TEST(Commit, SurvivesBeingWrittenAndRead) {
  const ledger::Book book = shop();
  ledger::Commit commit = make_commit(forecast_of(book), "0.1.0");
  commit.summary = ledger::parse_json(ledger::write_json(commit.summary), "entry").value();
  commit.baselines = ledger::parse_json(ledger::write_json(commit.baselines), "entry").value();
  const auto executor = sim::make_thread_executor(1);
  EXPECT_TRUE(holds(commit, recompute(book, commit, *executor).value()));
}

TEST(Commit, HashesChangeWithABetAndWithTheData) {
  const ledger::Commit commit = make_commit(forecast_of(shop()), "0.1.0");
  ledger::Book other_bet = shop();
  other_bet.bets["mailing"].terms.works = Probability{0.55};
  ledger::Book other_data = shop();
  other_data.actuals["orders"].begin()->second.push_back({99, 13});
  const auto executor = sim::make_thread_executor(2);
  for (const ledger::Book& book : {other_bet, other_data}) {
    const Recomputed again = recompute(book, commit, *executor).value();
    EXPECT_NE(again.plan_sha256, commit.plan_sha256);
    EXPECT_NE(again.forecast_sha256, commit.forecast_sha256);
    EXPECT_EQ(again.stored_sha256, commit.forecast_sha256);
    EXPECT_FALSE(holds(commit, again));
  }
}

TEST(Commit, AStoredForecastThatWasTamperedWithIsFound) {
  const ledger::Book book = shop();
  ledger::Commit commit = make_commit(forecast_of(book), "0.1.0");
  commit.summary.add("note", ledger::Node::string("better"));
  const auto executor = sim::make_thread_executor(2);
  const Recomputed again = recompute(book, commit, *executor).value();
  EXPECT_EQ(again.plan_sha256, commit.plan_sha256);
  EXPECT_EQ(again.forecast_sha256, commit.forecast_sha256);
  EXPECT_NE(again.stored_sha256, commit.forecast_sha256);
  EXPECT_FALSE(holds(commit, again));
}

TEST(Commit, KeepsTheFittedMembersOfEveryBaseline) {
  const Forecast forecast = forecast_of(shop());
  const ledger::Commit commit = make_commit(forecast, "0.1.0");
  ASSERT_EQ(commit.baselines.items.size(), forecast.baselines.size());
  const ledger::Node* members = commit.baselines.items[0].find("members");
  ASSERT_NE(members, nullptr);
  EXPECT_EQ(members->items.size(), forecast.baselines[0].members.size());
  EXPECT_EQ(members->items[0].find("mean")->items.size(), 13U);
}

}  // namespace
}  // namespace betledger::forecast
