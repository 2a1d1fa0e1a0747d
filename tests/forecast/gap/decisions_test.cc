#include "forecast/gap/decisions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/small_standing.h"

namespace betledger::forecast {
namespace {

using ::testing::HasSubstr;

/// Six weeks of the shop as it always was; reach and orders times factors.
SmallStanding six_weeks(double reach, const ledger::Book& book = shop(), double orders = 1) {
  SmallStanding stand{6, book};
  for (ledger::BetRecord& record : stand.standing().now.bets) {
    record.terms.start = day("2026-08-10");  // what is not delivered lies ahead
  }
  stand.see_wave("orders", 100, 0.1, 0, orders);
  stand.see_wave("basket", 50, 0.05, 5);
  stand.see_wave("return_share", 0.05, 0.1, 9);
  stand.see_wave("reach", 5'000, 0.08, 2, reach);
  return stand;
}

const Decision& of(const std::vector<Decision>& all, const std::string& bet) {
  for (const Decision& one : all) {
    if (one.bet == bet) {
      return one;
    }
  }
  throw std::out_of_range{bet};
}

TEST(Decisions, DoubleDownOnWhatWorksAndStopWhatDoesNot) {
  const auto executor = sim::make_tbb_executor();
  const Day start = day("2026-06-29");
  SmallStanding good = six_weeks(1.2, shop(), 1.1);
  good.deliver("mailing", start);
  good.bet("mailing").terms.ramp = {0, Duration::Unit::weeks};
  Prospect up{good, {}, *executor};
  const auto doubled = decide(good.standing(), up.outlook);
  EXPECT_EQ(doubled.size(), 3U);
  EXPECT_TRUE(of(doubled, "mailing").learned);
  EXPECT_GT(of(doubled, "mailing").useful.probability, 0.8) << of(doubled, "mailing").why;
  EXPECT_EQ(of(doubled, "one_click").advice, Advice::go_on);
  EXPECT_FALSE(of(doubled, "one_click").learned);
  EXPECT_THAT(of(doubled, "one_click").why, HasSubstr("nothing of its effect yet"));
  EXPECT_EQ(of(doubled, "one_click").works.probability, 0.5);
  EXPECT_EQ(of(doubled, "one_click").effort, 4);
  EXPECT_EQ(of(doubled, "mailing").effort, 0);
  EXPECT_EQ(of(doubled, "mailing").advice, Advice::double_down);
  EXPECT_GT(of(doubled, "mailing").left.mean, 0);
  EXPECT_LT(of(doubled, "mailing").target_if_stopped.mean, 0);

  SmallStanding bad = six_weeks(1.0);
  bad.deliver("mailing", start);
  bad.bet("mailing").terms.ramp = {0, Duration::Unit::weeks};
  Prospect flat{bad, {}, *executor};
  const auto stopped = decide(bad.standing(), flat.outlook);
  EXPECT_EQ(of(stopped, "mailing").advice, Advice::stop) << of(stopped, "mailing").why;
  EXPECT_LT(of(stopped, "mailing").works.probability, 0.1);

  SmallStanding cut = six_weeks(1.2);  // it moved reach, and reach moved nothing
  cut.deliver("mailing", start);
  cut.bet("mailing").terms.ramp = {0, Duration::Unit::weeks};
  Prospect idle{cut, {}, *executor};
  const auto idled = decide(cut.standing(), idle.outlook);
  EXPECT_GT(of(idled, "mailing").useful.probability, 0.8);
  EXPECT_EQ(of(idled, "mailing").advice, Advice::stop) << of(idled, "mailing").why;
}

TEST(Decisions, StopAtAKillRuleAndWhatComesTooLate) {
  const auto executor = sim::make_tbb_executor();
  SmallStanding stand = six_weeks(1.0);
  stand.bet("one_click").terms.start = day("2026-11-02");
  stand.bet("cross_sell").terms.start = day("2026-06-29");
  Prospect prospect{stand, {}, *executor, 512};
  const auto all = decide(stand.standing(), prospect.outlook, {{"mailing", "reach < 1 after 5w"}});
  EXPECT_EQ(of(all, "mailing").advice, Advice::stop);
  EXPECT_THAT(of(all, "mailing").why, HasSubstr("reach < 1 after 5w"));
  EXPECT_THAT(of(all, "mailing").why, HasSubstr("frees at most 4 person-weeks"));
  EXPECT_EQ(of(all, "one_click").advice, Advice::stop);
  EXPECT_THAT(of(all, "one_click").why, HasSubstr("this cycle"));
  EXPECT_EQ(of(all, "cross_sell").advice, Advice::stop);
  EXPECT_THAT(of(all, "cross_sell").why, HasSubstr("later than anyone believed"));
}

TEST(Decisions, AreNotAskedWhenTheCycleIsOverNorOfWhatCannotReachTheFocus) {
  const auto executor = sim::make_tbb_executor();
  SmallStanding over{13};
  over.deliver("mailing", day("2026-06-29"));
  Prospect after{over, {}, *executor, 256};
  EXPECT_TRUE(decide(over.standing(), after.outlook).empty());

  ledger::Book book = shop();
  ledger::Bet guard = bet("guard", "return_share", -0.1);  // nothing reads return_share
  add_bet(book, guard);
  SmallStanding stand = six_weeks(1.0, book);
  Prospect prospect{stand, {}, *executor, 256};
  const auto all = decide(stand.standing(), prospect.outlook);
  EXPECT_EQ(of(all, "guard").advice, Advice::go_on);
  EXPECT_THAT(of(all, "guard").why, HasSubstr("does not act on the focus"));
}

TEST(Decisions, CannotTellApartTwoBetsOnOneMetricInTheSameWeeks) {
  ledger::Book book = shop();
  ledger::Bet twin = bet("twin", "reach", 0.2);
  add_bet(book, twin);
  SmallStanding stand = six_weeks(1.2, book);
  for (const char* key : {"mailing", "twin"}) {
    stand.deliver(key, day("2026-06-29"));
    stand.bet(key).terms.ramp = {0, Duration::Unit::weeks};
  }
  const auto executor = sim::make_tbb_executor();
  Prospect prospect{stand, {}, *executor};
  const auto all = decide(stand.standing(), prospect.outlook);
  for (const char* key : {"mailing", "twin"}) {
    const Decision& one = of(all, key);
    EXPECT_EQ(one.advice, Advice::not_separable) << one.why;
    EXPECT_EQ(one.with, std::string{key} == "twin" ? "mailing" : "twin");
    EXPECT_LT(one.correlation, -0.3);
    EXPECT_GT(one.either.probability, 0.9);
    EXPECT_LT(one.useful.probability, 0.8);
  }
}

TEST(Decisions, AreTheSameForEveryExecutor) {
  const auto one = sim::make_thread_executor(1);
  const auto three = sim::make_thread_executor(3);
  SmallStanding stand = six_weeks(1.1);
  stand.deliver("mailing", day("2026-06-29"));
  Prospect a{stand, {}, *one, 512};
  Prospect b{stand, {}, *three, 512};
  EXPECT_EQ(a.outlook.as_it_is().focus, b.outlook.as_it_is().focus);
  const auto x = decide(stand.standing(), a.outlook);
  const auto y = decide(stand.standing(), b.outlook);
  for (std::size_t i = 0; i < x.size(); ++i) {
    EXPECT_EQ(x[i].why, y[i].why);
    EXPECT_EQ(x[i].left.mean, y[i].left.mean);
  }
}

}  // namespace
}  // namespace betledger::forecast
