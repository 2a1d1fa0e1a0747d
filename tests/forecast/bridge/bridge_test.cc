#include "forecast/bridge/bridge.h"

#include <cmath>
#include <numeric>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "forecast/bridge/bridge_request.h"
#include "forecast/bridge/make_bridge.h"
#include "sim/program/simulate.h"
#include "sim/random/philox.h"
#include "sim/tasks/executor.h"

#include "tests/support/reference_data.h"
#include "tests/support/toy_model.h"
#include "tests/support/values.h"

namespace betledger::forecast {
namespace {

using Kind = Factor::Kind;
using sim::Action;

/// Landings drawn from a model of their own, as if that were the truth.
LandingWorlds worlds_of(const sim::Model& truth, std::uint64_t seed = 99) {
  const auto program = std::make_shared<sim::Program>(sim::Program::compile(truth));
  return [program, seed](std::uint64_t block, inference::World& world) {
    const auto draws = program->make_draws();
    inference::draw_world(*program, seed, block, *draws, world);
  };
}

BridgeRequest request_of(const sim::Model& now) {
  BridgeRequest request;
  request.blocks = 2;
  for (std::uint32_t group = 0; group < now.groups; ++group) {
    request.bets.push_back("bet" + std::to_string(group));
  }
  return request;
}

Bridge bridge_of(const sim::Model& plan, const sim::Model& truth, const BridgeRequest& request) {
  const auto executor = sim::make_thread_executor(2);
  return make_bridge(plan, truth, request, worlds_of(truth), *executor);
}
Bridge bridge_of(const sim::Model& plan, const sim::Model& truth) {
  return bridge_of(plan, truth, request_of(truth));
}

/// What a factor does to a metric; nothing counts as 0.
Contribution part(const Bridge& bridge, const std::string& metric, const Factor& factor) {
  for (const Contribution& one : bridge.find(metric)->contributions) {
    if (bridge.factors[one.factor] == factor) {
      return one;
    }
  }
  return {};
}
double amount(const Bridge& bridge, const std::string& metric, const Factor& factor) {
  return part(bridge, metric, factor).amount;
}

double total(const MetricBridge& metric) {
  double sum = 0;
  for (const Contribution& one : metric.contributions) {
    sum += one.amount;
  }
  return sum;
}

void expect_sums(const Bridge& bridge) {
  for (const MetricBridge& metric : bridge.metrics) {
    double largest = std::abs(metric.gap());
    for (const Contribution& one : metric.contributions) {
      largest = std::max(largest, std::abs(one.amount));
    }
    const double rounding = 1e-15 * (std::abs(metric.plan) + std::abs(metric.landing));
    EXPECT_NEAR(total(metric), metric.gap(), 1e-10 * largest + rounding) << metric.metric;
    if (!metric.inputs.empty()) {
      double inputs = 0;
      for (const InputPart& input : metric.inputs) {
        inputs += input.amount;
      }
      EXPECT_NEAR(inputs, metric.gap(), 1e-9 * largest + 10 * rounding) << metric.metric;
    }
  }
}

TEST(Bridge, AgreesWithEnumerationByAnIndependentProgram) {
  const auto cases = reference_data("attribution.json").at("cases");
  ASSERT_EQ(cases.size(), 6U);
  for (const auto& reference : cases) {
    SCOPED_TRACE(reference.at("name").get<std::string>());
    ToyModel plan;
    ToyModel truth;
    const std::vector<std::string> inputs = reference.at("inputs");
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      plan.known(inputs[i], reference.at("x0")[i]);
      truth.known(inputs[i], reference.at("x1")[i]);
    }
    plan.formula("root", reference.at("formula"));
    truth.formula("root", reference.at("formula"));
    const Bridge bridge = bridge_of(plan.model(), truth.model());
    EXPECT_TRUE(bridge.is_exact);
    const MetricBridge& root = *bridge.find("root");
    const double scale = std::abs(root.plan);
    EXPECT_NEAR(root.plan, reference.at("base").get<double>(), 1e-12 * scale);
    EXPECT_NEAR(root.landing, reference.at("full").get<double>(), 1e-12 * scale);
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      const double expected = reference.at("shapley")[i];
      EXPECT_NEAR(amount(bridge, "root", {Kind::baseline, inputs[i]}), expected, 1e-9 * scale);
      EXPECT_NEAR(root.inputs[i].amount, expected, 1e-9 * scale);
      EXPECT_EQ(root.inputs[i].input, inputs[i]);
    }
    expect_sums(bridge);
  }
}

TEST(Bridge, AgreesWithEnumerationWhenBetsAreTheFactors) {
  const auto cases = reference_data("attribution.json").at("cases");
  for (const auto& reference : cases) {
    SCOPED_TRACE(reference.at("name").get<std::string>());
    ToyModel plan;
    ToyModel truth;
    const std::vector<std::string> inputs = reference.at("inputs");
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      const double from = reference.at("x0")[i];
      const double by = reference.at("x1")[i].get<double>() - from;
      plan.shift(inputs[i], plan.known(inputs[i], from), i % 2 == 0 ? 0 : by, i % 2 == 0 ? 1 : 0);
      truth.shift(inputs[i], truth.known(inputs[i], from), by);
    }
    plan.formula("root", reference.at("formula"));
    truth.formula("root", reference.at("formula"));
    BridgeRequest request = request_of(truth.model());
    request.bets = inputs;
    const Bridge bridge = bridge_of(plan.model(), truth.model(), request);
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      // Even ones were thought to do nothing; odd ones were thought not to come.
      const Kind kind = i % 2 == 0 ? Kind::hypothesis : Kind::execution;
      EXPECT_NEAR(amount(bridge, "root", {kind, inputs[i]}),
                  reference.at("shapley")[i].get<double>(),
                  1e-9 * std::abs(bridge.find("root")->plan));
    }
    expect_sums(bridge);
  }
}

/// One metric at 100 in ten weeks, one bet of lift `amount` that starts at `start`, ends at `end`
/// and has `share` of its scope.
sim::Model one_bet(double amount, double start, double end = 1e9, double share = 1) {
  ToyModel toy{10};
  const auto orders = toy.known("orders", 100);
  const auto delivered = toy.gate("delivered", share > 0 ? 1 : 0);
  const auto works = toy.gate("works", 1);
  toy.bet("bet0", orders, {Action::lift, Distribution::constant(amount)}, {delivered, works});
  sim::Profile& profile = toy.model().profiles.front();
  profile.start = start;
  profile.end = end;
  profile.scale = share > 0 ? share : 1;
  return toy.model();
}

TEST(Bridge, TellsExecutionFromHypothesis) {
  const Factor execution{Kind::execution, "bet0"};
  const Factor hypothesis{Kind::hypothesis, "bet0"};
  const sim::Model plan = one_bet(0.2, 2);  // 8 weeks of 20
  {                                         // two weeks late
    const Bridge bridge = bridge_of(plan, one_bet(0.2, 4));
    EXPECT_NEAR(amount(bridge, "orders", execution), -40, 1e-9);
    EXPECT_EQ(amount(bridge, "orders", hypothesis), 0);
  }
  {  // half of it
    const Bridge bridge = bridge_of(plan, one_bet(0.2, 2, 1e9, 0.5));
    EXPECT_NEAR(amount(bridge, "orders", execution), -80, 1e-9);
  }
  {  // stopped after three weeks
    const Bridge bridge = bridge_of(plan, one_bet(0.2, 2, 5));
    EXPECT_NEAR(amount(bridge, "orders", execution), -100, 1e-9);
  }
  {  // never came: whatever is believed of it, it is the execution, and half of the change of mind
    const Bridge bridge = bridge_of(plan, one_bet(0.2, 2, 1e9, 0));
    EXPECT_NEAR(amount(bridge, "orders", execution), -160, 1e-9);
    EXPECT_EQ(amount(bridge, "orders", hypothesis), 0);
  }
  {  // half as good
    const Bridge bridge = bridge_of(plan, one_bet(0.1, 2));
    EXPECT_NEAR(amount(bridge, "orders", hypothesis), -80, 1e-9);
    EXPECT_EQ(amount(bridge, "orders", execution), 0);
  }
  {  // half as good and four weeks late: 4 x 10 of 8 x 20
    const Bridge bridge = bridge_of(plan, one_bet(0.1, 6));
    EXPECT_NEAR(amount(bridge, "orders", hypothesis), -(80 + 40) / 2.0, 1e-9);
    EXPECT_NEAR(amount(bridge, "orders", execution), -(80 + 40) / 2.0, 1e-9);
    EXPECT_NEAR(bridge.find("orders")->gap(), -120, 1e-9);
  }
}

TEST(Bridge, BlamesTheLinkWhereTheDriverMovedAndTheOutcomeDidNot) {
  const auto model = [](double amount, double slope) {
    ToyModel toy;
    const auto reach = toy.known("reach", 100);
    const auto orders = toy.known("orders", 50);
    toy.slope(reach, orders, Distribution::constant(slope), toy.gate("real", 1));
    toy.shift("bet0", reach, amount);
    return toy.model();
  };
  const Bridge bridge = bridge_of(model(10, 0.5), model(6, 0));
  // 10 x 0.5 planned, 6 x 0 came.
  EXPECT_NEAR(amount(bridge, "orders", {Kind::link, "reach->orders"}), -(5 + 3) / 2.0, 1e-9);
  EXPECT_NEAR(amount(bridge, "reach", {Kind::link, "reach->orders"}), 0, 0);
  EXPECT_NEAR(amount(bridge, "orders", {Kind::execution, "bet0"}) +
                  amount(bridge, "orders", {Kind::hypothesis, "bet0"}),
              -(2 + 0) / 2.0,
              1e-9);
  expect_sums(bridge);
}

TEST(Bridge, GivesABetOutsideThePlanToExecution) {
  ToyModel plan;
  plan.shift("bet0", plan.known("orders", 50), 5);
  ToyModel truth = plan;
  truth.shift("bet1", 0, 7);
  const Bridge bridge = bridge_of(plan.model(), truth.model());
  EXPECT_NEAR(amount(bridge, "orders", {Kind::execution, "bet1"}), 7, 1e-12);
  EXPECT_EQ(amount(bridge, "orders", {Kind::hypothesis, "bet1"}), 0);
  EXPECT_NEAR(bridge.find("orders")->landing, 62, 1e-12);
}

TEST(Bridge, CarriesBrokenIdentitiesUpAsUnexplained) {
  const auto model = [](double a) {
    ToyModel toy{4};
    toy.known("a", a);
    toy.known("b", 3);
    toy.formula("product", "a * b");
    toy.formula("top", "2 * product + a");
    return toy.model();
  };
  BridgeRequest request = request_of(model(10));
  request.observed.resize(4);
  request.observed[2] = {33.0, std::nullopt, 36.0};  // the formula says 36
  request.observed[3] = {78.0, 84.0, 84.0};          // of the product's actuals: 78, 84, 84
  const Bridge bridge = bridge_of(model(10), model(12), request);
  EXPECT_NEAR(amount(bridge, "product", {Kind::unexplained, "product"}), -3, 1e-12);
  EXPECT_NEAR(amount(bridge, "product", {Kind::baseline, "a"}), 24, 1e-12);
  EXPECT_NEAR(amount(bridge, "top", {Kind::unexplained, "product"}), -6, 1e-12);
  EXPECT_EQ(amount(bridge, "top", {Kind::unexplained, "top"}), 0);
  EXPECT_NEAR(bridge.find("top")->landing, 78 + 3 * 84, 1e-10);
  EXPECT_EQ(bridge.find("product")->inputs.back().input, "");
  EXPECT_NEAR(bridge.find("product")->inputs.back().amount, -3, 1e-12);
  expect_sums(bridge);

  // As long as a landing is reported that does not hand it on, what is missing is no sampling.
  BridgeRequest stated = request;
  stated.observed[3] = {};
  stated.reported = {48.0, 12.0, 33 + 36 * 3.0, 84 * 4.0};
  const Bridge above = bridge_of(model(10), model(12), stated);
  EXPECT_NEAR(amount(above, "top", {Kind::unexplained, "product"}), -6, 1e-12);
  EXPECT_NEAR(amount(above, "top", {Kind::unexplained, "top"}), 6, 1e-12);
  EXPECT_NEAR(amount(above, "top", {Kind::sampling, ""}), 0, 1e-10);
  EXPECT_NEAR(amount(above, "product", {Kind::unexplained, "product"}), -3, 1e-12);
  EXPECT_NEAR(amount(above, "product", {Kind::sampling, ""}), 0, 1e-10);

  request.observed[3] = {80.0};
  const Bridge both = bridge_of(model(10), model(12), request);
  EXPECT_NEAR(amount(both, "top", {Kind::unexplained, "top"}), 2, 1e-12);
  EXPECT_NEAR(both.find("top")->landing, 80 + 3 * 84, 1e-10);
}

TEST(Bridge, SettlesResidualsThatReadEachOtherBack) {
  const auto model = [](double rate) {
    ToyModel toy{5};
    toy.known("rate", rate);
    toy.known("fresh", 10);
    toy.formula("kept", "rate * lag(active, 1)");
    toy.formula("active", "kept + fresh");
    toy.model().nodes[3].past = {100};
    return toy.model();
  };
  BridgeRequest request = request_of(model(0.5));
  request.observed.resize(4);
  request.observed[2] = {55.0, 33.0, 30.0};
  request.observed[3] = {66.0, 40.0, 41.0};
  const Bridge bridge = bridge_of(model(0.6), model(0.5), request);
  const double last = 0.5 * (0.5 * 41 + 10) + 10;
  EXPECT_NEAR(bridge.find("active")->landing, 66 + 40 + 41 + (0.5 * 41 + 10) + last, 1e-9);
  EXPECT_NEAR(bridge.find("kept")->landing, 55 + 33 + 30 + 0.5 * 41 + (last - 10), 1e-9);
  expect_sums(bridge);
}

TEST(Bridge, AResidualDoesNotTouchWhatItsComponentMovesByElasticity) {
  const auto model = [](double push) {
    ToyModel toy{2};
    const auto a = toy.known("a", 10);
    const auto component = toy.formula("double", "2 * a");
    const auto orders = toy.known("orders", 50);
    toy.model().influences.push_back({"link:double->orders",
                                      component,
                                      orders,
                                      sim::InfluenceKind::elasticity,
                                      Distribution::constant(1),
                                      0,
                                      toy.gate("real", 1)});
    toy.shift("bet0", a, push);
    return toy.model();
  };
  BridgeRequest request = request_of(model(1));
  request.observed = {{}, {33.0, 44.0}, {}};
  const Bridge bridge = bridge_of(model(1), model(1), request);
  EXPECT_NEAR(bridge.find("double")->landing, 77, 1e-12);
  EXPECT_NEAR(amount(bridge, "double", {Kind::unexplained, "double"}), 33, 1e-12);
  EXPECT_NEAR(amount(bridge, "orders", {Kind::unexplained, "double"}), 0, 1e-10);
}

/// Ten bets on three leaves of a weighted tree, two links, gates and needs: everything random.
ToyModel busy_model(double tilt) {
  ToyModel toy{4};
  const auto reach = toy.noise("reach", 1000 * (1 + tilt), 30);
  const auto rate = toy.noise("rate", -2 + tilt, 0.1);
  const auto value = toy.noise("value", 40, 2);
  const auto idle = toy.noise("idle", 5, 1);
  toy.model().nodes[rate].support = tree::Support::fraction;
  toy.model().nodes[rate].rollup = tree::RollupKind::weighted;
  toy.model().nodes[rate].weight = reach;
  toy.model().nodes[value].rollup = tree::RollupKind::mean;
  toy.model().nodes[value].past = {40};
  toy.formula("buyers", "reach * rate");
  toy.formula("revenue", "buyers * (value + 0.1 * lag(value, 1))");
  toy.slope(reach, value, make(Normal{0.01 - 0.01 * tilt, 0.001}), toy.gate("link", 0.6));
  toy.slope(value, rate, Distribution::constant(1e-3), toy.gate("second", 0.9 - tilt));
  toy.model().influences[0].lag = 1;
  toy.model().influences[1].lag = 1;  // to what comes before it
  toy.model().occasions.push_back(
      {"event:x", idle, Action::lift, make(Normal{0.1, 0.02 + tilt / 10}), {0, 0.5, 1, 0}});
  for (int i = 0; i < 10; ++i) {
    const std::string key = "bet" + std::to_string(i);
    const auto delivered = toy.gate(key + "/delivered", 0.9 - tilt);
    const auto works = toy.gate(key + "/works", 0.5);
    const auto node = i % 3 == 0 ? reach : i % 3 == 1 ? rate : value;
    toy.bet(key, node, {Action::lift, make(Normal{0.02 * (i + 1), 0.01})}, {delivered, works});
  }
  toy.model().gates[toy.model().interventions[9].gates.delivered.value()].needs = {
      toy.model().interventions[0].gates.delivered.value()};
  return toy;
}

TEST(Bridge, PlansRunsAreTheSimulatorsOwn) {
  ToyModel toy = busy_model(0);
  BridgeRequest request = request_of(toy.model());
  request.blocks = 3;
  request.seed = 42;
  const Bridge bridge = bridge_of(toy.model(), busy_model(0.1).model(), request);
  const sim::Program program = toy.compile();
  const auto draws = program.make_draws();
  const auto paths = program.make_paths();
  for (std::uint32_t n = 0; n < toy.model().nodes.size(); ++n) {
    double sum = 0;
    for (std::uint64_t block = 0; block < 3; ++block) {
      program.draw(42, block, *draws);
      program.evaluate_without(*draws, *paths);
      program.evaluate_with(*draws, {}, *paths);
      const auto column = paths->rollup(n, sim::Side::with);
      sum = std::accumulate(column.begin(), column.end(), sum);
    }
    const double mean = sum / (3 * sim::runs_per_block);
    EXPECT_NEAR(bridge.metrics[n].plan, mean, 1e-12 * std::abs(mean));
  }
}

TEST(Bridge, SumsExactlyAndIsTheSameForAnyExecutor) {
  ToyModel plan = busy_model(0);
  ToyModel truth = busy_model(0.1);
  BridgeRequest request = request_of(truth.model());
  request.blocks = 5;
  const Bridge bridge = bridge_of(plan.model(), truth.model(), request);
  EXPECT_FALSE(bridge.is_exact);
  expect_sums(bridge);
  // Nothing that any bet does reaches the idle metric, nor it anything.
  EXPECT_EQ(bridge.find("idle")->contributions.size(), 1U);
  EXPECT_EQ(amount(bridge, "revenue", {Kind::baseline, "idle"}), 0);
  for (const auto& executor : {sim::make_thread_executor(1), sim::make_tbb_executor(3)}) {
    const Bridge other =
        make_bridge(plan.model(), truth.model(), request, worlds_of(truth.model()), *executor);
    for (std::size_t n = 0; n < bridge.metrics.size(); ++n) {
      ASSERT_EQ(other.metrics[n].contributions.size(), bridge.metrics[n].contributions.size());
      EXPECT_EQ(other.metrics[n].landing, bridge.metrics[n].landing);
      for (std::size_t i = 0; i < bridge.metrics[n].contributions.size(); ++i) {
        EXPECT_EQ(other.metrics[n].contributions[i].amount,
                  bridge.metrics[n].contributions[i].amount);
        EXPECT_EQ(other.metrics[n].contributions[i].se, bridge.metrics[n].contributions[i].se);
      }
    }
  }
}

TEST(Bridge, PermutationsAgreeWithEnumeration) {
  // Twelve factors: three baselines, four bets twice, a link.
  const auto model = [](double tilt) {
    ToyModel toy{2};
    const auto a = toy.noise("a", 10 + tilt, 0.5);
    const auto b = toy.noise("b", 5 - tilt, 0.3);
    const auto c = toy.noise("c", 3, 0.2);
    toy.formula("top", "a * b * exp(c / 4)");
    toy.slope(a, b, make(Normal{0.3 - 0.1 * tilt, 0.05}), toy.gate("link", 0.7));
    for (const auto& [node, chance] : {std::pair{a, 0.9}, {a, 0.5}, {b, 0.7}, {c, 0.8}}) {
      const std::string key = "bet" + std::to_string(toy.model().groups);
      toy.bet(key,
              node,
              {Action::lift, make(Normal{0.2 - 0.1 * tilt, 0.1})},
              {toy.gate(key + "/delivered", chance - 0.2 * tilt), toy.gate(key + "/works", 0.6)});
    }
    return toy.model();
  };
  BridgeRequest request = request_of(model(1));
  request.blocks = 40;
  request.exact_limit = 12;
  const Bridge exact = bridge_of(model(0), model(1), request);
  EXPECT_TRUE(exact.is_exact);
  request.exact_limit = 0;
  request.orders = 2;
  const Bridge sampled = bridge_of(model(0), model(1), request);
  EXPECT_FALSE(sampled.is_exact);
  expect_sums(exact);
  expect_sums(sampled);
  double squares = 0;
  int count = 0;
  for (const MetricBridge& metric : exact.metrics) {
    ASSERT_EQ(metric.contributions.size(), sampled.find(metric.metric)->contributions.size());
    for (const Contribution& one : metric.contributions) {
      // The same pairs: what differs is the permutations' own error, less than the whole.
      const Contribution other = part(sampled, metric.metric, exact.factors[one.factor]);
      EXPECT_GE(other.se, 0.6 * one.se);
      const double z = (other.amount - one.amount) / other.se;
      EXPECT_LT(std::abs(z), 4) << name(exact.factors[one.factor].kind);
      squares += z * z;
      ++count;
    }
  }
  EXPECT_GT(count, 20);
  EXPECT_LT(squares / count, 1.5);
}

TEST(Bridge, StandardErrorsHoldTheirPromise) {
  // Of a factor whose true contribution is known: a lift that was believed to be 0.2 and is 0.1.
  const auto model = [](double lift) {
    ToyModel toy;
    const auto a = toy.noise("a", 100, 10);
    toy.bet("bet0",
            a,
            {Action::lift, Distribution::constant(lift)},
            {toy.gate("delivered", 0.8), toy.gate("works", 0.5)});
    return toy.model();
  };
  double squares = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    BridgeRequest request = request_of(model(0));
    request.blocks = 8;
    request.seed = seed;
    const auto executor = sim::make_thread_executor(2);
    const Bridge bridge =
        make_bridge(model(0.2), model(0.1), request, worlds_of(model(0.1), 1000 + seed), *executor);
    const Contribution found = part(bridge, "a", {Kind::hypothesis, "bet0"});
    const double z = (found.amount + 0.8 * 0.5 * 0.1 * 100) / found.se;
    squares += z * z;
  }
  // t of 7 degrees of freedom: variance 7 / 5.
  EXPECT_NEAR(squares / 300, 1.4, 0.5);
}

TEST(Bridge, EqualFactorsGetEqualAmounts) {
  const auto model = [](double x) {
    ToyModel toy{3};
    toy.known("a", x);
    toy.known("b", x);
    toy.known("same", 2);
    toy.formula("top", "(a * b) ^ 1.5 * same");
    return toy.model();
  };
  const Bridge bridge = bridge_of(model(4), model(7));
  const double a = amount(bridge, "top", {Kind::baseline, "a"});
  EXPECT_NEAR(a, amount(bridge, "top", {Kind::baseline, "b"}), 1e-12 * a);
  EXPECT_EQ(bridge.find("top")->contributions.size(), 2U);  // `same` is none
  EXPECT_EQ(part(bridge, "top", {Kind::baseline, "a"}).se, 0);
}

TEST(Bridge, StatedNumbersAreMetAndTheRestSaysSampling) {
  ToyModel plan = busy_model(0);
  BridgeRequest request = request_of(plan.model());
  request.committed = {1.0, std::nullopt, 3.0};
  request.reported = {2.0};
  const Bridge bridge = bridge_of(plan.model(), busy_model(0.1).model(), request);
  EXPECT_EQ(bridge.metrics[0].plan, 1);
  EXPECT_EQ(bridge.metrics[0].landing, 2);
  EXPECT_EQ(bridge.metrics[2].plan, 3);
  EXPECT_NE(amount(bridge, "reach", {Kind::sampling, ""}), 0);
  EXPECT_EQ(amount(bridge, "rate", {Kind::sampling, ""}), 0);
  for (const MetricBridge& metric : bridge.metrics) {
    EXPECT_NEAR(total(metric), metric.gap(), 1e-10 * (1 + std::abs(metric.plan)));
  }
}

/// Two noises of sd 2 about 10, correlated: their product's mean is their covariance above 100.
LandingWorlds correlated(const sim::Model& model, double rho, std::uint64_t seed) {
  return [apart = worlds_of(model, seed), rho](std::uint64_t block, inference::World& world) {
    apart(block, world);
    for (std::uint32_t t = 0; t < world.periods; ++t) {
      for (std::size_t run = 0; run < sim::runs_per_block; ++run) {
        double& b = world.base(1, t)[run];
        b = 10 + rho * (world.base(0, t)[run] - 10) + std::sqrt(1 - rho * rho) * (b - 10);
      }
    }
  };
}

TEST(Bridge, BaselinesThatMoveTogetherAreNoDrift) {
  ToyModel toy;
  toy.noise("a", 10, 2);
  toy.noise("b", 10, 2);
  toy.formula("top", "a * b");
  BridgeRequest request = request_of(toy.model());
  request.blocks = 64;
  request.together = correlated(toy.model(), -0.8, 5);
  request.joint = {0, 1};
  request.wants_inputs = false;  // they split the gap as paired, which correlation is no part of
  const auto executor = sim::make_thread_executor(2);
  const LandingWorlds landing = correlated(toy.model(), -0.8, 6);
  const Bridge bridge = make_bridge(toy.model(), toy.model(), request, landing, *executor);
  expect_sums(bridge);
  const Contribution together = part(bridge, "top", {Kind::correlation, ""});
  EXPECT_NEAR(together.amount, -0.8 * 4, 4 * together.se);
  EXPECT_LT(together.se, 0.4);
  for (const char* metric : {"a", "b"}) {
    const Contribution drift = part(bridge, "top", {Kind::baseline, metric});
    EXPECT_NEAR(drift.amount, 0, 4 * drift.se);
  }
  // Where nothing was learned, the plan's own draws are taken: exactly nothing is left of drift.
  request.unlearnt.bases = {true, true, false};
  const Bridge same = make_bridge(toy.model(), toy.model(), request, landing, *executor);
  expect_sums(same);
  EXPECT_EQ(same.find("top")->contributions.size(), 1U);
  EXPECT_EQ(amount(same, "top", {Kind::correlation, ""}), together.amount);
}

TEST(Bridge, WhatIsBelievedAsBeforeContributesNothing) {
  ToyModel plan = busy_model(0);
  BridgeRequest request = request_of(plan.model());
  request.unlearnt.bases.assign(4, true);
  request.unlearnt.pushes.assign(10, true);
  request.unlearnt.live.assign(10, true);
  request.unlearnt.pulls.assign(2, true);
  request.unlearnt.occasions.assign(1, true);
  const Bridge nothing = bridge_of(plan.model(), plan.model(), request);
  for (const MetricBridge& metric : nothing.metrics) {
    EXPECT_TRUE(metric.contributions.empty());
    EXPECT_EQ(metric.gap(), 0);
  }
  request.unlearnt.live[3] = false;
  const Bridge one = bridge_of(plan.model(), plan.model(), request);
  for (const MetricBridge& metric : one.metrics) {
    for (const Contribution& contribution : metric.contributions) {
      EXPECT_EQ(one.factors[contribution.factor], (Factor{Kind::execution, "bet3"}));
    }
  }
  EXPECT_TRUE(one.is_exact);
}

/// A small tree out of random words: leaves of every support, formulas over what came before,
/// links by elasticity and slope, bets, late or not.
class RandomTree {
 public:
  explicit RandomTree(std::uint32_t number) : number_{number} {}

  ToyModel make(bool landed) {
    at_ = 0;
    ToyModel toy{3 + pick(4)};
    const std::uint32_t leaves = 2 + pick(4);
    for (std::uint32_t i = 0; i < leaves; ++i) {
      add_leaf(toy, i, landed);
    }
    for (std::uint32_t i = 0; i < 1 + leaves / 2; ++i) {
      const std::uint32_t a = pick(leaves + i);
      const std::uint32_t b = pick(leaves + i);
      const char* form[] = {"{} + 2 * {}", "{} * {}", "{} / (1 + {} ^ 2)", "max({}, lag({}, 1))"};
      std::string text = form[pick(4)];
      text.replace(text.find("{}"), 2, toy.model().nodes[a].key);
      text.replace(text.find("{}"), 2, toy.model().nodes[b].key);
      const auto node = toy.formula("formula" + std::to_string(i), text);
      roll_up(toy, node);
    }
    add_links(toy, leaves, landed);
    for (std::uint32_t k = 0; k < 1 + pick(5); ++k) {
      add_bet(toy, pick(leaves), landed);
    }
    return toy;
  }

 private:
  std::uint32_t word() { return sim::random_word(sim::StreamKey::of(7, "tree"), number_, at_++); }
  std::uint32_t pick(std::uint32_t count) { return word() % count; }
  double uniform(double low, double high) { return low + (high - low) * sim::to_uniform(word()); }

  void add_leaf(ToyModel& toy, std::uint32_t i, bool landed) {
    constexpr tree::Support supports[] = {
        tree::Support::real, tree::Support::positive, tree::Support::fraction};
    const double level = uniform(0.5, 2);
    const double drift = uniform(-0.2, 0.2);
    const auto node =
        toy.noise("leaf" + std::to_string(i), level + (landed ? drift : 0), uniform(0.01, 0.2));
    toy.model().nodes[node].support = supports[pick(3)];
    toy.model().nodes[node].past = {0.7};
    roll_up(toy, node);
  }

  void roll_up(ToyModel& toy, std::uint32_t node) {
    constexpr tree::RollupKind kinds[] = {tree::RollupKind::sum,
                                          tree::RollupKind::mean,
                                          tree::RollupKind::last,
                                          tree::RollupKind::weighted};
    toy.model().nodes[node].past = {0.7};
    toy.model().nodes[node].rollup = kinds[pick(4)];
    if (toy.model().nodes[node].rollup == tree::RollupKind::weighted) {
      toy.model().nodes[node].weight = pick(node + 1);
    }
  }

  void add_links(ToyModel& toy, std::uint32_t leaves, bool landed) {
    for (std::uint32_t to = 1; to < leaves; ++to) {
      const std::uint32_t from = pick(to);
      const double strength = uniform(-0.5, 0.8);
      const double change = uniform(-0.3, 0.3);
      toy.slope(from,
                to,
                Distribution::constant(strength + (landed ? change : 0)),
                toy.gate("link" + std::to_string(to), uniform(0.2, 1)));
      toy.model().influences.back().lag = pick(3);
      if (pick(2) == 0 && toy.model().nodes[from].support != tree::Support::real) {
        toy.model().influences.back().kind = sim::InfluenceKind::elasticity;
      }
    }
  }

  void add_bet(ToyModel& toy, std::uint32_t node, bool landed) {
    const std::string key = "bet" + std::to_string(toy.model().groups);
    const double delivery = pick(3) == 0 ? 1 : uniform(0.3, 0.9);
    const double amount = uniform(-0.2, 0.4);
    const double change = uniform(-0.2, 0.1);
    toy.bet(key,
            node,
            {pick(2) == 0 ? Action::lift : Action::shift,
             betledger::make(Normal{amount + (landed ? change : 0), 0.05})},
            {toy.gate(key + "/delivered", landed ? pick(2) : (pick(2), delivery)),
             toy.gate(key + "/works", uniform(0.3, 1))});
    const double late = uniform(0, 2);
    toy.model().profiles.back().start = uniform(-1, 2) + (landed ? late : 0);
  }

  std::uint32_t number_;
  std::uint32_t at_ = 0;
};

TEST(Bridge, SumsExactlyInRandomTrees) {
  for (std::uint32_t number = 0; number < 150; ++number) {
    SCOPED_TRACE(number);
    RandomTree tree{number};
    const sim::Model plan = tree.make(false).model();
    const sim::Model truth = tree.make(true).model();
    BridgeRequest request = request_of(truth);
    request.exact_limit = number % 2 == 0 ? 8 : 4;
    request.observed.resize(plan.nodes.size());
    if (number % 3 == 0) {  // the top's own actuals
      request.observed.back() = {3.0, std::nullopt, 2.5};
    }
    expect_sums(bridge_of(plan, truth, request));
  }
}

}  // namespace
}  // namespace betledger::forecast
