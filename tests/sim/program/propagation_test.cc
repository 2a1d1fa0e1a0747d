// Reference cases of propagation (tests/data/propagation.json), each within Monte Carlo error.

#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/reference_data.h"
#include "tests/support/small_model.h"
#include "tests/support/statistics.h"

namespace betledger::sim {
namespace {

using nlohmann::json;
using testing::add_bet;
using testing::add_link;
using testing::certain;
using testing::component;
using testing::empty_model;
using testing::known;
using testing::make;
using testing::member;
using testing::pool;

constexpr std::uint64_t runs = 400'000;

const json& reference() {
  static const json data = reference_data("propagation.json");
  return data;
}

/// Quantiles as shares below the exact quantile: their standard error needs no density.
void expect_quantiles(const std::vector<double>& x, const json& quantiles) {
  const auto& levels = reference()["p"];
  for (std::size_t i = 0; i < levels.size(); ++i) {
    EXPECT_LT(std::abs(testing::share_z(x, quantiles[i], levels[i])), 3) << levels[i];
  }
}

std::vector<double> last_node(const Model& model, std::uint32_t period = Output::rollup) {
  const auto node = static_cast<std::uint32_t>(model.nodes.size() - 1);
  return testing::runs_of(Program::compile(model), {node, period, Side::with}, runs, 2'026);
}

Model standard_normals(int count) {
  Model model = empty_model(1);
  for (int i = 1; i <= count; ++i) {
    model.nodes.push_back(pool("z" + std::to_string(i), {member(1, 0, 0, 1)}));
  }
  return model;
}

std::string text(double value) {
  std::string digits(32, ' ');
  digits.resize(static_cast<std::size_t>(std::snprintf(digits.data(), 32, "(%.17f)", value)));
  return value < 0 ? "(0 - " + digits.substr(2) : digits;
}

std::string text(const json& value) {
  return text(value.get<double>());
}

TEST(Propagation, ProductOfThreeIndependentLognormals) {
  const json& c = reference()["product3"];
  Model model = empty_model(1);
  for (std::size_t i = 0; i < 3; ++i) {
    const double median = c["median"][i];
    model.nodes.push_back(
        pool("x" + std::to_string(i), {member(1, std::log(median), 0, c["sdlog"][i])}));
    model.nodes.back().support = tree::Support::positive;
  }
  model.nodes.push_back(component("root", "x0 * x1 * x2"));
  const auto root = last_node(model);
  const json& exact = c["if_independent"];
  expect_quantiles(root, exact["q"]);
  EXPECT_LT(std::abs(testing::mean_z(root, exact["mean"])), 3);
  EXPECT_LT(std::abs(testing::variance_z(root, std::pow(exact["sd"].get<double>(), 2))), 3);
}

TEST(Propagation, ProductOfThreeCorrelatedLognormals) {
  // The correlation is a structure here: formulas over shared normals, by the Cholesky factor of R.
  const json& c = reference()["product3"];
  const double r12 = c["R"][0][1];
  const double r13 = c["R"][0][2];
  const double r23 = c["R"][1][2];
  const double l22 = std::sqrt(1 - r12 * r12);
  const double l32 = (r23 - r12 * r13) / l22;
  const double l33 = std::sqrt(1 - r13 * r13 - l32 * l32);
  Model model = standard_normals(3);
  const auto lognormal = [&](std::size_t i, const std::string& z) {
    return text(c["median"][i]) + " * exp(" + text(c["sdlog"][i]) + " * (" + z + "))";
  };
  model.nodes.push_back(component("x1", lognormal(0, "z1")));
  model.nodes.push_back(
      component("x2", lognormal(1, text(r12) + " * z1 + " + text(l22) + " * z2")));
  model.nodes.push_back(component(
      "x3", lognormal(2, text(r13) + " * z1 + " + text(l32) + " * z2 + " + text(l33) + " * z3")));
  model.nodes.push_back(component("root", "x1 * x2 * x3"));
  const auto root = last_node(model);
  expect_quantiles(root, c["q"]);
  EXPECT_LT(std::abs(testing::mean_z(root, c["mean"])), 3);
  EXPECT_LT(std::abs(testing::variance_z(root, std::pow(c["sd"].get<double>(), 2))), 3);
  EXPECT_LT(std::abs(testing::share_z(root, 22'000, 1 - c["p_root_ge_22000"].get<double>())), 3);
}

TEST(Propagation, RatioOfCorrelatedLognormals) {
  const json& c = reference()["ratio"];
  const double rho = c["rho"];
  Model model = standard_normals(2);
  model.nodes.push_back(
      component("top", text(c["num"][0]) + " * exp(" + text(c["num"][1]) + " * z1)"));
  model.nodes.push_back(component("bottom",
                                  text(c["den"][0]) + " * exp(" + text(c["den"][1]) + " * (" +
                                      text(rho) + " * z1 + " + text(std::sqrt(1 - rho * rho)) +
                                      " * z2))"));
  model.nodes.push_back(component("root", "top / bottom"));
  const auto root = last_node(model);
  expect_quantiles(root, c["q"]);
  EXPECT_LT(std::abs(testing::mean_z(root, c["mean"])), 3);
}

TEST(Propagation, RatioOfIndependentLognormals) {
  const json& c = reference()["ratio"];
  Model model = empty_model(1);
  model.nodes = {pool("top", {member(1, std::log(c["num"][0].get<double>()), 0, c["num"][1])}),
                 pool("bottom", {member(1, std::log(c["den"][0].get<double>()), 0, c["den"][1])}),
                 component("root", "top / bottom")};
  model.nodes[0].support = tree::Support::positive;
  model.nodes[1].support = tree::Support::positive;
  // Lognormal again: ln ratio ~ N(ln 500/120, 0.1^2 + 0.06^2).
  const double sd = std::hypot(c["num"][1].get<double>(), c["den"][1].get<double>());
  const double median = c["num"][0].get<double>() / c["den"][0].get<double>();
  const auto root = last_node(model);
  EXPECT_LT(std::abs(testing::mean_z(root, median * std::exp(sd * sd / 2))), 3);
  EXPECT_LT(std::abs(testing::share_z(root, median * std::exp(sd), 0.841344746068543)), 3);
  EXPECT_LT(std::abs(testing::share_z(root, median * std::exp(-2 * sd), 0.0227501319481792)), 3);
}

TEST(Propagation, TotalOfARandomWalk) {
  const json& c = reference()["rw_total"];
  const std::uint32_t horizon = c["H"];
  Model model = empty_model(horizon);
  model.nodes = {pool("x", {member(horizon, c["start"], 1, c["innov_sd"])})};
  const auto total = last_node(model);
  expect_quantiles(total, c["q"]);
  EXPECT_LT(std::abs(testing::mean_z(total, c["mean"])), 3);
  EXPECT_LT(std::abs(testing::variance_z(total, std::pow(c["sd"].get<double>(), 2))), 3);
}

TEST(Propagation, BetThroughTwoUncertainLinks) {
  const json& c = reference()["bet_two_links"];
  Model model = empty_model(1);
  model.nodes = {known("a", model, 0), known("b", model, 0), known("c", model, 0)};
  add_bet(model,
          {"bet",
           0,
           Action::shift,
           make(Normal{c["log_lift"][0], c["log_lift"][1]}),
           c["p_delivered"]});
  for (std::uint32_t l = 0; l < 2; ++l) {
    Influence& link = add_link(model, l, l + 1, make(Normal{c["b"][l][0], c["b"][l][1]}));
    link.kind = InfluenceKind::slope;
    model.gates.back().probability = c["p_link"][l];
  }
  const auto effect = last_node(model);
  EXPECT_LT(std::abs(testing::mean_z(effect, c["mean"])), 3);
  EXPECT_LT(std::abs(testing::variance_z(effect, c["var"])), 3);
  std::vector<double> is_zero;
  std::vector<double> real;
  for (const double x : effect) {
    is_zero.push_back(x == 0 ? 1 : 0);
    if (x != 0) {
      real.push_back(x);
    }
  }
  EXPECT_LT(std::abs(testing::mean_z(is_zero, c["prob_zero_effect"])), 3);
  EXPECT_LT(std::abs(testing::mean_z(real, c["mean_given_real"])), 3);
  EXPECT_LT(std::abs(testing::variance_z(real, std::pow(c["sd_given_real"].get<double>(), 2))), 3);
}

TEST(Propagation, TwoBetsThroughOneLinkWinOrLoseTogether) {
  const json& c = reference()["shared_link"];
  Model model = empty_model(1);
  model.nodes = {known("a", model, 0), known("b", model, 0)};
  add_bet(model, {"four", 0, Action::shift, certain(4)});
  add_bet(model, {"three", 0, Action::shift, certain(3)});
  add_link(model, 0, 1, certain(1)).kind = InfluenceKind::slope;
  model.gates.back().probability = 0.6;
  const auto sum = last_node(model);
  EXPECT_LT(std::abs(testing::mean_z(sum, c["sum_mean"])), 3);
  EXPECT_LT(std::abs(testing::variance_z(sum, c["sum_var"])), 3);
  const double p = c["p_sum_ge_7"];  // 0.6, not 0.36
  EXPECT_LT(std::abs(testing::share_z(sum, 6.999, 1 - p)), 3);
}

TEST(Propagation, SumOfNormalBetsOnANormalBase) {
  const json& c = reference()["sum_normals"];
  Model model = empty_model(1);
  model.nodes = {pool("x", {member(1, c["base"][0], 0, c["base"][1])})};
  for (const json& bet : c["bets"]) {
    add_bet(model,
            {"bet" + std::to_string(model.groups), 0, Action::shift, make(Normal{bet[0], bet[1]})});
  }
  const auto sum = last_node(model);
  expect_quantiles(sum, c["q"]);
  EXPECT_LT(std::abs(testing::share_z(sum, 108, 1 - c["p_ge_108"].get<double>())), 3);
}

/// Expected effect by period of one launch period (from 1), its ramp a staircase of whole periods.
std::vector<double> staircase(const json& c, int launch, double probability) {
  Model model = empty_model(static_cast<std::uint32_t>(c["path"].size()));
  model.nodes = {known("x", model, 0)};
  const int ramp = c["ramp"];
  for (int j = 0; j < ramp; ++j) {
    testing::Bet step{"step" + std::to_string(j),
                      0,
                      Action::shift,
                      certain(c["E"].get<double>() / ramp),
                      1,
                      launch - 1.0 + c["lag"].get<int>() + j};
    add_bet(model, step);
    model.interventions.back().gates = {0};
  }
  model.gates[0].probability = probability;
  const Program program = Program::compile(model);
  std::vector<double> path;
  for (std::uint32_t t = 0; t < model.periods; ++t) {
    const auto x = testing::runs_of(program, {0, t, Side::with}, probability == 1 ? 1 : 20'000);
    path.push_back(testing::moments_of(x).mean);
  }
  return path;
}

TEST(Propagation, DeliveryPathsWithoutDecay) {
  for (const json& c : reference()["delivery_paths"]) {
    if (!c["half"].is_null()) {
      continue;  // counts its decay from the launch; ours from the end of the ramp
    }
    const double ship = c["p_ship"];
    std::vector<double> exact(c["path"].size());
    std::vector<double> sampled(c["path"].size());
    for (const auto& [launch, odds] : c["launch"].items()) {
      const auto sure = staircase(c, std::stoi(launch), 1);
      const auto drawn = staircase(c, std::stoi(launch), ship);
      for (std::size_t t = 0; t < exact.size(); ++t) {
        exact[t] += odds.get<double>() * ship * sure[t];
        sampled[t] += odds.get<double>() * drawn[t];
      }
    }
    for (std::size_t t = 0; t < exact.size(); ++t) {
      EXPECT_NEAR(exact[t], c["path"][t], 1e-12) << t;
      const double se = 10 * std::sqrt(ship * (1 - ship) / 20'000);
      EXPECT_NEAR(sampled[t], c["path"][t], 3 * se + 1e-12) << t;
    }
  }
}

TEST(Propagation, SampleMedianHasThePredictedError) {
  // Medians of 1,000 standard normals over 400 seeds: their spread is the reference standard error.
  Model model = standard_normals(1);
  const Program program = Program::compile(model);
  std::vector<double> medians;
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    auto x = testing::runs_of(program, {0, 0, Side::without}, 1'000, seed);
    std::nth_element(x.begin(), x.begin() + 500, x.end());
    medians.push_back(x[500]);
  }
  const double se = reference()["mc_quantile_se_N01"][0]["se"];
  EXPECT_LT(std::abs(testing::variance_z(medians, se * se)), 3);
  EXPECT_LT(std::abs(testing::mean_z(medians, 0)), 3);
}

}  // namespace
}  // namespace betledger::sim
