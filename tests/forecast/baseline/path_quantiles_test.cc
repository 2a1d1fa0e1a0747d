#include "forecast/baseline/path_quantiles.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "core/normal.h"
#include "forecast/baseline/student_t.h"
#include "forecast/baseline/t_mixture.h"

#include "tests/support/reference_data.h"

namespace betledger::forecast {
namespace {

using tree::Support;

constexpr double known = std::numeric_limits<double>::infinity();
constexpr std::array<double, 5> levels{0.025, 0.1, 0.5, 0.9, 0.975};

Baseline pool(Support support, std::vector<sim::PathMember> paths) {
  Baseline baseline;
  baseline.metric = "orders";
  baseline.support = support;
  for (auto& path : paths) {
    baseline.members.push_back({"member", "", std::move(path)});
  }
  return baseline;
}

sim::PathMember random_walk(double level, double sigma, std::size_t periods, double dof = known) {
  sim::PathMember path;
  path.mean.assign(periods, level);
  path.psi.assign(periods, 1.0);
  path.sigma = sigma;
  path.dof = dof;
  return path;
}

TEST(StudentT, DistributionAndQuantileAreTheTextbookOnes) {
  // Cauchy, t(2) and the normal have closed forms.
  for (const double t : {-30.0, -2.0, -0.1, 0.0, 0.7, 5.0}) {
    EXPECT_NEAR(student_t_cdf(t, 1), 0.5 + std::atan(t) / std::acos(-1.0), 1e-14);
    EXPECT_NEAR(student_t_cdf(t, 2), 0.5 + t / (2 * std::sqrt(2 + t * t)), 1e-14);
    EXPECT_NEAR(student_t_cdf(t, known), normal_cdf(t), 1e-15);
    EXPECT_NEAR(student_t_cdf(t, 1e9), normal_cdf(t), 1e-8);
  }
  EXPECT_NEAR(student_t_quantile(0.975, 10), 2.2281388519862744, 1e-12);
  EXPECT_NEAR(student_t_quantile(0.9, 3), 1.6377443536962102, 1e-12);
  for (const double dof : {1.0, 2.5, 8.0, 40.0, 1e6}) {
    for (const double p : {1e-6, 0.025, 0.4, 0.5, 0.8, 0.999}) {
      EXPECT_NEAR(student_t_cdf(student_t_quantile(p, dof), dof), p, dof < 1e4 ? 4e-15 : 1e-11);
    }
    // The density is the slope of the distribution.
    const double slope = (student_t_cdf(1.001, dof) - student_t_cdf(0.999, dof)) / 0.002;
    EXPECT_NEAR(student_t_pdf(1, dof), slope, 1e-6);
  }
}

TEST(TMixture, QuantileInvertsTheDistribution) {
  const TMixture mixture{{{1, 0, 1, 5}, {2, 10, 0.1, known}, {1, 3, 4, 30}, {0.5, -2, 0, 8}}};
  for (const double p : {0.001, 0.1, 0.35, 0.5, 0.7, 0.9, 0.999}) {
    const double x = mixture.quantile(p);
    EXPECT_LE(mixture.cdf(x - 1e-6), p + 1e-9);
    EXPECT_GE(mixture.cdf(x + 1e-6), p - 1e-9);
  }
  EXPECT_EQ((TMixture{{{1, 4, 0, 3}}}.quantile(0.2)), 4.0);
}

TEST(PathQuantiles, BackTransformsAreTheClosedForms) {
  const auto expected = reference_data("statespace.json").at("backtransform");
  const auto number = [&](const char* key) { return expected.at(key).get<double>(); };
  const auto log = path_quantiles(
      pool(Support::positive, {random_walk(number("log_mean"), number("log_sd"), 1)}), levels);
  EXPECT_NEAR(log.periods[0][1], number("p10"), 1e-8);
  EXPECT_NEAR(log.periods[0][2], number("median"), 1e-8);
  EXPECT_NEAR(log.periods[0][3], number("p90"), 1e-8);
  const auto logit = path_quantiles(
      pool(Support::fraction, {random_walk(number("logit_mean"), number("logit_sd"), 1)}), levels);
  EXPECT_NEAR(logit.periods[0][2], number("logit_median"), 1e-11);
}

TEST(PathQuantiles, SumOfARandomWalkIsExactOnTheRealLine) {
  const auto result = path_quantiles(pool(Support::real, {random_walk(5, 2, 13, 20)}), levels);
  // Var of the sum of partial sums: 1^2 + ... + 13^2 = 819.
  const double scale = 2 * std::sqrt(819.0);
  for (std::size_t i = 0; i < levels.size(); ++i) {
    EXPECT_NEAR(result.sum[i], 65 + scale * student_t_quantile(levels[i], 20), 1e-8);
    EXPECT_NEAR(result.mean[i], result.sum[i] / 13, 1e-12);
    EXPECT_NEAR(result.periods[8][i], 5 + 6 * student_t_quantile(levels[i], 20), 1e-9);
  }
}

TEST(PathQuantiles, LeadAddsTheNoiseOfThePeriodsBefore) {
  auto path = random_walk(0, 1, 2);
  path.lead = 3;
  path.psi.assign(5, 1.0);
  const auto result = path_quantiles(pool(Support::real, {path}), levels);
  EXPECT_NEAR(result.periods[0][3], 2 * normal_quantile(0.9), 1e-9);
  // Innovations of the lead count twice: 3 * 4 + 4 + 1.
  EXPECT_NEAR(result.sum[3], std::sqrt(17.0) * normal_quantile(0.9), 1e-9);
}

TEST(PathQuantiles, SimulatedSumsMeetTheExactOnesInTheLimitOfSmallNoise) {
  // e^x is linear where x hardly moves.
  auto near = random_walk(0, 1e-4, 13, 25);
  auto far = random_walk(0.001, 2e-4, 13, 60);
  far.weight = 0.5;
  auto shifted = near;
  auto wide = far;
  shifted.mean.assign(13, 1.0);
  wide.mean.assign(13, 1.001);
  const PathSettings settings{200'000, 3};
  const auto simulated = path_quantiles(pool(Support::positive, {near, far}), levels, settings);
  const auto exact = path_quantiles(pool(Support::real, {shifted, wide}), levels);
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const double sd = 1e-4 * std::sqrt(819.0);
    // Standard error of a quantile from 200,000 runs: below 0.012 sd at these levels.
    EXPECT_NEAR(simulated.sum[i], exact.sum[i], 0.06 * sd) << levels[i];
  }
}

TEST(PathQuantiles, SumOfOnePeriodIsThatPeriod) {
  const auto baseline =
      pool(Support::positive, {random_walk(1, 0.3, 1, 12), random_walk(1.5, 0.1, 1, 40)});
  const auto result = path_quantiles(baseline, levels, {100'000, 5});
  for (std::size_t i = 0; i < levels.size(); ++i) {
    EXPECT_NEAR(std::log(result.sum[i]), std::log(result.periods[0][i]), 0.012);
  }
}

TEST(PathQuantiles, WeightsPickAndAverage) {
  auto path = random_walk(0, 1, 3);
  path.mean = {1, 2, 3};
  const auto baseline = pool(Support::real, {path});
  const std::array<double, 3> last{0, 0, 1};
  EXPECT_EQ(weighted_sum_quantiles(baseline, last, levels),
            path_quantiles(baseline, levels).periods[2]);
}

TEST(PathQuantiles, EveryNumberOfRunsIsDealtOut) {
  auto heavy = random_walk(0, 0.1, 2);
  auto light = random_walk(0, 0.1, 2);
  light.weight = 1e-3;
  const auto baseline = pool(Support::positive, {light, heavy, light});
  for (const std::uint64_t runs : {1U, 2U, 255U, 256U, 257U, 1000U}) {
    const auto result = path_quantiles(baseline, levels, {runs, 1});
    EXPECT_TRUE(std::isfinite(result.sum[0]));
    EXPECT_NEAR(result.sum[2], 2, 0.5);
  }
}

}  // namespace
}  // namespace betledger::forecast
