#include "forecast/gap/why.h"

#include <algorithm>
#include <memory>

#include <gtest/gtest.h>

#include "forecast/bridge/bridge_request.h"
#include "forecast/bridge/make_bridge.h"
#include "sim/tasks/executor.h"

#include "tests/support/toy_model.h"

namespace betledger::forecast {
namespace {

using Kind = Factor::Kind;

Bridge bridge_of(const sim::Model& plan,
                 const sim::Model& truth,
                 std::vector<std::vector<std::optional<double>>> observed = {}) {
  BridgeRequest request;
  request.blocks = 2;
  request.observed = std::move(observed);
  for (std::uint32_t group = 0; group < truth.groups; ++group) {
    request.bets.push_back("bet" + std::to_string(group));
  }
  const auto program = std::make_shared<sim::Program>(sim::Program::compile(truth));
  const auto executor = sim::make_thread_executor(1);
  return make_bridge(
      plan,
      truth,
      request,
      [program](std::uint64_t block, inference::World& world) {
        const auto draws = program->make_draws();
        inference::draw_world(*program, 3, block, *draws, world);
      },
      *executor);
}

/// revenue = orders * value; reach moves orders over a link; two bets, on reach and on value.
sim::Model shop(double value, double push, double slope, double orders = 100) {
  ToyModel toy{2};
  toy.known("ads", 10);
  toy.known("mail", 5);
  const auto reach = toy.formula("reach", "ads + mail");
  const auto node = toy.known("orders", orders);
  const auto price = toy.known("value", value);
  toy.formula("revenue", "orders * value");
  toy.slope(reach, node, Distribution::constant(slope), toy.gate("real", 1));
  toy.shift("bet0", 0, push);
  toy.shift("bet1", price, 1);
  return toy.model();
}

std::vector<std::string> metrics(const std::vector<WhyStep>& steps) {
  std::vector<std::string> keys;
  for (const WhyStep& step : steps) {
    keys.push_back(step.metric);
    double sum = 0;
    for (const WhyCause& cause : step.causes) {
      sum += cause.amount;
    }
    EXPECT_NEAR(sum, step.gap, 1e-9 * (1 + std::abs(step.gap))) << step.metric;
  }
  return keys;
}

TEST(Why, EndsAtTheDriftOfTheInputThatExplainsMost) {
  const auto steps = why(bridge_of(shop(20, 4, 2), shop(15, 4, 2)), "revenue");
  EXPECT_EQ(metrics(steps), (std::vector<std::string>{"revenue", "value"}));
  EXPECT_EQ(steps[0].words, "through its input value: all of it");
  EXPECT_EQ(steps[1].causes.front().factor, (Factor{Kind::baseline, "value"}));
  EXPECT_EQ(steps[1].words, "value itself drifted, whatever the bets did: all of it");
  EXPECT_NEAR(steps[1].gap, -10, 1e-12);
}

TEST(Why, FollowsABetsEffectOverALinkToWhereItActs) {
  // The bet was to bring 4 to ads, so 8 to orders; it brings 1, and orders drift up a little.
  const auto steps = why(bridge_of(shop(20, 4, 2, 100), shop(20, 1, 2, 101)), "revenue");
  EXPECT_EQ(metrics(steps), (std::vector<std::string>{"revenue", "orders", "reach", "ads"}));
  EXPECT_EQ(steps[1].causes.front().kind, WhyCause::Kind::driver);
  EXPECT_NEAR(steps[1].causes.front().amount, -12, 1e-9);
  EXPECT_NEAR(steps[1].causes.front().share, 1.2, 1e-9);
  EXPECT_EQ(steps[2].followed, (Factor{Kind::hypothesis, "bet0"}));
  EXPECT_NEAR(steps[2].gap, -6, 1e-9);
  EXPECT_EQ(steps[3].words, "bet bet0 does not do to ads what was believed: all of it");
}

TEST(Why, StopsAtALinkThatDoesNotCarry) {
  const auto steps = why(bridge_of(shop(20, 4, 2), shop(20, 4, 0.5)), "revenue");
  EXPECT_EQ(metrics(steps), (std::vector<std::string>{"revenue", "orders"}));
  EXPECT_EQ(steps.back().causes.front().factor, (Factor{Kind::link, "reach->orders"}));
}

TEST(Why, StopsAtABrokenIdentity) {
  std::vector<std::vector<std::optional<double>>> observed(6);
  observed[5] = {2500.0, 2500.0};
  const auto steps = why(bridge_of(shop(20, 4, 2), shop(20, 4, 2), observed), "revenue");
  EXPECT_EQ(metrics(steps), (std::vector<std::string>{"revenue"}));
  EXPECT_EQ(steps[0].causes.front().factor, (Factor{Kind::unexplained, "revenue"}));
}

TEST(Why, SaysWhereThereIsNothingToExplain) {
  const auto steps = why(bridge_of(shop(20, 4, 2), shop(20, 4, 2)), "revenue");
  ASSERT_EQ(steps.size(), 1U);
  EXPECT_EQ(steps[0].words, "revenue lands as planned");
}

TEST(Why, GoesThroughTheWeightsOfARate) {
  const auto model = [](double late_buyers) {
    ToyModel toy{2};
    toy.known("rate", 0);
    toy.known("buyers", 0);
    toy.model().nodes[0].source = sim::BasePath{sim::KnownPath{{1, 3}}};
    toy.model().nodes[1].source = sim::BasePath{sim::KnownPath{{100, late_buyers}}};
    toy.model().nodes[0].rollup = tree::RollupKind::weighted;
    toy.model().nodes[0].weight = 1;
    return toy.model();
  };
  const auto steps = why(bridge_of(model(100), model(300)), "rate");
  EXPECT_EQ(metrics(steps), (std::vector<std::string>{"rate", "buyers"}));
  EXPECT_NEAR(steps[0].gap, 0.5, 1e-12);
  EXPECT_EQ(steps[0].words, "through its weights, buyers: all of it");
}

TEST(Why, DoesNotGoRoundInALoop) {
  const auto model = [](double rate) {
    ToyModel toy{5};
    toy.known("rate", rate);
    toy.known("fresh", 10);
    toy.formula("kept", "rate * lag(active, 1)");
    toy.formula("active", "kept + fresh");
    toy.model().nodes[3].past = {100};
    return toy.model();
  };
  const auto steps = why(bridge_of(model(0.6), model(0.5)), "active");
  EXPECT_EQ(metrics(steps), (std::vector<std::string>{"active", "kept", "rate"}));
  // What came over `active` of the weeks before was kept at a rate too.
  ASSERT_EQ(steps[1].causes.size(), 1U);
  EXPECT_EQ(steps[1].causes[0].source, "rate");
  EXPECT_NEAR(steps[1].causes[0].share, 1, 1e-9);
}

TEST(Why, GoesThroughTheOwnPastOfAStockToWhatMovedIt) {
  const auto model = [](double joins, double keep) {
    ToyModel toy{6};
    toy.known("keep", keep);
    toy.known("joins", joins);
    const auto stock = toy.formula("stock", "keep * lag(stock, 1) + joins");
    toy.model().nodes[stock].past = {100};
    return toy.model();
  };
  const Bridge bridge = bridge_of(model(10, 0.9), model(4, 0.9));
  // Most of what is missing is missing of the stock of the week before.
  const MetricBridge* stock = bridge.find("stock");
  ASSERT_NE(stock, nullptr);
  const auto own = std::find_if(stock->inputs.begin(), stock->inputs.end(), [](const auto& input) {
    return input.input == "stock";
  });
  ASSERT_NE(own, stock->inputs.end());
  EXPECT_GT(own->amount / stock->gap(), 0.5);

  const auto steps = why(bridge, "stock");
  EXPECT_EQ(metrics(steps), (std::vector<std::string>{"stock", "joins"}));
  EXPECT_EQ(steps[0].words, "through its input joins: all of it");
  EXPECT_EQ(metrics(why(bridge_of(model(10, 0.9), model(9, 0.5)), "stock")),
            (std::vector<std::string>{"stock", "keep"}));
}

}  // namespace
}  // namespace betledger::forecast
