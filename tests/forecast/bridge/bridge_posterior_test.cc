// The bridge to where a posterior says that the cycle lands.

#include <cmath>

#include <gtest/gtest.h>

#include "forecast/bridge/bridge.h"
#include "forecast/bridge/bridge_request.h"
#include "forecast/bridge/make_bridge.h"
#include "inference/posterior.h"
#include "sim/tasks/executor.h"

#include "tests/support/toy_model.h"
#include "tests/support/values.h"

namespace betledger::forecast {
namespace {

using Kind = Factor::Kind;
using sim::Action;

/// revenue = orders * value, reach moves orders; three bets on reach (from week 1), orders (from
/// week 7) and reach again (from week 2).
sim::Model shop(double first_delivered) {
  ToyModel toy{8};
  const auto reach = toy.noise("reach", std::log(1000.0), 0.02);
  const auto orders = toy.noise("orders", std::log(100.0), 0.02);
  const auto unseen = toy.noise("value", 20, 1);
  toy.model().nodes[reach].support = tree::Support::positive;
  toy.model().nodes[orders].support = tree::Support::positive;
  toy.formula("revenue", "orders * value");
  toy.model().influences.push_back({"link:reach->orders",
                                    reach,
                                    orders,
                                    sim::InfluenceKind::elasticity,
                                    make(Normal{0.5, 0.1}),
                                    0,
                                    toy.gate("real", 0.6)});
  const Distribution lift = make(Normal{0.1, 0.03});
  toy.bet("bet0",
          reach,
          {Action::lift, lift},
          {toy.gate("bet0/delivered", first_delivered), toy.gate("bet0/works", 0.5)});
  toy.bet("bet1",
          orders,
          {Action::lift, lift},
          {toy.gate("bet1/delivered", 0.8), toy.gate("bet1/works", 0.5)});
  toy.bet("bet2",
          reach,
          {Action::lift, lift},
          {toy.gate("bet2/delivered", 1), toy.gate("bet2/works", 0.5)});
  toy.model().profiles[1].start = 6;
  toy.model().profiles[2].start = 1;
  EXPECT_EQ(unseen, 2U);
  return toy.model();
}

struct Case {
  std::uint32_t known = 0;
  std::vector<double> reach, orders;
};

Bridge bridge_of(const sim::Model& plan, const sim::Model& now, const Case& seen) {
  inference::Evidence evidence;
  evidence.known = seen.known;
  evidence.observed.resize(now.nodes.size());
  for (std::uint32_t t = 0; t < seen.known; ++t) {
    evidence.observed[0].emplace_back(seen.reach[t]);
    evidence.observed[1].emplace_back(seen.orders[t]);
  }
  const auto executor = sim::make_thread_executor(2);
  const inference::Problem problem{now, evidence};
  const inference::Posterior posterior{problem, {.particles = 1024}, *executor};
  BridgeRequest request;
  request.blocks = 16;
  request.bets = {"bet0", "bet1", "bet2"};
  request.observed = evidence.observed;
  request.unlearnt = unlearnt_of(plan, problem);
  return make_bridge(plan, now, request, landing_worlds(posterior), *executor);
}

Contribution part(const Bridge& bridge, const std::string& metric, const Factor& factor) {
  for (const Contribution& one : bridge.find(metric)->contributions) {
    if (bridge.factors[one.factor] == factor) {
      return one;
    }
  }
  return {};
}

void expect_sums(const Bridge& bridge) {
  for (const MetricBridge& metric : bridge.metrics) {
    double sum = 0;
    for (const Contribution& one : metric.contributions) {
      sum += one.amount;
    }
    EXPECT_NEAR(sum, metric.gap(), 1e-9 * std::abs(metric.gap()) + 1e-12 * metric.plan);
  }
}

const std::vector<double> up{1000, 1110, 1090, 1105, 1120, 1080, 1100, 1115};
const std::vector<double> flat{100, 101, 98, 99, 102, 100, 99, 101};

TEST(BridgeOfAPosterior, NothingSeenIsNothingToExplain) {
  const Bridge bridge = bridge_of(shop(0.7), shop(0.7), {});
  for (const MetricBridge& metric : bridge.metrics) {
    EXPECT_TRUE(metric.contributions.empty()) << metric.metric;
    EXPECT_EQ(metric.gap(), 0);
  }
}

TEST(BridgeOfAPosterior, LandsOnWhatWasSeenWhenTheCycleIsOver) {
  const Bridge bridge = bridge_of(shop(0.7), shop(1), {8, up, flat});
  expect_sums(bridge);
  EXPECT_NEAR(bridge.find("reach")->landing, 8720, 1e-6);
  EXPECT_NEAR(bridge.find("orders")->landing, 800, 1e-7);
  // Its price was never seen: it is not what the gap is about.
  EXPECT_EQ(part(bridge, "revenue", {Kind::baseline, "value"}).amount, 0);
  // The driver rose by what the bets were to bring, the outcome did not.
  EXPECT_LT(part(bridge, "orders", {Kind::link, "reach->orders"}).amount, -2);
  EXPECT_GT(part(bridge, "reach", {Kind::hypothesis, "bet2"}).amount, 50);
}

TEST(BridgeOfAPosterior, ABetThatNeverCameIsExecutionAndNotHypothesis) {
  const Bridge bridge = bridge_of(shop(0.7), shop(0), {4, up, flat});
  expect_sums(bridge);
  EXPECT_EQ(part(bridge, "reach", {Kind::hypothesis, "bet0"}).amount, 0);
  const Contribution execution = part(bridge, "reach", {Kind::execution, "bet0"});
  // 0.7 x 0.5 x 10 % of 8 weeks at about 1000, and what is in the other bet's half on top of it.
  EXPECT_NEAR(execution.amount, -0.035 * 8000 * 1.04, 4 * execution.se + 8);
}

TEST(BridgeOfAPosterior, ABetThatHasNotBegunContributesNothing) {
  const Bridge bridge = bridge_of(shop(0.7), shop(1), {4, up, flat});
  expect_sums(bridge);
  for (const MetricBridge& metric : bridge.metrics) {
    EXPECT_EQ(part(bridge, metric.metric, {Kind::execution, "bet1"}).amount, 0);
    EXPECT_EQ(part(bridge, metric.metric, {Kind::hypothesis, "bet1"}).amount, 0);
  }
  EXPECT_GT(part(bridge, "reach", {Kind::execution, "bet0"}).amount, 0);  // it came for certain
}

}  // namespace
}  // namespace betledger::forecast
