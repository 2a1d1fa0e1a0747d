#include "forecast/standing/pending.h"

#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/normal.h"
#include "forecast/plan/fit_baselines.h"
#include "forecast/plan/to_model.h"
#include "sim/program/simulate.h"
#include "sim/tasks/executor.h"

#include "tests/support/shop.h"
#include "tests/support/values.h"

namespace betledger::forecast {
namespace {

using std::chrono::days;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// The shop's bets start on Monday 2026-07-13 with a delay of 0 to 14 days, uniform; p = 0.8.
const Day begin = day("2026-07-13");

ledger::BetRecord& record_of(Plan& plan, const std::string& key) {
  return *std::find_if(plan.bets.begin(), plan.bets.end(), [&](const auto& record) {
    return record.terms.key == key;
  });
}

Pending mailing(Plan plan, Day as_of) {
  return pending_bets(plan, as_of).front();
}

Pending with_delay(const Distribution& delay_days, Day as_of, double delivery = 0.8) {
  Plan plan = shop_plan();
  record_of(plan, "mailing").terms.delay_days = delay_days;
  record_of(plan, "mailing").terms.delivery = Probability{delivery};
  return mailing(std::move(plan), as_of);
}

TEST(Pending, BeforeItsStartABetIsAsPlanned) {
  const Pending pending = mailing(shop_plan(), begin - days{1});
  EXPECT_EQ(pending.passed, 0);
  EXPECT_EQ(pending.chance, 0.8);
  EXPECT_EQ(pending.not_yet, 1);
  EXPECT_EQ(pending.delay.family(), Distribution::Family(Uniform{0, 2}));
}

TEST(Pending, AUniformDelayIsConditionedInClosedForm) {
  // On the evening of the 7th day half of the delay has passed: S = 1/2.
  const Pending pending = mailing(shop_plan(), begin + days{6});
  EXPECT_DOUBLE_EQ(pending.passed, 1);
  EXPECT_DOUBLE_EQ(pending.not_yet, 0.5);
  EXPECT_DOUBLE_EQ(pending.chance, 0.8 * 0.5 / (0.2 + 0.8 * 0.5));  // 2/3
  EXPECT_EQ(pending.delay.family(), Distribution::Family(Uniform{1, 2}));
  EXPECT_EQ(pending.latest, begin + days{13});
}

TEST(Pending, ANormalDelayIsCutInItsTail) {
  const Distribution normal = make(Normal{14, 7});  // 2 +- 1 weeks
  for (const int day : {7, 21, 49}) {
    const Pending pending = with_delay(normal, begin + days{day - 1});
    const double z = (day - 14.0) / 7;
    const double left = normal_survival(z);
    EXPECT_NEAR(pending.not_yet / left, 1, 1e-9) << day;
    EXPECT_NEAR(pending.chance, 0.8 * left / (0.2 + 0.8 * left), 1e-9);
    // Mean of a normal above its bound: mu + sigma phi(z) / (1 - Phi(z)).
    const double density = std::exp(-z * z / 2) / std::sqrt(2 * std::acos(-1.0));
    EXPECT_NEAR(pending.delay.mean(), 2 + density / left, 2e-3) << day;
    EXPECT_GE(pending.delay.lowest(), day / 7.0);
    EXPECT_FALSE(pending.latest.has_value());
  }
}

TEST(Pending, WhatIsLeftOfEveryFamilyIsItsUpperPart) {
  const std::vector<Distribution> delays{make(LogNormal{2, 0.8}),
                                         make(Triangular{0, 1, 5}),
                                         make(Pert{0, 1, 5}),
                                         make(Beta{2, 3}),
                                         make(Quantiles{{0.1, 0.5, 0.9}, {0, 1, 4}, {}, {}}),
                                         make(Quantiles{{0.1, 0.5, 0.9}, {0, 1, 3}, 0.0, {}})};
  for (std::size_t i = 0; i < delays.size(); ++i) {
    for (const double gone : {0.3, 0.95, 0.9999}) {
      double not_yet = 0;
      const auto rest = at_least(delays[i], delays[i].quantile(gone), not_yet);
      ASSERT_TRUE(rest.has_value());
      EXPECT_NEAR(not_yet / (1 - gone), 1, 1e-6) << i;
      for (const double u : {0.001, 0.101, 0.501, 0.999}) {  // middles of 500 steps
        const double expected = delays[i].quantile(gone + (1 - gone) * u);
        EXPECT_NEAR(rest->quantile(u), expected, 1e-6 * (1 + std::abs(expected))) << i << " " << u;
      }
    }
  }
}

TEST(Pending, AtomsOfADelayCountWhereTheyLie) {
  const Distribution atoms = make(Empirical{{0, 7, 14, 21}});
  const Pending pending = with_delay(atoms, begin + days{6});  // not on days 0 to 6
  EXPECT_NEAR(pending.not_yet, 0.75, 1e-9);
  EXPECT_NEAR(pending.delay.lowest(), 1, 1e-12);
  EXPECT_NEAR(pending.delay.mean(), 2, 0.01);
}

TEST(Pending, AnAtomIsNotLostToRounding) {
  for (int lag = 0; lag < 40; ++lag) {
    Plan plan = shop_plan();
    ledger::Bet& terms = record_of(plan, "mailing").terms;
    terms.start = begin + days{lag};
    terms.delay_days = Distribution::constant(lag);
    const Day comes = terms.start + days{lag};
    EXPECT_EQ(mailing(plan, comes - days{1}).not_yet, 1) << lag;
    EXPECT_TRUE(mailing(plan, comes).overdue) << lag;
    EXPECT_EQ(mailing(plan, comes).latest, comes) << lag;
  }
}

TEST(Pending, PastEveryBeliefABetIsOverdueAndTakenAsNotComing) {
  const Pending on_time = mailing(shop_plan(), begin + days{12});
  EXPECT_FALSE(on_time.overdue);
  const Pending late = mailing(shop_plan(), begin + days{13});
  EXPECT_TRUE(late.overdue);
  EXPECT_EQ(late.not_yet, 0);
  EXPECT_EQ(late.chance, 0);
  EXPECT_EQ(late.latest, begin + days{13});
  const Pending certain = with_delay(Distribution::constant(0), begin, 1);
  EXPECT_TRUE(certain.overdue);
  EXPECT_EQ(certain.chance, 0);
}

TEST(Pending, ACertainDeliveryStaysCertainUntilItIsOverdue) {
  const Distribution uniform = make(Uniform{0, 14});
  EXPECT_EQ(with_delay(uniform, begin + days{12}, 1).chance, 1);
}

TEST(Pending, ALateStartMovesTheDelay) {
  Plan plan = shop_plan();
  record_of(plan, "mailing").started_on = begin + days{7};
  const Pending pending = mailing(plan, begin + days{6});
  EXPECT_EQ(pending.passed, 0);
  EXPECT_EQ(pending.chance, 0.8);
}

TEST(Pending, DeliveredStoppedAndWithdrawnBetsAreNot) {
  Plan plan = shop_plan();
  plan.bets[0].delivered_on = begin;
  plan.bets[1].stopped_on = begin;
  plan.bets[2].status = ledger::BetStatus::withdrawn;
  EXPECT_THAT(pending_bets(plan, begin), IsEmpty());
}

TEST(Pending, ABetThatWaitsForAnotherIsNotDoubted) {
  Plan plan = shop_plan();
  record_of(plan, "mailing").terms.needs = {"one_click"};
  const Pending waits = mailing(plan, begin + days{27});
  EXPECT_THAT(waits.waits_for, ElementsAre("one_click"));
  EXPECT_EQ(waits.chance, 0.8);
  EXPECT_FALSE(waits.overdue);
  EXPECT_EQ(waits.delay.lowest(), 4);
  EXPECT_EQ(waits.delay.highest(), 4);
  record_of(plan, "one_click").delivered_on = begin;
  EXPECT_TRUE(mailing(plan, begin + days{27}).overdue);
}

TEST(Pending, TheModelKeepsItsShapeAndItsOtherBeliefs) {
  Diagnostics warnings;
  const Plan plan = shop_plan();
  const auto baselines = fit_baselines(plan).value();
  Standing standing{plan, {}, baselines, {}, plan, begin + days{6}, {}, 2, {}};
  standing.now.bets[1].delivered_on = begin;
  standing.now.bets[1].delivered_share = 0.5;
  const sim::Model before = to_model(plan, baselines);
  const sim::Model model = to_model_at(standing);
  ASSERT_EQ(model.gates.size(), before.gates.size());
  ASSERT_EQ(model.profiles.size(), before.profiles.size());
  for (std::size_t i = 0; i < model.gates.size(); ++i) {
    const std::string& key = model.gates[i].key;
    EXPECT_EQ(key, before.gates[i].key);
    const double expected = key == "bet:one_click/delivered"     ? 1
                            : key.find("/delivered") != key.npos ? 2.0 / 3
                                                                 : before.gates[i].probability;
    EXPECT_DOUBLE_EQ(model.gates[i].probability, expected) << key;
  }
  EXPECT_EQ(model.profiles[0].delay.family(), Distribution::Family(Uniform{1, 2}));
  EXPECT_EQ(model.profiles[1].start, 2);
  EXPECT_EQ(model.profiles[1].scale, 0.5);
}

}  // namespace
}  // namespace betledger::forecast
