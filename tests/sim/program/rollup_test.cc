#include <vector>

#include <gtest/gtest.h>

#include "core/error.h"

#include "tests/support/small_model.h"

namespace betledger::sim {
namespace {

using testing::add_bet;
using testing::certain;
using testing::empty_model;
using testing::known;
using tree::RollupKind;

TEST(Rollup, SumsAveragesOrTakesTheLast) {
  Model model = empty_model(4);
  model.nodes = {known("x", {1, 2, 3, 10})};
  for (const auto& [kind, exact] : std::vector<std::pair<RollupKind, double>>{
           {RollupKind::sum, 16}, {RollupKind::mean, 4}, {RollupKind::last, 10}}) {
    model.nodes[0].rollup = kind;
    EXPECT_EQ(testing::rollup_of(model, 0, Side::without), exact);
    EXPECT_EQ(testing::rollup_of(model, 0, Side::with), exact);
  }
}

TEST(Rollup, WeightedGivesNumeratorsOverDenominators) {
  Model model = empty_model(3);
  model.nodes = {known("visits", {100, 300, 50}),
                 known("rate", {0.1, 0.2, 0.4}),
                 testing::component("orders", "visits * rate")};
  model.nodes[1].rollup = RollupKind::weighted;
  model.nodes[1].weight = 0;
  add_bet(model, {"more", 0, Action::lift, certain(1), 1, 2});  // only the weights change
  for (const Side side : {Side::without, Side::with}) {
    EXPECT_DOUBLE_EQ(testing::rollup_of(model, 1, side),
                     testing::rollup_of(model, 2, side) / testing::rollup_of(model, 0, side));
  }
  EXPECT_DOUBLE_EQ(testing::rollup_of(model, 1, Side::without), 90.0 / 450);
  EXPECT_DOUBLE_EQ(testing::rollup_of(model, 1, Side::with), 110.0 / 500);
}

TEST(Rollup, WithoutAnyWeightIsADomainError) {
  Model model = empty_model(2);
  model.nodes = {known("visits", model, 0), known("rate", model, 0.5)};
  model.nodes[1].rollup = RollupKind::weighted;
  model.nodes[1].weight = 0;
  try {
    (void)testing::rollup_of(model, 1, Side::without);
    FAIL() << "no error";
  } catch (const DomainError& error) {
    EXPECT_EQ(error.metric, "rate");
    EXPECT_EQ(error.period, "the cycle");
  }
}

TEST(Rollup, OfAPeriodOfOneIsThatPeriod) {
  for (const RollupKind kind : {RollupKind::sum, RollupKind::mean, RollupKind::last}) {
    Model model = empty_model(1);
    model.nodes = {known("x", {3.25})};
    model.nodes[0].rollup = kind;
    EXPECT_EQ(testing::rollup_of(model, 0, Side::with), 3.25);
  }
}

}  // namespace
}  // namespace betledger::sim
