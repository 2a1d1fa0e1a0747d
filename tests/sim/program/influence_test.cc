#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "core/error.h"

#include "tests/support/small_model.h"
#include "tests/support/statistics.h"

namespace betledger::sim {
namespace {

using testing::add_bet;
using testing::add_link;
using testing::certain;
using testing::empty_model;
using testing::known;
using testing::make;

TEST(Elasticity, RaisesTheChangeAndOnlyTheChange) {
  Model model = empty_model(3);
  model.nodes = {known("reach", {100, 110, 90}), known("orders", {20, 30, 40})};
  add_bet(model, {"bet", 0, Action::lift, certain(0.21), 1, 1});
  add_link(model, 0, 1, certain(0.5));
  const auto with = testing::path_of(model, 1, Side::with);
  EXPECT_EQ(with[0], 20);  // nothing changed yet, though reach moved
  EXPECT_NEAR(with[1], 33, 1e-12);
  EXPECT_NEAR(with[2], 44, 1e-12);
  EXPECT_EQ(testing::path_of(model, 1, Side::without), (std::vector<double>{20, 30, 40}));
}

TEST(Elasticity, ComesALagLaterAndReadsNoChangeBeforeTheCycle) {
  Model model = empty_model(4);
  model.nodes = {known("reach", model, 100), known("orders", model, 50)};
  add_bet(model, {"bet", 0, Action::lift, certain(1), 1, 0});
  add_link(model, 0, 1, certain(1)).lag = 2;
  const auto with = testing::path_of(model, 1, Side::with);
  EXPECT_EQ(with[0], 50);
  EXPECT_EQ(with[1], 50);
  EXPECT_NEAR(with[2], 100, 1e-12);
  EXPECT_NEAR(with[3], 100, 1e-12);
}

TEST(Elasticity, OfSeveralSourcesMultipliesBeforeOwnBets) {
  Model model = empty_model(1);
  model.nodes = {known("a", model, 10), known("b", model, 10), known("x", model, 100)};
  add_bet(model, {"on_a", 0, Action::lift, certain(1)});
  add_bet(model, {"on_b", 1, Action::lift, certain(-0.5)});
  add_bet(model, {"own_lift", 2, Action::lift, certain(0.1)});
  add_bet(model, {"own_shift", 2, Action::shift, certain(5)});
  add_link(model, 0, 2, certain(0.5));
  add_link(model, 1, 2, certain(2));
  Influence& slope = add_link(model, 0, 2, certain(3));
  slope.kind = InfluenceKind::slope;
  slope.key = "slope";
  model.gates.back().key = "link:slope";
  const double exact = (100 * std::sqrt(2.0) / 4 + 3 * 10) * 1.1 + 5;
  EXPECT_NEAR(testing::path_of(model, 2, Side::with)[0], exact, 1e-12);
}

TEST(Slope, AddsUnitsForUnits) {
  Model model = empty_model(2);
  model.nodes = {known("a", {0, -4}), known("x", {1, 1})};
  add_bet(model, {"bet", 0, Action::shift, certain(2)});
  add_link(model, 0, 1, certain(-1.5)).kind = InfluenceKind::slope;
  EXPECT_EQ(testing::path_of(model, 1, Side::with), (std::vector<double>{-2, -2}));
}

TEST(Influence, FlowsOnAlongAChainAndFromComponents) {
  Model model = empty_model(2);
  model.nodes = {known("a", model, 10),
                 testing::component("twice", "2 * a"),
                 known("b", model, 7),
                 known("c", model, 3)};
  add_bet(model, {"bet", 0, Action::lift, certain(0.44)});
  add_link(model, 1, 2, certain(0.5));
  add_link(model, 2, 3, certain(2)).lag = 1;
  EXPECT_NEAR(testing::path_of(model, 2, Side::with)[0], 7 * 1.2, 1e-12);
  EXPECT_EQ(testing::path_of(model, 3, Side::with)[0], 3);
  EXPECT_NEAR(testing::path_of(model, 3, Side::with)[1], 3 * 1.44, 1e-12);
}

TEST(Influence, MayRunAgainstTheOrderOfNodesWithALag) {
  Model model = empty_model(4);
  model.nodes = {known("early", model, 10), known("late", model, 5)};
  add_bet(model, {"bet", 0, Action::lift, certain(1), 1, 0});
  add_link(model, 0, 1, certain(1)).lag = 1;
  add_link(model, 1, 0, certain(1)).lag = 1;
  const auto early = testing::path_of(model, 0, Side::with);
  const auto late = testing::path_of(model, 1, Side::with);
  const std::vector<double> ratios{2, 2, 4, 4};  // every two periods round the loop, once more
  for (std::size_t t = 0; t < 4; ++t) {
    EXPECT_NEAR(early[t], 10 * ratios[t], 1e-12) << t;
    EXPECT_NEAR(late[t], t == 0 ? 5 : 5 * ratios[t - 1], 1e-12) << t;
  }
}

TEST(Elasticity, OfNothingToNothingIsNoChange) {
  Model model = empty_model(1);
  model.nodes = {known("a", model, 0), known("x", model, 5)};
  add_bet(model, {"bet", 0, Action::lift, certain(3)});  // 0 stays 0
  add_link(model, 0, 1, certain(1));
  EXPECT_EQ(testing::path_of(model, 1, Side::with)[0], 5);
}

TEST(Elasticity, HasNoRatioToNothing) {
  Model model = empty_model(1);
  model.nodes = {known("a", model, 0), known("x", model, 5)};
  add_bet(model, {"bet", 0, Action::shift, certain(3)});
  add_link(model, 0, 1, certain(1));
  try {
    (void)testing::path_of(model, 1, Side::with);
    FAIL() << "no error";
  } catch (const DomainError& error) {
    EXPECT_EQ(error.metric, "x");
    EXPECT_EQ(error.period, "week 1");
  }
  model.gates.back().probability = 0;  // a link that is not there asks nothing
  EXPECT_EQ(testing::path_of(model, 1, Side::with)[0], 5);
}

TEST(Elasticity, ToASourceThatBetsBringToZero) {
  Model model = empty_model(1);
  model.nodes = {known("a", model, 4), known("x", model, 5)};
  add_bet(model, {"bet", 0, Action::lift, certain(-1)});
  add_link(model, 0, 1, certain(0.5));
  EXPECT_EQ(testing::path_of(model, 1, Side::with)[0], 0);
  model.influences[0].strength = certain(-0.5);
  EXPECT_THROW((void)testing::path_of(model, 1, Side::with), DomainError);
}

TEST(Link, HasOneGateForAllBetsAndPeriods) {
  Model model = empty_model(2);
  model.nodes = {known("a", model, 10), known("x", model, 10)};
  add_bet(model, {"one", 0, Action::lift, certain(0.1)});
  add_bet(model, {"two", 0, Action::lift, certain(0.2)});
  add_link(model, 0, 1, make(Normal{1, 0.1}));
  model.gates.back().probability = 0.6;
  const Program program = Program::compile(model);
  const auto first = testing::runs_of(program, {1, 0, Side::with}, 20'000);
  const auto second = testing::runs_of(program, {1, 1, Side::with}, 20'000);
  EXPECT_LT(std::abs(testing::share_z(first, 10, 0.4)), 3.5);
  EXPECT_EQ(first, second);
}

}  // namespace
}  // namespace betledger::sim
