#include <cmath>
#include <string>

#include <gtest/gtest.h>

#include "inference/posterior.h"

#include "tests/support/reference_data.h"
#include "tests/support/small_model.h"

// Whose fault it was: delivered or not, worked or not, link real or not. The reference enumerates
// the eight combinations in closed form (tests/data/learning/learning.json).

namespace betledger::forecast {
namespace {

using inference::Index;
using sim::testing::make;

constexpr double tolerance = 0.025;  // 4 standard errors of 8,192 particles, correlated

struct Fault {
  double works = 0;
  double real = 0;
  double execution = 0;
  double effect = 0;
  double link = 0;
};

/// One period: an input that a bet shifts, a parent that the input moves, both seen with noise.
sim::Model model_of(const nlohmann::json& in) {
  sim::Model model = sim::testing::empty_model(1);
  for (const std::string key : {"x", "y"}) {
    model.nodes.push_back(
        sim::testing::pool(key, {sim::testing::member(1, 0, 0, in["se_" + key].get<double>())}));
  }
  const double delivered =
      in["known_delivery"].is_null() ? in["pD"].get<double>() : in["known_delivery"].get<double>();
  model.gates = {{"delivered", delivered, {}},
                 {"works", in["pH"].get<double>(), {}},
                 {"link", in["pL"].get<double>(), {}}};
  model.profiles.push_back({});
  model.groups = 1;
  sim::Intervention push;
  push.key = "bet";
  push.action = sim::Action::shift;
  push.amount = make(Normal{in["effect_mean"].get<double>(), in["effect_sd"].get<double>()});
  push.gates = {0, 1};
  model.interventions.push_back(push);
  sim::Influence link;
  link.key = "x->y";
  link.to = 1;
  link.kind = sim::InfluenceKind::slope;
  link.strength = make(Normal{in["elast_mean"].get<double>(), in["elast_sd"].get<double>()});
  link.gate = 2;
  model.influences.push_back(link);
  return model;
}

Fault fault_of(const nlohmann::json& in) {
  const sim::Model model = model_of(in);
  inference::Evidence evidence;
  evidence.known = 1;
  evidence.observed = {{in["x_obs"].get<double>()}, {in["y_obs"].get<double>()}};
  const auto executor = sim::make_thread_executor(2);
  const inference::Problem problem{model, evidence};
  const inference::Posterior posterior{problem, {.particles = 8'192, .seed = 5}, *executor};
  const auto delivered = posterior.open(0);
  const auto works = posterior.open(1);
  const auto real = posterior.open(2);
  Fault fault{posterior.chance(1).probability, posterior.chance(2).probability, 0, 0, 0};
  const double one = 1 / static_cast<double>(works.size());
  for (std::size_t i = 0; i < works.size(); ++i) {
    fault.execution += delivered[i] == 0 ? one : 0;
    fault.effect += delivered[i] != 0 && works[i] == 0 ? one : 0;
    fault.link += delivered[i] != 0 && works[i] != 0 && real[i] == 0 ? one : 0;
  }
  return fault;
}

TEST(VerdictCases, WhoseFaultItWasIsThatOfTheEnumeration) {
  int cases = 0;
  const auto reference = reference_data("learning/learning.json");
  for (const auto& one : reference["execution_vs_hypothesis"]) {
    if (!one["inputs"]["delivery_report"].is_null()) {
      continue;  // a delivery is a fact in a ledger, not a report that may be wrong
    }
    ++cases;
    SCOPED_TRACE(one["name"].get<std::string>());
    const Fault fault = fault_of(one["inputs"]);
    EXPECT_NEAR(fault.works, one["p_effect_real"].get<double>(), tolerance);
    EXPECT_NEAR(fault.real, one["p_link_real"].get<double>(), tolerance);
    EXPECT_NEAR(fault.execution, one["p_execution_failure"].get<double>(), tolerance);
    EXPECT_NEAR(fault.effect, one["p_hypothesis_failure_effect"].get<double>(), tolerance);
    EXPECT_NEAR(fault.link, one["p_hypothesis_failure_link"].get<double>(), tolerance);
  }
  EXPECT_GE(cases, 6);
}

TEST(VerdictCases, WhatWasNotDeliveredKeepsItsPriorExactly) {
  auto in = reference_data("learning/learning.json")["execution_vs_hypothesis"][0]["inputs"];
  ASSERT_EQ(in["known_delivery"].get<double>(), 0);
  const Fault fault = fault_of(in);
  EXPECT_EQ(fault.works, 0.6);
  EXPECT_EQ(fault.real, 0.6);
}

/// Two bets of the same certain size at once: the four combinations by hand.
TEST(VerdictCases, AtLeastOneOfTwoThatCannotBeToldApart) {
  constexpr double size = 0.1;
  constexpr double noise = 0.05;
  constexpr double seen = 0.12;
  sim::Model model = sim::testing::empty_model(1);
  model.nodes.push_back(sim::testing::pool("x", {sim::testing::member(1, 0, 0, noise)}));
  const double chances[] = {0.3, 0.4};
  for (Index k = 0; k < 2; ++k) {
    model.gates.push_back({"delivered" + std::to_string(k), 1, {}});
    model.gates.push_back({"works" + std::to_string(k), chances[k], {}});
    model.profiles.push_back({});
    sim::Intervention push;
    push.key = "bet" + std::to_string(k);
    push.action = sim::Action::shift;
    push.amount = Distribution::constant(size);
    push.gates = {2 * k, 2 * k + 1};
    push.profile = k;
    push.group = k;
    model.interventions.push_back(push);
  }
  model.groups = 2;
  inference::Evidence evidence;
  evidence.known = 1;
  evidence.observed = {{seen}};
  const auto executor = sim::make_thread_executor(2);
  const inference::Problem problem{model, evidence};
  const inference::Posterior posterior{problem, {.particles = 8'192, .seed = 5}, *executor};
  auto any = posterior.open(1);
  const auto other = posterior.open(3);
  for (std::size_t i = 0; i < any.size(); ++i) {
    any[i] = std::max(any[i], other[i]);
  }
  double total = 0;
  double none = 0;
  for (const int a : {0, 1}) {
    for (const int b : {0, 1}) {
      const double miss = (seen - size * (a + b)) / noise;
      const double weight =
          (a == 1 ? 0.3 : 0.7) * (b == 1 ? 0.4 : 0.6) * std::exp(-miss * miss / 2);
      total += weight;
      none += a + b == 0 ? weight : 0;
    }
  }
  EXPECT_NEAR(posterior.share(any).probability, 1 - none / total, tolerance);
}

}  // namespace
}  // namespace betledger::forecast
