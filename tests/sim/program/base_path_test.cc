#include <cmath>
#include <limits>
#include <vector>

#include <boost/math/distributions/students_t.hpp>
#include <gtest/gtest.h>

#include "tests/support/small_model.h"
#include "tests/support/statistics.h"

namespace betledger::sim {
namespace {

using testing::empty_model;
using testing::make;
using testing::member;
using testing::pool;

constexpr std::uint64_t runs = 200'000;

/// One column of `runs` per period.
std::vector<std::vector<double>> paths_of(const Model& model, std::uint32_t node) {
  const Program program = Program::compile(model);
  std::vector<std::vector<double>> paths;
  for (std::uint32_t t = 0; t < model.periods; ++t) {
    paths.push_back(testing::runs_of(program, {node, t, Side::without}, runs));
  }
  return paths;
}

TEST(PathPool, OfOneMemberHasTheCovarianceOfItsPsiWeights) {
  Model model = empty_model(4);
  const double carry = 0.7;
  const double sigma = 2;
  model.nodes = {pool("x", {member(4, 10, carry, sigma)})};
  const auto paths = paths_of(model, 0);
  for (std::size_t s = 0; s < 4; ++s) {
    EXPECT_LT(std::abs(testing::mean_z(paths[s], 10)), 3.5);
    for (std::size_t t = s; t < 4; ++t) {
      double exact = 0;  // sigma^2 sum_k psi_{s-k} psi_{t-k}
      for (std::size_t k = 0; k <= s; ++k) {
        exact += sigma * sigma * std::pow(carry, s - k) * std::pow(carry, t - k);
      }
      double sum = 0;
      double squares = 0;
      for (std::uint64_t i = 0; i < runs; ++i) {
        const double product = (paths[s][i] - 10) * (paths[t][i] - 10);
        sum += product;
        squares += product * product;
      }
      const double n = runs;
      const double se = std::sqrt((squares / n - sum / n * sum / n) / n);
      EXPECT_LT(std::abs(sum / n - exact), 3.5 * se) << s << " " << t;
    }
  }
}

TEST(PathPool, DrawsThePeriodsBetweenHistoryAndCycleToo) {
  Model model = empty_model(2);
  PathMember walk = member(5, 0, 1, 1);  // psi for three periods of lead and two of the cycle
  walk.lead = 3;
  walk.mean = {5, 6};
  model.nodes = {pool("x", {walk})};
  const auto paths = paths_of(model, 0);
  EXPECT_LT(std::abs(testing::mean_z(paths[0], 5)), 3.5);
  EXPECT_LT(std::abs(testing::variance_z(paths[0], 4)), 3.5);
  EXPECT_LT(std::abs(testing::variance_z(paths[1], 5)), 3.5);
  EXPECT_EQ(Program::compile(model).words_per_run(), 5U);
}

TEST(PathPool, OfUnequalWeightsHasTheMomentsOfTheMixture) {
  Model model = empty_model(1);
  PathMember low = member(1, -2, 0, 1);
  PathMember high = member(1, 4, 0, 3);
  PathMember middle = member(1, 1, 0, 0);
  low.weight = 2;
  high.weight = 5;
  middle.weight = 3;
  model.nodes = {pool("x", {low, high, middle})};
  const auto x = paths_of(model, 0)[0];
  const double mean = 0.2 * -2 + 0.5 * 4 + 0.3 * 1;
  const double square = 0.2 * (1 + 4) + 0.5 * (9 + 16) + 0.3 * 1;
  EXPECT_LT(std::abs(testing::mean_z(x, mean)), 3.5);
  EXPECT_LT(std::abs(testing::variance_z(x, square - mean * mean)), 3.5);
  double at_middle = 0;
  for (const double v : x) {
    at_middle += v == 1 ? 1 : 0;
  }
  EXPECT_NEAR(at_middle / runs, 0.3, 3.5 * std::sqrt(0.3 * 0.7 / runs));
}

TEST(PathPool, KeepsItsMemberForTheWholePath) {
  Model model = empty_model(3);
  PathMember up = member(3, 0, 0, 0);
  up.mean = {1, 2, 3};
  PathMember down = member(3, 0, 0, 0);
  down.mean = {-1, -2, -3};
  model.nodes = {pool("x", {up, down})};
  const auto paths = paths_of(model, 0);
  for (std::uint64_t i = 0; i < 5'000; ++i) {
    ASSERT_EQ(std::abs(paths[0][i]), 1);
    ASSERT_EQ(paths[1][i], 2 * paths[0][i]);
    ASSERT_EQ(paths[2][i], 3 * paths[0][i]);
  }
}

TEST(PathPool, WithSigmaFromFewResidualsHasStudentTails) {
  using Student = boost::math::students_t_distribution<double>;
  for (const double dof : {3.0, 10.0, 40.0}) {
    Model model = empty_model(1);
    PathMember path = member(1, 0, 0, 1);
    path.dof = dof;
    model.nodes = {pool("x", {path})};
    const auto x = paths_of(model, 0)[0];
    for (const double p : {0.0005, 0.005, 0.025, 0.1, 0.3, 0.5, 0.9, 0.975, 0.999}) {
      const double bound = boost::math::quantile(Student{dof}, p);
      EXPECT_LT(std::abs(testing::share_z(x, bound, p)), 3.5) << dof << " " << p;
    }
  }
}

TEST(PathPool, SharesOneSigmaOverThePeriodsOfARun) {
  Model model = empty_model(2);
  PathMember path = member(2, 0, 0, 1);
  path.dof = 6;
  model.nodes = {pool("x", {path})};
  auto paths = paths_of(model, 0);
  for (auto& column : paths) {
    for (double& v : column) {
      v = std::log(v * v);
    }
  }
  // ln x^2 = ln sigma^2 + ln eps^2: correlation trigamma(3) / (trigamma(3) + pi^2 / 2).
  const double shared = 0.39493406684822644;
  const double pi = 3.14159265358979324;
  const double exact = shared / (shared + pi * pi / 2);
  EXPECT_NEAR(testing::correlation(paths[0], paths[1]), exact, 4 / std::sqrt(1.0 * runs));
}

TEST(PathPool, MixesKnownAndEstimatedSigmas) {
  using Student = boost::math::students_t_distribution<double>;
  Model model = empty_model(1);
  PathMember estimated = member(1, 0, 0, 1);
  estimated.dof = 4;
  model.nodes = {pool("x", {estimated, member(1, 0, 0, 1)})};
  const auto x = paths_of(model, 0)[0];
  for (const double bound : {-4.0, -2.0, 1.0, 3.0}) {
    const double normal = 0.5 * std::erfc(-bound / std::sqrt(2.0));
    const double p = 0.5 * (boost::math::cdf(Student{4}, bound) + normal);
    EXPECT_LT(std::abs(testing::share_z(x, bound, p)), 3.5) << bound;
  }
}

TEST(PathPool, LivesOnTheScaleOfTheSupport) {
  Model model = empty_model(1);
  model.nodes = {pool("sales", {member(1, std::log(50.0), 0, 0.3)}),
                 pool("rate", {member(1, -1, 0, 0.5)})};
  model.nodes[0].support = tree::Support::positive;
  model.nodes[1].support = tree::Support::fraction;
  const auto sales = paths_of(model, 0)[0];
  EXPECT_LT(std::abs(testing::mean_z(sales, 50 * std::exp(0.045))), 3.5);
  EXPECT_LT(std::abs(testing::share_z(sales, 50, 0.5)), 3.5);
  const auto rate = paths_of(model, 1)[0];
  EXPECT_LT(std::abs(testing::share_z(rate, 1 / (1 + std::exp(1.0)), 0.5)), 3.5);
  EXPECT_LT(std::abs(testing::share_z(rate, 1 / (1 + std::exp(0.5)), 0.841344746068543)), 3.5);
}

TEST(PathPool, WithoutSpreadIsAKnownPathAndDrawsNothing) {
  Model model = empty_model(3);
  PathMember path = member(3, 0, 0, 0);
  path.mean = {0, 1, 2};
  model.nodes = {pool("x", {path})};
  model.nodes[0].support = tree::Support::positive;
  const Program program = Program::compile(model);
  EXPECT_EQ(program.words_per_run(), 0U);
  EXPECT_TRUE(program.sources().empty());
  EXPECT_DOUBLE_EQ(testing::path_of(model, 0, Side::without)[2], std::exp(2.0));
}

TEST(StatedPath, RunsBetweenItsEndsOnTheScaleWithOneDraw) {
  Model model = empty_model(3);
  Node node;
  node.key = "x";
  node.support = tree::Support::positive;
  node.source = BasePath{StatedPath{make(LogNormal{100, 0.2}), make(LogNormal{400, 0.2})}};
  model.nodes = {node};
  EXPECT_EQ(Program::compile(model).words_per_run(), 1U);
  const auto paths = paths_of(model, 0);
  for (std::uint64_t i = 0; i < 2'000; ++i) {
    ASSERT_NEAR(paths[1][i] / std::sqrt(paths[0][i] * paths[2][i]), 1, 1e-12);
    ASSERT_NEAR(paths[2][i] / paths[0][i], 4, 1e-11);  // one word: both ends at the same quantile
  }
  EXPECT_LT(std::abs(testing::share_z(paths[0], 100 * std::exp(0.2), 0.841344746068543)), 3.5);
}

TEST(StatedPath, IsKeptInsideTheSupport) {
  Model model = empty_model(2);
  Node positive;
  positive.key = "positive";
  positive.support = tree::Support::positive;
  positive.source = BasePath{StatedPath{make(Normal{10, 8}), make(Normal{20, 8})}};
  Node fraction;
  fraction.key = "fraction";
  fraction.support = tree::Support::fraction;
  fraction.source = BasePath{StatedPath{make(Normal{0.5, 0.4}), testing::certain(0.5)}};
  model.nodes = {positive, fraction};
  const auto low = paths_of(model, 0)[0];
  EXPECT_NEAR(*std::min_element(low.begin(), low.end()), 1e-5, 1e-15);  // a millionth of the median
  const auto share = paths_of(model, 1)[0];
  EXPECT_NEAR(*std::min_element(share.begin(), share.end()), 1e-9, 1e-15);
  EXPECT_NEAR(*std::max_element(share.begin(), share.end()), 1 - 1e-9, 1e-15);
}

TEST(KnownPath, IsItselfOnBothSides) {
  Model model = empty_model(3);
  model.nodes = {testing::known("x", {1.5, -2, 1e9})};
  EXPECT_EQ(testing::path_of(model, 0, Side::without), (std::vector<double>{1.5, -2, 1e9}));
  EXPECT_EQ(testing::path_of(model, 0, Side::with), (std::vector<double>{1.5, -2, 1e9}));
}

}  // namespace
}  // namespace betledger::sim
