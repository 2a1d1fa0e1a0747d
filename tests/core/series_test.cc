#include "core/series.h"

#include <gtest/gtest.h>

#include "core/contract.h"
#include "core/error.h"

#include "tests/support/values.h"

namespace betledger {
namespace {

TEST(Series, AMissingPeriodIsMissingNotZero) {
  const Series series = to_series(
      PeriodKind::week, {{day("2026-06-29"), 1}, {day("2026-07-06"), 0}, {day("2026-07-27"), 4}});
  ASSERT_EQ(series.values.size(), 5U);
  EXPECT_EQ(series.at(day("2026-06-29")), 1);
  EXPECT_EQ(series.at(day("2026-07-06")), 0);
  EXPECT_EQ(series.at(day("2026-07-13")), std::nullopt);
  EXPECT_EQ(series.at(day("2026-07-30")), 4) << "any day of the period finds it";
  EXPECT_EQ(series.at(day("2026-06-22")), std::nullopt);
  EXPECT_EQ(series.at(day("2026-08-03")), std::nullopt);
  EXPECT_EQ(series.start_of(4), day("2026-07-27"));
}

TEST(Series, NothingMakesAnEmptySeries) {
  const Series series = to_series(PeriodKind::month, {});
  EXPECT_TRUE(series.values.empty());
  EXPECT_EQ(series.at(day("2026-07-01")), std::nullopt);
}

TEST(Series, DaysOffTheGridOrOutOfOrderAreOurBug) {
  EXPECT_THROW((void)to_series(PeriodKind::week, {{day("2026-06-30"), 1}}), ContractViolation);
  EXPECT_THROW((void)to_series(PeriodKind::day, {{day("2026-06-30"), 1}, {day("2026-06-30"), 2}}),
               ContractViolation);
  EXPECT_THROW((void)to_series(PeriodKind::day, {{day("2026-06-30"), 1}, {day("2026-06-29"), 2}}),
               ContractViolation);
}

}  // namespace
}  // namespace betledger
