#include "forecast/standing/past_standings.h"

#include <gtest/gtest.h>

#include "tests/forecast/standing/planned_shop.h"

namespace betledger::forecast {
namespace {

std::vector<Standing> past(const ledger::Book& book, bool counts, Diagnostics& warnings) {
  return past_standings(
      book,
      [](std::int64_t) { return shop(); },
      {},
      [counts](const ledger::CycleRecord& record) {
        EXPECT_FALSE(record.commits.empty());
        return counts;
      },
      warnings);
}

TEST(PastStandings, StandAtTheEndOfEveryCommittedCycleThatCounts) {
  ledger::Book book = after_weeks(13);
  book.cycles["2026Q4"].cycle.key = "2026Q4";  // was never committed
  Diagnostics warnings;
  EXPECT_TRUE(past(book, false, warnings).empty());
  const auto standings = past(book, true, warnings);
  ASSERT_EQ(standings.size(), 1U);
  EXPECT_EQ(standings.front().as_of, book.cycles.at("2026Q3").cycle.timeline.last_day());
  EXPECT_EQ(standings.front().periods_known, 13U);
  EXPECT_TRUE(warnings.empty());
}

TEST(PastStandings, ACycleThatCannotBeMadeUpIsWarnedOfAndLeftOut) {
  Diagnostics warnings;
  const auto standings = past_standings(
      after_weeks(13),
      [](std::int64_t) { return ledger::Book{}; },
      {},
      [](const ledger::CycleRecord&) { return true; },
      warnings);
  EXPECT_TRUE(standings.empty());
  EXPECT_TRUE(has_error(warnings));
}

}  // namespace
}  // namespace betledger::forecast
