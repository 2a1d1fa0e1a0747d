#include "forecast/projection/variance.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "forecast/projection/attribution_request.h"
#include "sim/tasks/executor.h"

#include "tests/support/reference_data.h"
#include "tests/support/toy_model.h"
#include "tests/support/values.h"

namespace betledger::forecast {
namespace {

constexpr std::uint64_t runs = 60'000;

nlohmann::json reference(const std::string& name) {
  return reference_data("sensitivity.json").at(name);
}

std::map<std::string, VarianceShare> shares_of(const ToyModel& toy) {
  const auto executor = sim::make_thread_executor(2);
  std::map<std::string, VarianceShare> shares;
  for (const VarianceShare& share : variance_shares(toy.compile(), toy.request(runs), *executor)) {
    shares.emplace(share.source, share);
  }
  return shares;
}

void expect_index(const VarianceShare& share, double first_order, double total) {
  SCOPED_TRACE(share.source);
  EXPECT_NEAR(share.first_order.value, first_order, 4 * share.first_order.se);
  EXPECT_NEAR(share.total.value, total, 4 * share.total.se);
  EXPECT_LT(share.first_order.se, 0.03);
  EXPECT_LT(share.total.se, 0.03);
}

TEST(Variance, IshigamiFunction) {
  // The sine of a uniform angle is 2 u - 1 with u of a beta(1/2, 1/2).
  ToyModel toy;
  toy.random("u1", Beta{0.5, 0.5});
  toy.random("u2", Beta{0.5, 0.5});
  toy.random("x3", Uniform{-std::numbers::pi, std::numbers::pi});
  toy.formula("y", "(2*u1 - 1) + 7 * (2*u2 - 1)^2 + 0.1 * x3^4 * (2*u1 - 1)");
  const auto expected = reference("ishigami");
  const auto shares = shares_of(toy);
  ASSERT_EQ(shares.size(), 3U);
  const std::vector<std::string> names{"u1", "u2", "x3"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    expect_index(shares.at("baseline:" + names[i]), expected.at("S")[i], expected.at("ST")[i]);
  }
}

TEST(Variance, LinearModel) {
  ToyModel toy;
  const auto expected = reference("linear");
  std::string formula;
  for (std::size_t i = 0; i < 4; ++i) {
    const std::string key = "x" + std::to_string(i);
    toy.noise(key, 10, expected.at("sd")[i]);
    formula += (i == 0 ? "" : " + ") + expected.at("coef")[i].dump() + " * " + key;
  }
  toy.formula("y", formula);
  const auto shares = shares_of(toy);
  for (std::size_t i = 0; i < 4; ++i) {
    const double s = expected.at("S")[i];
    expect_index(shares.at("baseline:x" + std::to_string(i)), s, s);
  }
}

TEST(Variance, ProductOfLognormals) {
  ToyModel toy;
  const auto expected = reference("lognormal_product");
  for (std::size_t i = 0; i < 3; ++i) {
    toy.random("x" + std::to_string(i), LogNormal{1, expected.at("s")[i]});
  }
  toy.formula("y", "x0 * x1 * x2");
  const auto shares = shares_of(toy);
  for (std::size_t i = 0; i < 3; ++i) {
    expect_index(
        shares.at("baseline:x" + std::to_string(i)), expected.at("S")[i], expected.at("ST")[i]);
  }
}

TEST(Variance, GFunction) {
  ToyModel toy;
  const auto expected = reference("g_function");
  std::string formula;
  for (std::size_t i = 0; i < 5; ++i) {
    const std::string key = "x" + std::to_string(i);
    const std::string a = expected.at("a")[i].dump();
    toy.random(key, Uniform{0, 1});
    formula += (i == 0 ? "" : " * ");
    formula += "(abs(4 * " + key + " - 2) + " + a + ") / (1 + " + a + ")";
  }
  toy.formula("y", formula);
  const auto shares = shares_of(toy);
  for (std::size_t i = 0; i < 5; ++i) {
    expect_index(
        shares.at("baseline:x" + std::to_string(i)), expected.at("S")[i], expected.at("ST")[i]);
  }
}

TEST(Variance, ABetBehindAnUncertainLink) {
  // y = B + L b d: the link's gate L and its strength b each on a link of their own.
  const auto expected = reference("spike_slab_tree");
  const auto normal = [&](const std::string& key) {
    return make(Normal{expected.at(key)[0], expected.at(key)[1]});
  };
  ToyModel toy;
  const auto driver = toy.known("driver", 0);
  const auto middle = toy.known("middle", 0);
  const auto focus = toy.noise("y", expected.at("B")[0], expected.at("B")[1]);
  toy.slope(driver, middle, Distribution::constant(1), toy.gate("L", expected.at("pi")));
  toy.slope(middle, focus, normal("b"), toy.gate("always", 1));
  toy.bet("d", driver, {sim::Action::shift, normal("d")}, {toy.gate("works", 1)});
  const auto shares = shares_of(toy);
  ASSERT_EQ(shares.size(), 4U);
  const std::vector<std::string> sources{
      "baseline:y", "link:driver->middle", "link:middle->y", "bet:d"};
  for (std::size_t i = 0; i < sources.size(); ++i) {
    expect_index(shares.at(sources[i]), expected.at("S")[i], expected.at("ST")[i]);
  }
}

TEST(Variance, SourcesThatCannotReachTheFocusHaveExactlyNone) {
  ToyModel toy;
  toy.noise("aside", 5, 3);
  toy.noise("y", 5, 3);
  const auto shares = shares_of(toy);
  EXPECT_EQ(shares.at("baseline:aside").total.value, 0);
  EXPECT_EQ(shares.at("baseline:aside").first_order.value, 0);
}

TEST(Variance, StandardErrorsAreThoseOfRepeatedRuns) {
  ToyModel toy;
  toy.random("x0", LogNormal{1, 0.5});
  toy.random("x1", LogNormal{1, 0.3});
  toy.formula("y", "x0 * x1");
  const sim::Program program = toy.compile();
  const auto executor = sim::make_thread_executor(2);
  constexpr int repeats = 200;
  double mean = 0;
  double square = 0;
  double stated = 0;
  for (int i = 0; i < repeats; ++i) {
    AttributionRequest request = toy.request(1'024);
    request.seed = static_cast<std::uint64_t>(1000 + i);
    const auto share = variance_shares(program, request, *executor).front();
    mean += share.total.value / repeats;
    square += share.total.value * share.total.value / repeats;
    stated += share.total.se / repeats;
  }
  const double spread = std::sqrt(square - mean * mean);
  EXPECT_NEAR(stated / spread, 1, 0.25);
}

/// How often the share of x0 lies within two standard errors of its mean over seeds.
double covered(const sim::Program& program, const AttributionRequest& base) {
  const auto executor = sim::make_thread_executor(2);
  std::vector<sim::Estimate> shares;
  double mean = 0;
  constexpr int repeats = 150;
  for (int i = 0; i < repeats; ++i) {
    AttributionRequest request = base;
    request.seed = static_cast<std::uint64_t>(5'000 + i);
    for (const VarianceShare& share : variance_shares(program, request, *executor)) {
      if (share.source == "baseline:x0") {
        shares.push_back(share.first_order);
        mean += share.first_order.value / repeats;
      }
    }
  }
  return static_cast<double>(std::count_if(
             shares.begin(),
             shares.end(),
             [&](const auto& share) { return std::abs(share.value - mean) <= 2 * share.se; })) /
         repeats;
}

TEST(Variance, DrawingTheOutermostRunsInKeepsErrorsHonestWhereTailsAreHeavy) {
  ToyModel toy;
  toy.random("x0", LogNormal{1, 1.0});
  toy.random("x1", LogNormal{1, 1.4});
  toy.formula("y", "x0 * x1");
  const sim::Program program = toy.compile();
  AttributionRequest request = toy.request(2'048);
  const double raw = covered(program, request);
  request.outermost = 0.005;
  const double drawn_in = covered(program, request);
  // 0.954 of normal errors; standard error 0.017 over 150 seeds.
  EXPECT_GT(drawn_in, 0.954 - 3 * 0.017);
  EXPECT_LT(raw, drawn_in);
}

TEST(Variance, NoVarianceGivesNoShares) {
  const std::vector<double> same(10, 3.0);
  const SobolIndex index = sobol_index(same, same, same);
  EXPECT_EQ(index.first_order.value, 0);
  EXPECT_EQ(index.total.value, 0);
  EXPECT_EQ(index.total.se, 0);
}

}  // namespace
}  // namespace betledger::forecast
