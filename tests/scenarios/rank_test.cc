#include "scenarios/rank.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "forecast/plan/make_plan.h"
#include "forecast/projection/settings.h"
#include "scenarios/kendall.h"
#include "sim/tasks/executor.h"

#include "tests/support/shop.h"
#include "tests/support/values.h"

namespace betledger::scenarios {
namespace {

using ::testing::Contains;

forecast::Settings settings() {
  forecast::Settings settings;
  settings.runs = 8'000;
  settings.attribution_runs = 8'000;
  settings.seed = 3;
  return settings;
}

Ranking ranking_of(const forecast::Plan& plan) {
  const auto executor = sim::make_thread_executor(2);
  return rank(plan, settings(), *executor).value();
}

const Ranked& find(const Ranking& ranking, const std::string& bet) {
  return *std::find_if(ranking.bets.begin(), ranking.bets.end(), [&](const Ranked& ranked) {
    return ranked.bet == bet;
  });
}

TEST(Rank, RanksFundedAndUnfundedBetsByExpectedUpliftPerPersonWeek) {
  const Ranking ranking = ranking_of(forecast::shop_plan());
  ASSERT_EQ(ranking.bets.size(), 4U);
  for (std::size_t i = 1; i < ranking.bets.size(); ++i) {
    EXPECT_GE(ranking.bets[i - 1].score->value, ranking.bets[i].score->value);
  }
  for (const Ranked& ranked : ranking.bets) {
    EXPECT_NEAR(ranked.score->value, ranked.expected.value / ranked.effort, 1e-12);
    EXPECT_LE(ranked.best_rank, ranked.worst_rank);
    EXPECT_EQ(ranked.team, "team");
  }
  EXPECT_FALSE(find(ranking, "express").funded);
}

TEST(Rank, ConfidenceIsTheChanceOfAnOpenWayToTheFocus) {
  const Ranking ranking = ranking_of(forecast::shop_plan());
  const auto expect = [&](const std::string& bet, double p) {
    EXPECT_NEAR(find(ranking, bet).confidence.value, p, 4 * std::sqrt(p * (1 - p) / 8'000)) << bet;
  };
  expect("one_click", 0.8 * 0.5);
  expect("mailing", 0.8 * 0.5 * 0.6);  // and the link from reach to orders
  expect("express", 0.8 * 0.8 * 0.5);  // and one_click is delivered
  expect("cross_sell", 0.8 * 0.5);     // through basket; return_share leads nowhere
}

TEST(Rank, ImpactTimesConfidenceIsTheExpectationWithTwoEffectsToo) {
  ledger::Book book = forecast::shop();
  ledger::Bet double_edged = bet("double_edged", "orders", 0.1);
  ledger::Effect second = double_edged.effects[0];
  second.metric = "basket";
  second.amount = make(Normal{-0.08, 0.02});
  second.works = Probability{0.3};
  double_edged.effects[0].works = Probability{0.9};
  double_edged.effects.push_back(second);
  add_bet(book, double_edged);
  Diagnostics warnings;
  const Ranking ranking = ranking_of(forecast::plan_of(book));
  EXPECT_EQ(ranking.bets.size(), 5U);
  for (const Ranked& ranked : ranking.bets) {
    const double product = ranked.impact->value * ranked.confidence.value;
    EXPECT_NEAR(ranked.expected.value, product, 1e-9 * std::abs(product)) << ranked.bet;
  }
  // Delivered, and one of the two works.
  EXPECT_NEAR(find(ranking, "double_edged").confidence.value,
              0.8 * (1 - 0.1 * 0.7),
              4 * std::sqrt(0.744 * 0.256 / 8'000));
}

TEST(Rank, AnUnfundedNeedIsPartOfWhatABetCostsAndBrings) {
  forecast::Plan plan = forecast::shop_plan();
  const Ranking funded = ranking_of(plan);
  EXPECT_TRUE(find(funded, "express").with.empty());
  EXPECT_EQ(find(funded, "express").effort, 4);
  // With the bet it needs on the cut list too, it takes both.
  plan.cut.push_back(plan.bets[1]);
  plan.bets.erase(plan.bets.begin() + 1);
  ASSERT_EQ(plan.cut[1].terms.key, "one_click");
  const Ranking both = ranking_of(plan);
  const Ranked& express = find(both, "express");
  EXPECT_EQ(express.with, std::vector<std::string>{"one_click"});
  EXPECT_EQ(express.effort, 8);
  EXPECT_GT(express.expected.value, find(both, "one_click").expected.value);
  EXPECT_NEAR(express.score->value, express.expected.value / 8, 1e-12);
  // Lifts of 5 % and 2 %, of which the second has one more gate: 0.4 and 0.32.
  EXPECT_NEAR(express.expected.value / find(both, "one_click").expected.value,
              (0.4 * 5 + 0.32 * 2) / (0.4 * 5),
              0.06);
  EXPECT_EQ(find(both, "one_click").effort, 4);
  EXPECT_FALSE(find(both, "one_click").funded);
}

TEST(Rank, ABetThatStartsAfterTheCycleHasNothingToRank) {
  forecast::Plan plan = forecast::shop_plan();
  plan.bets[1].terms.start = day("2026-10-05");
  const Ranking ranking = ranking_of(plan);
  const Ranked& late = find(ranking, "one_click");
  EXPECT_TRUE(late.after_cycle);
  EXPECT_FALSE(late.impact.has_value());
  EXPECT_EQ(late.confidence.value, 0);
  EXPECT_EQ(late.expected.value, 0);
  EXPECT_FALSE(find(ranking, "mailing").after_cycle);
  plan.bets[1].terms.start = day("2026-09-21");
  plan.bets[1].terms.delay_days = make(Uniform{7, 14});
  EXPECT_TRUE(find(ranking_of(plan), "one_click").after_cycle);
}

TEST(Rank, RiceAndIceAreThoseOfTheTeam) {
  const Ranking ranking = ranking_of(forecast::shop_plan());
  const Ranked& stated = find(ranking, "cross_sell");
  EXPECT_DOUBLE_EQ(*stated.rice, 1'000 * 2 * 0.5 / 4);
  EXPECT_DOUBLE_EQ(*stated.ice, 2 * 0.5 / 4);
  EXPECT_FALSE(find(ranking, "mailing").rice.has_value());
  EXPECT_FALSE(ranking.rice_tau.has_value());  // one bet is no order
}

TEST(Rank, StabilityIsJudgedOnOtherScalesAFlatOneIncluded) {
  const Ranking ranking = ranking_of(forecast::shop_plan());
  EXPECT_EQ(ranking.scales.size(), 5U);
  EXPECT_EQ(ranking.scales.front(), "0.9/0.6/0.3");
  EXPECT_THAT(ranking.scales, Contains("0.6/0.6/0.6"));
  EXPECT_LE(ranking.kendall_tau_lowest, 1);
  EXPECT_GE(ranking.kendall_tau_lowest, -1);
}

TEST(Rank, BetsThatCannotBeToldApartAreCalledTies) {
  forecast::Plan plan = forecast::shop_plan();
  ledger::BetRecord twin = plan.bets[1];
  twin.terms.key = "twin";
  plan.bets.push_back(twin);
  const Ranking ranking = ranking_of(plan);
  EXPECT_THAT(find(ranking, "twin").tied_with, Contains("one_click"));
  EXPECT_THAT(find(ranking, "one_click").tied_with, Contains("twin"));
}

TEST(Rank, ABetWithoutEffortHasNoScoreAndComesLast) {
  forecast::Plan plan = forecast::shop_plan();
  plan.bets[1].terms.effort_person_weeks.clear();
  const Ranking ranking = ranking_of(plan);
  EXPECT_EQ(ranking.bets.back().bet, "one_click");
  EXPECT_FALSE(ranking.bets.back().score.has_value());
}

TEST(Rank, AFocusDesiredDownIsRankedFromBelow) {
  forecast::Plan plan = forecast::shop_plan();
  tree::TreeSpec spec = plan.tree.spec();
  spec.metrics[0].desired = tree::Desired::down;
  plan.tree = tree::MetricTree::build(spec).value();
  const Ranking ranking = ranking_of(plan);
  EXPECT_LE(ranking.bets.front().score->value, ranking.bets.back().score->value);
}

TEST(Rank, IsTheSameForEveryExecutor) {
  const forecast::Plan plan = forecast::shop_plan();
  const Ranking first = rank(plan, settings(), *sim::make_thread_executor(1)).value();
  const Ranking again = rank(plan, settings(), *sim::make_tbb_executor(4)).value();
  for (std::size_t i = 0; i < first.bets.size(); ++i) {
    EXPECT_EQ(first.bets[i].bet, again.bets[i].bet);
    EXPECT_EQ(first.bets[i].score->value, again.bets[i].score->value);
    EXPECT_EQ(first.bets[i].impact->se, again.bets[i].impact->se);
  }
}

TEST(KendallTau, CountsPairsInTheSameOrder) {
  EXPECT_DOUBLE_EQ(kendall_tau({1, 2, 3}, {10, 20, 30}), 1);
  EXPECT_DOUBLE_EQ(kendall_tau({1, 2, 3}, {3, 2, 1}), -1);
  EXPECT_DOUBLE_EQ(kendall_tau({1, 2, 3}, {1, 3, 2}), 1.0 / 3);
  // Tau-b with a tie, as scipy.stats.kendalltau: 0.9128709291752769.
  EXPECT_NEAR(kendall_tau({1, 2, 2, 3}, {1, 2, 3, 4}), 0.9128709291752769, 1e-15);
}

}  // namespace
}  // namespace betledger::scenarios
