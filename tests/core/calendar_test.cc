#include "core/calendar.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/values.h"

namespace betledger {
namespace {

TEST(Calendar, DaysAreReadAndWritten) {
  EXPECT_EQ(format_day(day("2026-07-06")), "2026-07-06");
  EXPECT_EQ(day("1970-01-02").time_since_epoch().count(), 1);
  EXPECT_TRUE(parse_day("2024-02-29"));
  EXPECT_TRUE(parse_day("2000-02-29"));
  EXPECT_TRUE(parse_day("1900-01-01"));
  EXPECT_TRUE(parse_day("2200-12-31"));
}

TEST(Calendar, TellsADayOutOfRangeFromNoDay) {
  for (const char* out : {"0026-07-06",
                          "1899-12-31",
                          "2201-01-01",
                          "9999-12-31",
                          "3026Q3",
                          "1826-07",
                          "3026-W31",
                          "2201",
                          "0000-01-01"}) {
    EXPECT_TRUE(is_out_of_range(out)) << out;
    EXPECT_FALSE(parse_day(out) || parse_cycle_key(out)) << out;
  }
  for (const char* other : {"2026-07-06",
                            "2026Q3",
                            "2026-02-30",
                            "3026-02-30",
                            "3026-13-01",
                            "3026Q5",
                            "3026-W54",
                            "20260-01-01",
                            "3026-07-06x",
                            "",
                            "3026-"}) {
    EXPECT_FALSE(is_out_of_range(other)) << other;
  }
}

TEST(Calendar, ADayThatDoesNotExistIsNothing) {
  for (const char* bad : {"2026-02-29",
                          "1900-02-29",
                          "2026-04-31",
                          "2026-13-01",
                          "2026-00-10",
                          "2026-01-00",
                          "1899-12-31",
                          "2201-01-01",
                          "2026-7-6",
                          "26-07-06",
                          "2026/07/06",
                          "2026-07-06 ",
                          " 2026-07-06",
                          "2026-07-06T",
                          "",
                          "2026-07",
                          "+026-07-06",
                          "2026--7-06"}) {
    EXPECT_EQ(parse_day(bad), std::nullopt) << bad;
  }
}

TEST(Calendar, EveryDayRoundTrips) {
  for (Day d = day("1900-01-01"); d <= day("2200-12-31"); d += std::chrono::days{1}) {
    ASSERT_EQ(parse_day(format_day(d)), d);
  }
}

TEST(Calendar, InstantsAreReadAndWritten) {
  const auto full = parse_instant("2026-07-06T12:34:56.123456Z");
  ASSERT_TRUE(full);
  EXPECT_EQ(format_instant(*full), "2026-07-06T12:34:56.123456Z");
  EXPECT_EQ(format_instant(parse_instant("2026-07-06T00:00:00Z").value()),
            "2026-07-06T00:00:00.000000Z");
  EXPECT_EQ(format_instant(parse_instant("1969-12-31T23:59:59.5Z").value()),
            "1969-12-31T23:59:59.500000Z");
  for (const char* bad : {"2026-07-06T12:34:56.1234567Z",
                          "2026-07-06T12:34:56",
                          "2026-07-06",
                          "2026-07-06 12:34:56Z",
                          "2026-07-06T24:00:00Z",
                          "2026-07-06T12:60:00Z",
                          "2026-07-06T12:34:60Z",
                          "2026-07-06T12:34:56.Z",
                          "2026-07-06T12:34:56ZZ",
                          "2026-07-06T12:34:56+01:00",
                          "2026-02-30T12:34:56Z"}) {
    EXPECT_EQ(parse_instant(bad), std::nullopt) << bad;
  }
}

TEST(Calendar, DurationsAreReadAndWritten) {
  EXPECT_EQ(parse_duration("3w"), (Duration{3, Duration::Unit::weeks}));
  EXPECT_EQ(parse_duration("10d")->days(), 10);
  EXPECT_EQ(parse_duration("1.5w")->days(), 10.5);
  EXPECT_EQ(parse_duration("2m")->days(), 60.875);
  EXPECT_EQ(parse_duration("0d")->days(), 0);
  EXPECT_TRUE(parse_duration("120m")) << "ten years";
  for (const char* text : {"3w", "10d", "2m", "1.5w", "0w"}) {
    EXPECT_EQ(format_duration(parse_duration(text).value()), text);
  }
  for (const char* bad : {"",
                          "w",
                          "3",
                          "-3w",
                          "+3w",
                          "3 w",
                          "3y",
                          "121m",
                          "1e9d",
                          "infw",
                          "nanw",
                          "12kw",
                          "3W",
                          "3ww",
                          "1,5w",
                          ".w",
                          "3%w"}) {
    EXPECT_EQ(parse_duration(bad), std::nullopt) << bad;
  }
}

TEST(Calendar, WeeksStartOnMondayAndMonthsOnTheFirst) {
  for (const char* text : {"2026-07-06", "2026-07-07", "2026-07-12"}) {
    EXPECT_EQ(format_day(period_start(PeriodKind::week, day(text))), "2026-07-06");
  }
  EXPECT_EQ(format_day(period_start(PeriodKind::month, day("2026-02-28"))), "2026-02-01");
  EXPECT_EQ(format_day(period_start(PeriodKind::day, day("2026-02-28"))), "2026-02-28");
}

TEST(Calendar, AdvancingAndCountingAreInverse) {
  for (const PeriodKind kind : {PeriodKind::day, PeriodKind::week, PeriodKind::month}) {
    const Day start = period_start(kind, day("2024-01-31"));
    for (int count = -100; count <= 100; ++count) {
      const Day there = advance(kind, start, count);
      ASSERT_EQ(period_start(kind, there), there);
      ASSERT_EQ(periods_between(kind, start, there), count);
      ASSERT_EQ(advance(kind, there, -count), start);
      const Day last = advance(kind, there, 1) - std::chrono::days{1};
      ASSERT_EQ(periods_between(kind, start, last), count) << "the last day counts as its period";
    }
  }
}

TEST(Calendar, PositionsLieOnTheAxisOfThePeriods) {
  const Timeline weeks{PeriodKind::week, day("2026-06-29"), 13};
  EXPECT_EQ(weeks.position(day("2026-06-29")), 0);
  EXPECT_EQ(weeks.position(day("2026-07-06")), 1);
  EXPECT_EQ(weeks.position(day("2026-06-22")), -1);
  EXPECT_DOUBLE_EQ(weeks.position(day("2026-07-01")), 2.0 / 7);
  EXPECT_EQ(format_day(weeks.last_day()), "2026-09-27");
  EXPECT_EQ(weeks.periods({3, Duration::Unit::weeks}), 3);
  EXPECT_EQ(weeks.periods({3.5, Duration::Unit::days}), 0.5);

  const Timeline months{PeriodKind::month, day("2024-01-01"), 12};
  EXPECT_EQ(months.position(day("2024-03-01")), 2);
  EXPECT_DOUBLE_EQ(months.position(day("2024-02-15")), 1 + 14.0 / 29);
  EXPECT_DOUBLE_EQ(months.position(day("2023-12-31")), -1.0 / 31);
  EXPECT_EQ(format_day(months.last_day()), "2024-12-31");
  EXPECT_EQ(months.periods({2, Duration::Unit::months}), 2);
}

std::string span(std::string_view key) {
  const auto found = parse_cycle_key(key);
  return found ? format_day(found->first) + ".." + format_day(found->last) : "none";
}

TEST(Calendar, CycleKeysStandForDays) {
  EXPECT_EQ(span("2026Q3"), "2026-07-01..2026-09-30");
  EXPECT_EQ(span("2024Q1"), "2024-01-01..2024-03-31");
  EXPECT_EQ(span("2026Q4"), "2026-10-01..2026-12-31");
  EXPECT_EQ(span("2026H1"), "2026-01-01..2026-06-30");
  EXPECT_EQ(span("2026H2"), "2026-07-01..2026-12-31");
  EXPECT_EQ(span("2024-02"), "2024-02-01..2024-02-29");
  EXPECT_EQ(span("2026"), "2026-01-01..2026-12-31");
  EXPECT_EQ(span("2026-W31"), "2026-07-27..2026-08-02");
  EXPECT_EQ(span("2020-W53"), "2020-12-28..2021-01-03") << "a long ISO year";
  EXPECT_EQ(span("2026-W53"), "2026-12-28..2027-01-03");
  EXPECT_EQ(span("2021-W01"), "2021-01-04..2021-01-10");
  for (const char* bad : {"",
                          "2026Q0",
                          "2026Q5",
                          "2026Q",
                          "2026Q11",
                          "2026H3",
                          "2026-13",
                          "2026-00",
                          "2026-W00",
                          "2025-W53",
                          "2026-W",
                          "26Q3",
                          "1899",
                          "2201",
                          "2026q3",
                          "2026-1",
                          "2026-W1",
                          "2026-07-06",
                          "Q3"}) {
    EXPECT_EQ(span(bad), "none") << bad;
  }
}

TEST(Calendar, TheThirdQuarterOf2011IsThirteenWeeks) {
  const Timeline weeks = periods_of(parse_cycle_key("2011Q3").value(), PeriodKind::week);
  EXPECT_EQ(format_day(weeks.start), "2011-06-27");
  EXPECT_EQ(weeks.count, 13U);
  EXPECT_EQ(format_day(weeks.last_day()), "2011-09-25");
}

TEST(Calendar, ConsecutiveCyclesNeitherOverlapNorLeaveAGap) {
  for (const PeriodKind kind : {PeriodKind::day, PeriodKind::week, PeriodKind::month}) {
    Day expected = periods_of(parse_cycle_key("1990Q1").value(), kind).start;
    for (int year = 1990; year < 2050; ++year) {
      for (int quarter = 1; quarter <= 4; ++quarter) {
        const std::string key = std::to_string(year) + "Q" + std::to_string(quarter);
        const Timeline periods = periods_of(parse_cycle_key(key).value(), kind);
        ASSERT_EQ(periods.start, expected) << key;
        ASSERT_GT(periods.count, 0U);
        expected = periods.last_day() + std::chrono::days{1};
      }
    }
  }
}

TEST(Calendar, AWeekInsideOneMonthHasNoMonth) {
  EXPECT_EQ(periods_of(parse_cycle_key("2026-W20").value(), PeriodKind::month).count, 0U);
}

TEST(Calendar, PeriodKindsHaveNamesAndLengths) {
  EXPECT_EQ(name(PeriodKind::day), "day");
  EXPECT_EQ(name(PeriodKind::week), "week");
  EXPECT_EQ(name(PeriodKind::month), "month");
  EXPECT_EQ(average_days(PeriodKind::week), 7);
  EXPECT_EQ(average_days(PeriodKind::month), 30.4375);
}

}  // namespace
}  // namespace betledger
