#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/actuals/actuals_fields.h"
#include "ledger/actuals/actuals_import.h"
#include "ledger/actuals/actuals_periods.h"
#include "ledger/actuals/actuals_table.h"

#include "tests/support/small_ledger.h"

namespace betledger::ledger {
namespace {

ActualsTable read(const std::string& text, std::optional<PeriodKind> kind = {}) {
  const auto table = parse_actuals(text, "a.csv", kind);
  EXPECT_TRUE(table) << (table ? "" : render(table.error()));
  return table ? *table : ActualsTable{};
}

/// "metric 2011-01-03=5 2011-01-10=7; ..."
std::string shown(const ActualsTable& table) {
  std::string text;
  for (const ActualsTable::Column& column : table.columns) {
    text += (text.empty() ? "" : "; ") + column.metric;
    for (const Observation& value : column.values) {
      text += " " + format_day(value.day) + "=" + std::to_string(value.value).substr(0, 5);
    }
  }
  return text;
}

std::string places(const Diagnostics& findings) {
  std::string text;
  for (const Diagnostic& finding : findings) {
    text += (text.empty() ? "" : ", ") + std::to_string(finding.at.line) + ":" +
            std::to_string(finding.at.column) + " " + finding.code;
  }
  return text;
}

TEST(Actuals, LongAndWideFilesSayTheSame) {
  const std::string same = "orders 2011-01-03=5.000 2011-01-10=7.000; returns 2011-01-03=0.500";
  EXPECT_EQ(
      shown(read(
          "date,metric,value\n2011-01-03,orders,5\n2011-01-10,orders,7\n2011-01-03,returns,0.5\n")),
      same);
  EXPECT_EQ(shown(read("week_start,orders,returns\n2011-01-03,5,0.5\n2011-01-10,7,\n")), same);
  EXPECT_EQ(
      shown(read(
          "metric;value;date\norders;7;2011-01-10\norders;5;2011-01-03\nreturns;0.5;2011-01-03\n")),
      same);
  EXPECT_EQ(shown(read("Date\tMetric\tValue\n2011-W01\torders\t5\n2011-W02\torders\t7\n2011-"
                       "W01\treturns\t50%\n")),
            same);
}

TEST(Actuals, AnEmptyFieldIsMissingNotZero) {
  const ActualsTable table = read("date,a,b\n2011-01-03,,1\n2011-01-10, ,2\n2011-01-17,3,\n");
  EXPECT_EQ(shown(table), "a 2011-01-17=3.000; b 2011-01-03=1.000 2011-01-10=2.000");
}

TEST(Actuals, KeepsThePlaceOfEveryValue) {
  const ActualsTable table = read("date,a,b\n2011-01-10,1,22\n2011-01-03,3,44\n");
  const ActualsTable::Column& b = table.columns.at(1);
  EXPECT_EQ(b.named_at, (Position{"a.csv", 1, 8}));
  EXPECT_EQ(b.at.at(0), (Position{"a.csv", 3, 14}));
  EXPECT_EQ(b.at.at(1), (Position{"a.csv", 2, 14}));
}

TEST(Actuals, SuffixesCount) {
  EXPECT_EQ(shown(read("date,a\n2011-01-03,12k\n2011-01-10,-1e3\n2011-01-17,25%\n2011-01-24,.5\n")),
            "a 2011-01-03=12000 2011-01-10=-1000 2011-01-17=0.250 2011-01-24=0.500");
}

TEST(Actuals, TellsThePeriodFromTheSpacing) {
  const auto told = [](std::vector<std::string> texts) {
    std::vector<Day> days;
    for (const std::string& text : texts) {
      days.push_back(day(text));
    }
    const auto kind = tell_period(days);
    return kind ? std::string{name(*kind)} : "?";
  };
  EXPECT_EQ(told({"2011-01-03", "2011-01-10", "2011-01-24"}), "week");
  EXPECT_EQ(told({"2011-01-03", "2011-01-04", "2011-01-07"}), "day");
  EXPECT_EQ(told({"2011-01-01", "2011-02-01", "2011-04-01"}), "month");
  EXPECT_EQ(told({"2011-01-31", "2011-02-28", "2011-03-31"}), "month");
  EXPECT_EQ(told({"2011-02-01", "2011-03-01"}), "month");
  EXPECT_EQ(told({"2011-01-03", "2011-01-10", "2011-01-18", "2011-01-24"}), "week");
  EXPECT_EQ(told({"2011-01-03"}), "?");
  EXPECT_EQ(told({"2011-01-03", "2011-01-05", "2011-01-08"}), "?");
}

TEST(Actuals, MovesWeeksToMondayAndSaysSo) {
  const ActualsTable table = read("date,a\n2011-01-09,1\n2011-01-16,2\n");  // Sundays
  EXPECT_EQ(shown(table), "a 2011-01-03=1.000 2011-01-10=2.000");
  ASSERT_EQ(table.notes.size(), 1U);
  EXPECT_EQ(table.notes[0].code, "C021");
  EXPECT_EQ(table.notes[0].severity, Severity::note);
  EXPECT_EQ(table.notes[0].at.line, 2U);
  EXPECT_THAT(table.notes[0].message,
              testing::HasSubstr("2011-01-09 counts for the week from 2011-01-03"));
  EXPECT_TRUE(read("date,a\n2011-01-03,1\n2011-01-10,2\n").notes.empty());
}

TEST(Actuals, MonthsAreMovedToTheirFirstDay) {
  const ActualsTable table = read("month,a\n2011-01,1\n2011-02,2\n");
  EXPECT_EQ(table.kind, PeriodKind::month);
  EXPECT_EQ(shown(table), "a 2011-01-01=1.000 2011-02-01=2.000");
  EXPECT_EQ(shown(read("date,a\n2011-01-31,1\n2011-02-28,2\n")), shown(table));
}

TEST(Actuals, AStatedPeriodHoldsForASingleRow) {
  EXPECT_EQ(read("date,a\n2011-01-15,1\n", PeriodKind::month).columns[0].values[0].day,
            day("2011-01-01"));
  EXPECT_EQ(read("date,a\n2011-01-15,1\n").columns[0].values[0].day, day("2011-01-10"));
}

struct Malformed {
  const char* text;
  const char* found;  // line:column code of every finding, in order
  const char* hint;   // part of the first hint
};

TEST(Actuals, NamesEveryFaultAtItsPlaceWithAWayOut) {
  const std::vector<Malformed> cases{
      {"", "1:1 C004", "header"},
      {"date,metric,value\n", "1:1 C004", "add the values"},
      {"date,orders\n", "1:1 C004", "add the values"},
      {"2011-01-03,5\n", "1:1 C011", "header"},
      {"orders,date\n5,2011-01-03\n", "1:1 C011", "date,metric,value"},
      {"sep=;\ndate;a\n2011-01-03;1\n", "1:1 C011", "remove the first line"},
      {"name,metric,value\n2011-01-03,a,1\n", "1:1 C011", "date,metric,value"},
      {"date,a,a\n2011-01-03,1,2\n", "1:8 C010", "keep one"},
      {"date,a,\n2011-01-03,1,2\n", "1:8 C010", "name the metric"},
      {"date,metric,value,unit\n2011-01-03,a,1,GBP\n", "1:19 C024", "remove the column"},
      {"date,metric,value,value\n2011-01-03,a,1,1\n", "1:19 C024", "remove the column"},
      {"date,metric,value\n2011-01-03,,1\n", "2:12 C018", "key"},
      {"date,a\n2011-01-03,1,5\n", "2:14 C009", "write 1.5"},
      {"date,metric,value\n2011-01-03,a,1,5\n", "2:16 C009", "write 1.5"},
      {"date;a\n2011-01-03;1,5\n", "2:12 C014", "write 1.5"},
      {"date,a\n2011-01-03,\"1,5\"\n", "2:12 C014", "write 1.5"},
      {"date;a\n2011-01-03;1.000,5\n", "2:12 C014", "write 1000.5"},
      {"date;a\n2011-01-03;1,000.5\n", "2:12 C014", "write 1000.5"},
      {"date;a\n2011-01-03;1,234\n",
       "2:12 C014",
       "1234 if the comma stands for thousands, 1.234 if"},
      {"date;a\n2011-01-03;1,234,567\n", "2:12 C014", "write 1234567"},
      {"date;a\n2011-01-03;3,5%\n", "2:12 C014", "write 3.5%"},
      {"date;a\n2011-01-03;-1,5\n", "2:12 C014", "write -1.5"},
      {"date,a\n2011-01-03,1 000\n", "2:12 C014", "write 1000"},
      {"date,a\n2011-01-03,1'000.5\n", "2:12 C014", "write 1000.5"},
      {"date,a\n2011-01-03,1_000\n", "2:12 C014", "write 1000"},
      {"date,a\n2011-01-03,NaN\n", "2:12 C015", "leave the field empty"},
      {"date,a\n2011-01-03,inf\n", "2:12 C015", "leave the field empty"},
      {"date,a\n2011-01-03,n/a\n", "2:12 C015", "leave the field empty"},
      {"date,a\n2011-01-03,NULL\n", "2:12 C015", "leave the field empty"},
      {"date,a\n2011-01-03,-\n", "2:12 C015", "leave the field empty"},
      {"date,a\n2011-01-03,#REF!\n", "2:12 C015", "leave the field empty"},
      {"date,a\n2011-01-03,£5\n", "2:12 C013", "write 5"},
      {"date,a\n2011-01-03,$1e3\n", "2:12 C013", "write 1e3"},
      {"date,a\n2011-01-03,five\n", "2:12 C013", "1234.5"},
      {"date,a\n2011-01-03,1e999\n", "2:12 C013", "1234.5"},
      {"date,a\n2011-01-03,1e308\n", "2:12 C025", "from 1e-15 to 1e15"},
      {"date,a\n2011-01-03,-2e15\n", "2:12 C025", "count in a larger unit"},
      {"date,a\n2011-01-03,1e-300\n", "2:12 C025", "write 0"},
      {"date,a\n2011-01-03,-5e-324\n", "2:12 C025", "write 0"},
      {"date,a\n2011-01-03,2000000B\n", "2:12 C025", "larger unit"},
      {"date,a\n0211-01-03,1\n", "2:1 C012", "1900-01-01 to 2200-12-31"},
      {"date,a\n2811-01-03,1\n", "2:1 C012", "1900-01-01 to 2200-12-31"},
      {"month,a\n1811-01,1\n", "2:1 C012", "1900-01-01 to 2200-12-31"},
      {"date,a\n3011-W05,1\n", "2:1 C012", "1900-01-01 to 2200-12-31"},
      {"date,a\n2011-01-03,0x1F\n", "2:12 C013", "1234.5"},
      {"date,a\n2011-01-03,5 GBP\n", "2:12 C013", "1234.5"},
      {"date,a\n2011-01-03,1.2.3\n", "2:12 C013", "1234.5"},
      {"date,a\n2011-01-03,\xE2\x88\x92"
       "5\n",
       "2:12 C013",
       "write 5"},
      {"date,a\n03/04/2011,1\n", "2:1 C012", "write 2011-04-03 or 2011-03-04"},
      {"date,a\n27.06.2011,1\n", "2:1 C012", "write 2011-06-27"},
      {"date,a\n2011/6/27,1\n", "2:1 C012", "write 2011-06-27"},
      {"date,a\n2011-6-27,1\n", "2:1 C012", "write 2011-06-27"},
      {"date,a\n20110627,1\n", "2:1 C012", "write 2011-06-27"},
      {"date,a\n2011-06-27T00:00:00,1\n", "2:1 C012", "write 2011-06-27, without the time"},
      {"date,a\n40721,1\n", "2:1 C012", "spreadsheet"},
      {"date,a\n2011-02-30,1\n", "2:1 C012", "2026-07-06"},
      {"date,a\n2011-13-01,1\n", "2:1 C012", "2011-01-13"},
      {"date,a\n1-2-3-4,1\n", "2:1 C012", "2026-07-06"},
      {"date,a\n2011-W54,1\n", "2:1 C012", "2026-07-06"},
      {"date,a\n2011Q3,1\n", "2:1 C012", "2026-07-06"},
      {"date,a\n,1\n", "2:1 C012", "first day of the period"},
      {"date,a\nTotal,99\n", "2:1 C012", "2026-07-06"},
      {"date,a\n2011-W01,1\n2011-02,1\n", "3:1 C012", "same way"},
      {"date,a\n2011-01-03,1\n2011-01-03,1\n", "3:12 C016", "keep one"},
      {"date,metric,value\n2011-01-10,a,1\n2011-01-03,a,1\n2011-01-10,a,2\n",
       "4:14 C016",
       "keep one"},
      {"date,a\n2011-01-03,1\n2011-01-05,2\n2011-01-08,3\n", "2:1 C017", "one row per period"},
      {"date,a\n2011-01-03,x\n2011-01-04\nbad,1,5\n", "2:12 C013, 3:1 C009, 4:7 C009", "1234.5"},
      {"date,a\n2011-01-03,\"1\n", "2:12 C006", "cut short"},
      {"date,a\n2011-01-03,1\nbad,worse\n", "3:1 C012, 3:5 C013", "2026-07-06"},
  };
  ASSERT_GE(cases.size(), 40U);
  for (const Malformed& malformed : cases) {
    const auto table = parse_actuals(malformed.text, "a.csv", {});
    ASSERT_FALSE(table) << malformed.text;
    EXPECT_EQ(places(table.error()), malformed.found) << malformed.text << render(table.error());
    EXPECT_THAT(table.error()[0].hint, testing::HasSubstr(malformed.hint)) << malformed.text;
    EXPECT_EQ(table.error()[0].at.file, "a.csv");
    if (malformed.text[0] != '\0') {
      EXPECT_FALSE(table.error()[0].excerpt.empty()) << malformed.text;
    }
  }
}

TEST(Actuals, AStatedPeriodIsHeldAgainstTheDates) {
  const std::string daily = "date,a\n2011-01-03,1\n2011-01-04,2\n2011-01-05,3\n";
  const std::string weekly = "date,a\n2011-01-03,1\n2011-01-10,2\n";
  const std::string monthly = "date,a\n2011-01-01,1\n2011-02-01,2\n2011-03-01,2\n";
  const auto code = [](const std::string& text, PeriodKind kind) {
    const auto table = parse_actuals(text, "a.csv", kind);
    return table ? std::string{} : places(table.error());
  };
  EXPECT_EQ(code(daily, PeriodKind::week), "2:1 C017");
  EXPECT_EQ(code(daily, PeriodKind::month), "2:1 C017");
  EXPECT_EQ(code(weekly, PeriodKind::month), "2:1 C017");
  EXPECT_EQ(code(monthly, PeriodKind::week), "2:1 C017");
  EXPECT_EQ(code(weekly, PeriodKind::week), "");
  EXPECT_EQ(code(weekly, PeriodKind::day), "");
}

ImportSettings from(const std::string& file, bool skip_unknown = false) {
  return {file, day("2011-06-26"), skip_unknown};
}

Book shop() {
  return SmallLedger{
      spec({metric("orders"), metric("returns"), metric("checkout_rate", tree::Support::fraction)})}
      .actual("orders", day("2011-01-03"), 5)
      .actual("orders", day("2011-01-10"), 6)
      .actual("orders", day("2011-01-10"), 7)
      .book();
}

TEST(Import, RecordsWhatIsNewAndWhatIsDifferent) {
  const auto plan =
      plan_import(shop(),
                  read("date,orders,returns\n2011-01-03,5,1\n2011-01-10,6,2\n2011-01-17,8,\n"),
                  from("history.csv"));
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->added, 3U);    // orders of the third week, two returns
  EXPECT_EQ(plan->revised, 1U);  // 6 was the first value, 7 is the one that holds
  EXPECT_EQ(plan->unchanged, 1U);
  ASSERT_EQ(plan->events.size(), 2U);
  const auto& orders = std::get<ActualsRecorded>(plan->events[0]);
  EXPECT_EQ(orders.metric, "orders");
  EXPECT_EQ(orders.source, "history.csv");
  EXPECT_EQ(orders.values,
            (std::vector<Observation>{{day("2011-01-10"), 6}, {day("2011-01-17"), 8}}));
}

TEST(Import, TheSameFileTwiceIsNothingNew) {
  const auto plan =
      plan_import(shop(), read("date,orders\n2011-01-03,5\n2011-01-10,7\n"), from("h.csv"));
  ASSERT_TRUE(plan);
  EXPECT_TRUE(plan->events.empty());
  EXPECT_EQ(plan->unchanged, 2U);
}

TEST(Import, UnknownMetricsAreErrorsUnlessSkipped) {
  const ActualsTable table = read("date,order,colour,returns\n2011-01-03,5,6,7\n");
  const auto refused = plan_import(shop(), table, from("h.csv"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(places(refused.error()), "1:6 C019, 1:12 C019");
  EXPECT_EQ(refused.error()[0].hint, "did you mean orders?");
  EXPECT_EQ(refused.error()[0].excerpt, "date,order,colour,returns");
  const auto skipped = plan_import(shop(), table, from("h.csv", true));
  ASSERT_TRUE(skipped);
  EXPECT_EQ(skipped->events.size(), 1U);
  EXPECT_EQ(places(skipped->warnings), "1:6 C019, 1:12 C019");
}

TEST(Import, ValuesOutsideTheSupportAreRefusedAtTheirPlace) {
  const auto plan = plan_import(
      shop(),
      read("date,orders,checkout_rate\n2011-01-03,0,0.5\n2011-01-10,7,97\n2011-01-17,7,97%\n"),
      from("h.csv"));
  ASSERT_FALSE(plan);
  EXPECT_EQ(places(plan.error()), "2:12 C020, 3:14 C020");
  EXPECT_EQ(plan.error()[0].hint,
            "leave the field empty for a period in which nothing could happen (a closed week); a "
            "metric that is truly 0 at times has the support real");
  EXPECT_EQ(plan.error()[1].hint, "write 97% or 0.97");
  EXPECT_EQ(plan.error()[1].excerpt, "2011-01-10,7,97");
}

TEST(Import, APercentageIsAFraction) {
  const auto plan =
      plan_import(shop(), read("date,checkout_rate\n2011-01-03,97%\n"), from("h.csv"));
  ASSERT_TRUE(plan) << render(plan.error());
  EXPECT_EQ(std::get<ActualsRecorded>(plan->events.at(0)).values.at(0).value, 0.97);
}

TEST(Import, DaysFarFromTodayAreRefusedWithTheRange) {
  const auto plan = plan_import(
      shop(), read("date,orders\n1911-01-02,5\n2011-01-03,6\n2111-01-05,7\n"), from("h.csv"));
  ASSERT_FALSE(plan);
  EXPECT_EQ(places(plan.error()), "2:12 C026, 4:12 C026");
  EXPECT_EQ(plan.error()[0].hint, "actuals run from 1911-06-01 to 2031-06-01; is the year right?");
}

TEST(Import, DaysToComeAreWarnedOfOnce) {
  const auto plan = plan_import(
      shop(), read("date,orders\n2011-06-20,5\n2011-06-27,6\n2011-07-04,7\n"), from("h.csv"));
  ASSERT_TRUE(plan) << render(plan.error());
  EXPECT_EQ(places(plan->warnings), "3:12 C026");
  EXPECT_EQ(plan->warnings[0].message,
            "2 values are of periods to come, the first of 2011-06-27; today is 2011-06-26");
}

TEST(Import, DaysMoreThanAYearFromAllOthersAreWarnedOfOnce) {
  const auto plan =
      plan_import(shop(),
                  read("date,orders\n2009-06-01,5\n2011-06-06,6\n2011-06-13,7\n2001-06-18,4\n"),
                  from("h.csv"));
  ASSERT_TRUE(plan) << render(plan.error());
  EXPECT_EQ(places(plan->warnings), "5:12 C027");
  EXPECT_EQ(plan->warnings[0].message,
            "2 values are more than a year away from all others of their metrics, the first of "
            "2001-06-18");
  const auto apart = plan_import(
      shop(), read("date,orders\n2009-01-05,5\n2009-12-28,6\n2010-12-27,7\n"), from("h.csv"));
  ASSERT_TRUE(apart) << render(apart.error());
  EXPECT_TRUE(apart->warnings.empty());
}

TEST(Import, ValuesAfterTheLastCycleAreNamed) {
  Book book = shop();
  book.cycles["2011Q1"].cycle.key = "2011Q1";
  book.cycles["2011Q1"].cycle.timeline = {PeriodKind::week, day("2011-01-03"), 13};
  const auto plan = plan_import(
      book, read("date,orders\n2011-03-28,5\n2011-04-04,6\n2011-04-11,6\n"), from("h.csv"));
  ASSERT_TRUE(plan) << render(plan.error());
  EXPECT_EQ(places(plan->warnings), "3:12 C028");
  EXPECT_EQ(plan->warnings[0].message,
            "2 values are of periods after the last cycle, 2011Q1, which ends on 2011-04-03");
}

TEST(Import, PeriodsMustBeThoseOfTheTree) {
  const auto plan = plan_import(
      shop(), read("date,orders\n2011-01-03,1\n2011-01-04,2\n2011-01-05,2\n"), from("h.csv"));
  ASSERT_FALSE(plan);
  EXPECT_EQ(places(plan.error()), "1:6 C017");
}

TEST(Import, ALockedMetricTakesValuesFromItsSourceOnly) {
  Book book = shop();
  book.tree.metrics[0].source_of_truth = true;
  book.tree.metrics[0].source = "warehouse.csv";
  const ActualsTable table = read("date,orders\n2011-01-17,5\n");
  const auto refused = plan_import(book, table, from("other.csv"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(places(refused.error()), "1:6 C022");
  EXPECT_TRUE(plan_import(book, table, from("warehouse.csv")));
  EXPECT_TRUE(plan_import(book, table, from("/data/2026/warehouse.csv")));
}

TEST(Import, NotesOfTheTableTravelAlong) {
  const auto plan =
      plan_import(shop(), read("date,orders\n2011-01-16,1\n2011-01-23,2\n"), from("h.csv"));
  ASSERT_TRUE(plan);
  EXPECT_EQ(places(plan->warnings), "2:1 C021");
}

}  // namespace
}  // namespace betledger::ledger
