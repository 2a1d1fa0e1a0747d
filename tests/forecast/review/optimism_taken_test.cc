#include "forecast/review/optimism_taken.h"

#include <gtest/gtest.h>

#include "tests/forecast/standing/planned_shop.h"

namespace betledger::forecast {
namespace {

OptimismTaken take(const ledger::Book& book, Day today) {
  OptimismRequest request;
  request.settings.landing.particles = 256;
  request.because = "the quarter says so";
  request.today = today;
  const auto executor = sim::make_thread_executor(2);
  Diagnostics warnings;
  return take_offer(
      book, [](std::int64_t) { return shop(); }, request, *executor, warnings);
}

/// The shop's quarter, its bets delivered.
ledger::Book delivered_shop() {
  ledger::Book book = after_weeks(13);
  for (const char* bet : {"mailing", "one_click", "cross_sell"}) {
    book.bets.at(bet).delivered_on = week(3);
    book.bets.at(bet).delivered_share = 1;
    book.bets.at(bet).status = ledger::BetStatus::delivered;
  }
  return book;
}

TEST(OptimismTaken, RestsOnCyclesThatAreOver) {
  EXPECT_TRUE(take(delivered_shop(), week(12)).evidence.teams.empty());
  const OptimismTaken over = take(delivered_shop(), week(13));
  ASSERT_EQ(over.evidence.teams.size(), 1U);
  EXPECT_EQ(over.evidence.teams.front().team, "team");
}

TEST(OptimismTaken, RecordsWhatIsOfferedAndNothingTwice) {
  ledger::Book book = delivered_shop();
  const OptimismTaken first = take(book, week(13));
  EXPECT_EQ(first.events.size(), offered(first.evidence).size());
  for (const auto& [team, one] : first.corrections) {
    EXPECT_EQ(one.because, "the quarter says so");
  }
  book.optimism = first.corrections;
  const OptimismTaken again = take(book, week(13));
  EXPECT_TRUE(again.events.empty());
  EXPECT_EQ(again.corrections.size(), first.corrections.size());
}

}  // namespace
}  // namespace betledger::forecast
