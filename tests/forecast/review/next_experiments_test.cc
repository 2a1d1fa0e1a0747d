#include "forecast/review/next_experiments.h"

#include <array>
#include <cmath>

#include <gtest/gtest.h>

#include "tests/support/small_standing.h"

namespace betledger::forecast {
namespace {

TEST(InformationWorth, OfABetThatWouldBeFundedIsTheLossItSaves) {
  // Brings 100 if the link is real, with 50 %, and costs 30: worth 20 on average, so it is funded;
  // who knows that the link is not real saves 30.
  const std::array bets{SplitWorth{70, -30, 2, 1}};
  const InformationWorth worth = value_of_knowing({0.5, 0}, bets);
  EXPECT_NEAR(worth.value, 15, 1e-12);
  EXPECT_NEAR(worth.se, 0.5, 1e-12);
  EXPECT_NEAR(worth.changes, 0.5, 1e-12);
}

TEST(InformationWorth, OfABetThatWouldBeLeftIsTheWinItMissed) {
  const std::array bets{SplitWorth{40, -60, 2, 1}};  // the same at a cost of 60: -10 on average
  const InformationWorth worth = value_of_knowing({0.5, 0.01}, bets);
  EXPECT_NEAR(worth.value, 20, 1e-12);
  EXPECT_NEAR(worth.se, std::hypot(0.5 * 2, 40 * 0.01), 1e-12);
  EXPECT_NEAR(worth.changes, 0.5, 1e-12);
}

TEST(InformationWorth, IsNothingWhereTheAnswerDecidesNothing) {
  const std::array bets{SplitWorth{70, 10, 2, 1}, SplitWorth{-1, -5, 1, 1}};
  const InformationWorth worth = value_of_knowing({0.3, 0.1}, bets);
  EXPECT_EQ(worth.value, 0);
  EXPECT_EQ(worth.se, 0);
  EXPECT_EQ(worth.changes, 0);
  EXPECT_EQ(value_of_knowing({0.3, 0}, {}).value, 0);
}

TEST(InformationWorth, OfBetsThatShareTheHypothesisAddUp) {
  const std::array bets{SplitWorth{70, -30, 0, 0}, SplitWorth{40, -60, 0, 0}};
  const InformationWorth worth = value_of_knowing({0.5, 0}, bets);
  EXPECT_NEAR(worth.value, 35, 1e-12);
  EXPECT_NEAR(worth.changes, 1, 1e-12);  // one answer turns the one, the other the other
}

TEST(InformationWorth, OfAMeasurementGrowsFromNothingToThatOfKnowing) {
  const SpikeSlab belief{0.5, 0.4, 0.1};
  const std::array bets{SplitWorth{70, -30, 0, 0}};
  double last = value_of_knowing({0.5, 0}, bets).value;
  EXPECT_NEAR(value_of_measuring(belief, 1e-3, bets), last, 1e-2);
  for (const double se : {0.05, 0.1, 0.2, 0.4, 1.0}) {
    const double worth = value_of_measuring(belief, se, bets);
    EXPECT_LT(worth, last + 1e-9) << se;
    last = worth;
  }
  EXPECT_NEAR(last, 0, 0.1);
}

TEST(InformationWorth, TheChanceThatIsExpectedIsAMartingale) {
  // P(real) is expected to stay: what it gains if real it loses if not.
  const SpikeSlab belief{0.3, 0.4, 0.2};
  for (const double se : {0.1, 0.3, 1.0}) {
    const double real = expected_if_real(belief, se);
    double nil = 0;
    double mass = 0;
    for (int i = -4'000; i <= 4'000; ++i) {
      const double z = i / 500.0;
      nil += std::exp(-z * z / 2) * update(belief, {z * se, se}).posterior.p_real;
      mass += std::exp(-z * z / 2);
    }
    EXPECT_NEAR(0.3 * real + 0.7 * nil / mass, 0.3, 1e-4) << se;
  }
}

TEST(InformationWorth, TheSuggestedSizeReachesWhatIsWanted) {
  for (const SpikeSlab& belief :
       {SpikeSlab{0.3, 0.4, 0.2}, SpikeSlab{0.6, -20, 5}, SpikeSlab{0.5, 0, 0.03}}) {
    const double se = se_to_reach(belief, 0.8);
    EXPECT_NEAR(expected_if_real(belief, se), 0.8, 1e-6);
    EXPECT_LT(expected_if_real(belief, 1.1 * se), 0.8);
  }
}

TEST(NextExperiments, AreRankedByWhatTheyAreWorthAndKnownThingsAreIdle) {
  SmallStanding stand{13};
  const auto executor = sim::make_thread_executor(2);
  GapSettings settings;
  settings.landing.particles = 512;
  settings.wants_actions = false;
  const Inferred inferred{stand.standing(), settings, *executor};
  const auto next = next_experiments(stand.standing(), inferred, {}, *executor);
  EXPECT_GT(next.price, 0);
  EXPECT_EQ(next.ranked.size() + next.idle.size(),
            stand.standing().locked.bets.size() + stand.standing().locked.tree.spec().links.size());
  ASSERT_FALSE(next.ranked.empty());
  for (std::size_t i = 0; i < next.ranked.size(); ++i) {
    const NextExperiment& each = next.ranked[i];
    EXPECT_GT(each.worth.value, 2 * each.worth.se) << each.what;
    EXPECT_LE(each.measured, each.worth.value) << each.what;
    EXPECT_FALSE(each.decides.empty()) << each.what;
    EXPECT_TRUE(i == 0 || each.worth.value <= next.ranked[i - 1].worth.value);
    if (each.se > 0) {
      EXPECT_NEAR(expected_if_real(each.belief, each.se), each.wanted, 1e-6) << each.what;
    }
  }
  const auto alone = sim::make_thread_executor(1);
  const auto again = next_experiments(stand.standing(), inferred, {}, *alone);
  ASSERT_EQ(again.ranked.size(), next.ranked.size());
  EXPECT_EQ(again.ranked.front().worth.value, next.ranked.front().worth.value);
}

}  // namespace
}  // namespace betledger::forecast
