#include "forecast/standing/standing.h"

#include <ostream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "forecast/plan/canonical.h"
#include "forecast/plan/fit_baselines.h"
#include "forecast/plan/make_plan.h"
#include "forecast/projection/make_forecast.h"
#include "forecast/projection/settings.h"
#include "forecast/standing/make_standing.h"

#include "tests/forecast/standing/planned_shop.h"

namespace betledger::forecast {
namespace {

using std::chrono::days;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

struct Answer {
  Result<Standing> standing;
  Diagnostics warnings;
};

Answer stand(const ledger::Book& known, std::optional<Day> as_of = {}) {
  Diagnostics warnings;
  auto standing = make_standing(
      known,
      [](std::int64_t seq) {
        EXPECT_EQ(seq, 12);
        return shop();
      },
      {"2026Q3", as_of, {}},
      warnings);
  return {std::move(standing), std::move(warnings)};
}

const Observed& seen(const Standing& standing, const std::string& metric) {
  return standing.observed[standing.locked.tree.find(metric)->value()];
}

TEST(Standing, StandsByDefaultOnTheLastDayOfTheNewestWeekOfAnyMetric) {
  ledger::Book book = after_weeks(3);
  record(book, "orders", 3, 104);
  const auto [standing, warnings] = stand(book);
  ASSERT_TRUE(standing.has_value());
  EXPECT_EQ(standing->as_of, week(4) - days{1});
  EXPECT_EQ(standing->periods_known, 4U);
  EXPECT_EQ(standing->frontier(), week(4));
  EXPECT_THAT(seen(*standing, "orders").values, ElementsAre(100, 101, 102, 103 + 1));
  EXPECT_THAT(seen(*standing, "basket").values, ElementsAre(50, 50, 50, std::nullopt));
  EXPECT_EQ(seen(*standing, "basket").silent, 1U);
  EXPECT_EQ(seen(*standing, "basket").last, week(2));
}

TEST(Standing, KeepsThePlanOfRecordAndItsBaselinesAsTheyWereLocked) {
  ledger::Book book = after_weeks(2);
  record(book, "orders", -1, 1);  // the history is revised afterwards
  const auto [standing, warnings] = stand(book);
  ASSERT_TRUE(standing.has_value());
  EXPECT_EQ(standing->locked.head_seq, 12);
  EXPECT_EQ(standing->now.head_seq, book.head_seq);
  EXPECT_EQ(canonical_plan(standing->locked), canonical_plan(shop_plan()));
  const auto fitted = fit_baselines(shop_plan()).value();
  ASSERT_EQ(standing->baselines.size(), fitted.size());
  for (std::size_t i = 0; i < fitted.size(); ++i) {
    const Baseline& a = standing->baselines[i];
    const Baseline& b = fitted[i];
    EXPECT_EQ(a.metric, b.metric);
    EXPECT_EQ(a.support, b.support);
    EXPECT_EQ(a.points, b.points);
    EXPECT_EQ(a.last, b.last);
    ASSERT_EQ(a.members.size(), b.members.size());
    for (std::size_t m = 0; m < a.members.size(); ++m) {
      EXPECT_EQ(a.members[m].name, b.members[m].name);
      EXPECT_EQ(a.members[m].details, b.members[m].details);
      EXPECT_EQ(a.members[m].path.mean, b.members[m].path.mean);
      EXPECT_EQ(a.members[m].path.psi, b.members[m].path.psi);
      EXPECT_EQ(a.members[m].path.sigma, b.members[m].path.sigma);
      EXPECT_EQ(a.members[m].path.dof, b.members[m].path.dof);
      EXPECT_EQ(a.members[m].path.weight, b.members[m].path.weight);
      EXPECT_EQ(a.members[m].path.lead, b.members[m].path.lead);
    }
  }
  ASSERT_TRUE(standing->probability.has_value());
  EXPECT_GT(standing->probability->value, 0);
  EXPECT_GT(standing->probability->se, 0);
  EXPECT_THAT(codes_in(warnings), ElementsAre("D562", "D563"));
  EXPECT_THAT(warnings[0].message, HasSubstr("1 value of the plan's own history"));
}

TEST(Standing, SaysOfEveryCommitHowMuchOfTheCycleWasKnown) {
  ledger::Book book = after_weeks(3);
  ledger::CycleRecord& cycle = book.cycles["2026Q3"];
  cycle.committed_at = {Instant{day("2026-06-26")}};
  const auto once = stand(book).standing.value();
  ASSERT_EQ(once.commits.size(), 1U);
  EXPECT_EQ(once.commits[0].on, day("2026-06-26"));
  EXPECT_EQ(once.commits[0].periods_known, 0U);
  EXPECT_THAT(in_words(once.commits, PeriodKind::week), IsEmpty());

  // Locked again after the third week, then a value of the first week was revised.
  ledger::Commit second = cycle.commits.front();
  second.head_seq = book.head_seq;
  second.because = "two more bets";
  cycle.commits.push_back(second);
  cycle.committed_at.emplace_back(day("2026-07-21"));
  record(book, "orders", 0, 99);
  record(book, "orders", 3, 103);
  const auto commits = commits_of(book, book.cycles["2026Q3"]);
  ASSERT_EQ(commits.size(), 2U);
  EXPECT_EQ(commits[0].periods_known, 0U);
  EXPECT_EQ(commits[1].periods_known, 3U);
  EXPECT_EQ(periods_known_by(book, cycle.cycle.timeline, book.head_seq), 4U);
  const auto words = in_words(commits, PeriodKind::week);
  ASSERT_EQ(words.size(), 2U);
  EXPECT_EQ(words[0],
            "The plan of record was committed on 2026-07-21 with 3 weeks of it known (\"two more "
            "bets\").");
  EXPECT_THAT(words[1],
              ::testing::StartsWith("Earlier commit: 2026-06-26 with no week known, P(target) "));
}

TEST(Standing, FitsAgainOnlyWhereTheCommitCannotBeRead) {
  ledger::Book book = after_weeks(2);
  ledger::Node& members =
      book.cycles["2026Q3"].commits.back().baselines.items.front().members.back().value;
  members.items.front().members.front().value = ledger::Node{};  // a member without a name
  const auto [standing, warnings] = stand(book);
  ASSERT_TRUE(standing.has_value());
  EXPECT_EQ(standing->baselines.size(), 4U);
  EXPECT_THAT(codes_in(warnings), ElementsAre("D565", "D563"));
}

TEST(Standing, SaysWhereThePlanComesOutDifferently) {
  ledger::Book book = after_weeks(2);
  book.cycles["2026Q3"].commits.back().plan_sha256 = std::string(64, '0');
  EXPECT_THAT(codes_in(stand(book).warnings), ElementsAre("B020", "D563"));
}

TEST(Standing, ComputesWhatAFormulaSaysOfItsInputsActuals) {
  ledger::Book book = after_weeks(2);
  record(book, "revenue", 0, 5'000);
  record(book, "revenue", 1, 6'000);  // 101 * 50 = 5,050
  const auto [standing, warnings] = stand(book);
  ASSERT_TRUE(standing.has_value());
  EXPECT_THAT(seen(*standing, "revenue").computed, ElementsAre(5'000, 5'050));
  EXPECT_THAT(seen(*standing, "orders").computed, IsEmpty());
  // members reads its own last value: known for the first week, then only if it is imported
  EXPECT_THAT(seen(*standing, "members").computed,
              ElementsAre(2'400 * 0.98 + 50, std::optional<double>{}));
  ASSERT_THAT(codes_in(warnings), ElementsAre("D563", "D564"));
  EXPECT_THAT(warnings[1].message, HasSubstr("revenue does not follow from its inputs in 1 week"));
  EXPECT_THAT(warnings[1].message, HasSubstr("2026-07-06 it is 6,000, its formula gives 5,050"));
}

struct EventCase {
  std::string name;
  void (*change)(ledger::Book&);
  std::optional<Day> as_of;
  std::uint32_t known;
  std::vector<std::optional<double>> orders;
  std::size_t revised;
  std::size_t silent;
  std::vector<std::string> codes;
};

void PrintTo(const EventCase& test, std::ostream* out) {
  *out << test.name;
}

class StandingEvents : public ::testing::TestWithParam<EventCase> {};

TEST_P(StandingEvents, AreSeenAsTheyWereKnown) {
  ledger::Book book = after_weeks(3);
  GetParam().change(book);
  const auto [standing, warnings] = stand(book, GetParam().as_of);
  ASSERT_TRUE(standing.has_value());
  EXPECT_EQ(standing->periods_known, GetParam().known);
  EXPECT_EQ(seen(*standing, "orders").values, GetParam().orders);
  EXPECT_EQ(seen(*standing, "orders").revised, GetParam().revised);
  EXPECT_EQ(seen(*standing, "orders").silent, GetParam().silent);
  EXPECT_EQ(codes_in(warnings), GetParam().codes);
}

constexpr auto nothing = [](ledger::Book&) {};
const std::optional<double> missing;

INSTANTIATE_TEST_SUITE_P(
    Table,
    StandingEvents,
    ::testing::Values(
        EventCase{
            "ThreeWholeWeeks", nothing, week(3) - days{1}, 3, {100, 101, 102}, 0, 0, {"D563"}},
        EventCase{"TheDayBeforeTheWeekIsOver",
                  nothing,
                  week(3) - days{2},
                  2,
                  {100, 101},
                  0,
                  0,
                  {"D560", "D563"}},
        EventCase{"FirstDayOfTheCycle", nothing, start, 0, {}, 0, 0, {"D560", "D561"}},
        EventCase{"ValuesOfLaterWeeks",
                  [](ledger::Book& book) { record(book, "orders", 5, 1); },
                  week(3) - days{1},
                  3,
                  {100, 101, 102},
                  0,
                  0,
                  {"D561", "D563"}},
        EventCase{"AValueThatComesLate",
                  [](ledger::Book& book) {
                    book.actuals["orders"].erase(week(1));
                    record(book, "orders", 1, 91);
                  },
                  {},
                  3,
                  {100, 91, 102},
                  0,
                  0,
                  {"D563"}},
        EventCase{"AMissingWeek",
                  [](ledger::Book& book) { book.actuals["orders"].erase(week(1)); },
                  {},
                  3,
                  {100, missing, 102},
                  0,
                  0,
                  {"D563"}},
        EventCase{"Revisions",
                  [](ledger::Book& book) {
                    record(book, "orders", 1, 80);
                    record(book, "orders", 1, 82);
                  },
                  {},
                  3,
                  {100, 82, 102},
                  1,
                  0,
                  {"D563"}},
        EventCase{"AMetricThatStops",
                  [](ledger::Book& book) {
                    book.actuals["orders"].erase(week(1));
                    book.actuals["orders"].erase(week(2));
                  },
                  {},
                  3,
                  {100, missing, missing},
                  0,
                  2,
                  {"D563", "D563"}},
        EventCase{"AMetricThatNeverCame",
                  [](ledger::Book& book) {
                    for (int w = 0; w < 3; ++w) {
                      book.actuals["orders"].erase(week(w));
                    }
                  },
                  {},
                  3,
                  {missing, missing, missing},
                  0,
                  3,
                  {"D563"}},
        EventCase{"AValueOutsideItsSupport",
                  [](ledger::Book& book) { record(book, "orders", 2, -4); },
                  {},
                  3,
                  {100, 101, missing},
                  1,
                  1,
                  {"D550", "D563", "D563"}},
        EventCase{"NothingAtAllYet",
                  [](ledger::Book& book) { book = after_weeks(0); },
                  week(2) - days{1},
                  2,
                  {missing, missing},
                  0,
                  2,
                  {"B042"}},
        EventCase{"TheNextCyclesWeeks",
                  [](ledger::Book& book) { record(book, "orders", 14, 1); },
                  {},
                  3,
                  {100, 101, 102},
                  0,
                  0,
                  {"D563"}}),
    [](const auto& test) { return test.param.name; });

TEST(Standing, ADayAfterTheCycleIsItsLast) {
  const auto [standing, warnings] = stand(after_weeks(13), day("2027-01-01"));
  ASSERT_TRUE(standing.has_value());
  EXPECT_EQ(standing->as_of, day("2026-09-27"));
  EXPECT_EQ(standing->periods_known, 13U);
  EXPECT_THAT(codes_in(warnings), ElementsAre("B043", "B047", "B047", "B047", "D563"));
}

TEST(Standing, RefusesWhereThereIsNothingToStandOn) {
  const auto code = [](const Answer& answer) {
    return answer.standing.has_value() ? std::string{} : answer.standing.error().front().code;
  };
  EXPECT_EQ(code(stand(after_weeks(3), start - days{1})), "B041");
  EXPECT_EQ(code(stand(after_weeks(0))), "B042");
  EXPECT_EQ(code(stand(shop(), week(2))), "B040");
  ledger::Book none = shop();
  none.cycles.clear();
  EXPECT_EQ(code(stand(none, week(2))), "B002");
}

TEST(Standing, AHistoryThatEndsBeforeTheCycleLeavesALead) {
  ledger::Book then = shop();
  for (int t = -3; t < 0; ++t) {
    then.actuals["orders"].erase(week(t));
  }
  Settings settings;
  settings.runs = 500;
  settings.attribution = false;
  Diagnostics warnings;
  const auto executor = sim::make_thread_executor(1);
  const Forecast forecast = make_forecast(plan_of(then), settings, *executor).value();
  ledger::Book known = then;
  known.cycles["2026Q3"].commits.push_back(make_commit(forecast, "0.1.0"));
  record(known, "orders", -2, 98);  // recorded after the plan was locked
  record(known, "orders", 0, 100);
  warnings.clear();
  const auto standing = make_standing(
      known, [&](std::int64_t) { return then; }, {"", {}, {}}, warnings);
  ASSERT_TRUE(standing.has_value());
  EXPECT_THAT(seen(*standing, "orders").lead, ElementsAre(missing, 98, missing));
  EXPECT_THAT(seen(*standing, "orders").values, ElementsAre(100));
  for (const Baseline& baseline : standing->baselines) {
    EXPECT_EQ(baseline.members.front().path.lead, seen(*standing, baseline.metric).lead.size())
        << baseline.metric;
  }
}

TEST(Standing, NamesBetsThatAreOverdue) {
  const auto answer = stand(after_weeks(4));  // until the 26th; all were to come by that day
  ASSERT_TRUE(answer.standing.has_value());
  EXPECT_THAT(codes_in(answer.warnings), ElementsAre("B047", "B047", "B047", "D563"));
  EXPECT_THAT(answer.warnings[0].message,
              HasSubstr("bet mailing is overdue: not delivered by 2026-07-26, and believed to come "
                        "by 2026-07-26"));
}

struct BetCase {
  std::string name;
  void (*change)(ledger::BetRecord&);
  ledger::BetStatus status;
  std::optional<Day> delivered;
  double share;
  std::optional<Day> stopped;
  std::vector<std::string> codes;
};

void PrintTo(const BetCase& test, std::ostream* out) {
  *out << test.name;
}

class StandingBets : public ::testing::TestWithParam<BetCase> {};

TEST_P(StandingBets, AreKnownAsOfTheDay) {
  ledger::Book book = after_weeks(3);
  record(book, "members", 2, 2'400);
  GetParam().change(book.bets["one_click"]);
  const auto [standing, warnings] = stand(book);
  ASSERT_TRUE(standing.has_value());
  const ledger::BetRecord& record = standing->now.bets[1];
  ASSERT_EQ(record.terms.key, "one_click");
  EXPECT_EQ(record.status, GetParam().status);
  EXPECT_EQ(record.delivered_on, GetParam().delivered);
  EXPECT_EQ(record.delivered_share, GetParam().share);
  EXPECT_EQ(record.stopped_on, GetParam().stopped);
  EXPECT_EQ(codes_in(warnings), GetParam().codes);
  EXPECT_EQ(standing->locked.bets[1].status, ledger::BetStatus::proposed);
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    StandingBets,
    ::testing::Values(BetCase{"Nothing", [](auto&) {}, ledger::BetStatus::proposed, {}, 0, {}, {}},
                      BetCase{"Delivered",
                              [](auto& bet) {
                                bet.status = ledger::BetStatus::delivered;
                                bet.delivered_on = week(2);
                                bet.delivered_share = 0.5;
                              },
                              ledger::BetStatus::delivered,
                              week(2),
                              0.5,
                              {},
                              {}},
                      BetCase{"DeliveredLaterThanTheDay",
                              [](auto& bet) {
                                bet.status = ledger::BetStatus::delivered;
                                bet.started_on = week(1);
                                bet.delivered_on = week(3);
                                bet.delivered_share = 1;
                              },
                              ledger::BetStatus::started,
                              {},
                              0,
                              {},
                              {"B044"}},
                      BetCase{"DeliveredAndStopped",
                              [](auto& bet) {
                                bet.status = ledger::BetStatus::stopped;
                                bet.delivered_on = week(1);
                                bet.delivered_share = 1;
                                bet.stopped_on = week(2);
                              },
                              ledger::BetStatus::stopped,
                              week(1),
                              1,
                              week(2),
                              {}},
                      BetCase{"Withdrawn",
                              [](auto& bet) { bet.status = ledger::BetStatus::withdrawn; },
                              ledger::BetStatus::withdrawn,
                              {},
                              0,
                              week(3) - days{1},
                              {}},
                      BetCase{"Amended",
                              [](auto& bet) { bet.terms.start = week(5); },
                              ledger::BetStatus::proposed,
                              {},
                              0,
                              {},
                              {"B045"}}),
    [](const auto& test) { return test.param.name; });

TEST(Standing, IsTheSameEveryTime) {
  ledger::Book book = after_weeks(3);
  book.bets["mailing"].delivered_on = week(2);
  book.bets["mailing"].status = ledger::BetStatus::delivered;
  const auto a = stand(book);
  const auto b = stand(book);
  ASSERT_TRUE(a.standing.has_value());
  EXPECT_EQ(canonical_plan(a.standing->now), canonical_plan(b.standing->now));
  EXPECT_EQ(render(a.warnings), render(b.warnings));
  for (std::size_t i = 0; i < a.standing->observed.size(); ++i) {
    EXPECT_EQ(a.standing->observed[i].values, b.standing->observed[i].values);
  }
}

TEST(Standing, CountsWorkThatThePlanDidNotFundAfterItsBets) {
  ledger::Book book = after_weeks(2);
  book.bets["express"].status = ledger::BetStatus::started;
  book.bets["express"].started_on = week(1);
  const auto [standing, warnings] = stand(book);
  ASSERT_TRUE(standing.has_value());
  ASSERT_EQ(standing->now.bets.size(), 4U);
  EXPECT_EQ(standing->now.bets[3].terms.key, "express");
  EXPECT_THAT(standing->now.cut, IsEmpty());
  EXPECT_THAT(codes_in(warnings), ElementsAre("B046", "D563"));
}

TEST(Standing, ADayToComeIsWarnedOfWhereTodayIsTold) {
  Diagnostics warnings;
  const auto standing = make_standing(
      after_weeks(2),
      [](std::int64_t) { return shop(); },
      {.cycle = "2026Q3", .as_of = week(3), .recorded_by = {}, .today = week(2)},
      warnings);
  ASSERT_TRUE(standing);
  ASSERT_FALSE(warnings.empty());
  EXPECT_EQ(warnings.front().code, "U034");
  warnings.clear();
  (void)make_standing(
      after_weeks(2),
      [](std::int64_t) { return shop(); },
      {.cycle = "2026Q3", .as_of = week(3), .recorded_by = {}, .today = week(3)},
      warnings);
  EXPECT_THAT(codes_in(warnings), Not(Contains("U034")));
}

}  // namespace
}  // namespace betledger::forecast
