#include "forecast/baseline/state_space.h"

#include <cmath>
#include <functional>
#include <numbers>

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <gtest/gtest.h>

#include "forecast/baseline/arima.h"
#include "forecast/baseline/ets.h"

#include "tests/support/reference_data.h"

namespace betledger::forecast {
namespace {

constexpr double nile_noise = 15099;
constexpr double nile_drift = 1469.1;

StateSpace local_level(double start_variance) {
  StateSpace space;
  space.transition = {{{1.0}}};
  space.observation = {1.0};
  space.state_noise = {{{nile_drift}}};
  space.observation_noise = nile_noise;
  space.start_variance = {{{start_variance}}};
  return space;
}

std::vector<double> nile() {
  return reference_data("statespace.json").at("nile").at("y").get<std::vector<double>>();
}

TEST(StateSpace, NileLogLikelihoodIsThePublishedOne) {
  const auto expected = reference_data("statespace.json").at("nile");
  const auto flow = nile();
  constexpr double prior = 1e7;
  Filter filter{{{flow, {}}}, std::vector<bool>(flow.size(), true)};
  const Regression& fit = filter.fit(local_level(prior));
  // The reference leaves out the density of the first value under that prior.
  const double first = std::log(prior + nile_noise) + flow[0] * flow[0] / (prior + nile_noise);
  const auto rest = static_cast<double>(flow.size()) - 1;
  const double log_likelihood =
      -0.5 * (rest * std::log(2 * std::numbers::pi) + fit.log_variances + fit.squares - first);
  EXPECT_NEAR(log_likelihood, expected.at("diffuse_loglik_at_published").get<double>(), 1e-8);
}

TEST(StateSpace, DiffuseLikelihoodIsTheLimitOfLargePriors) {
  const auto flow = nile();
  const std::vector<bool> observed(flow.size(), true);
  Filter diffuse{{{flow, {}}, {{}, {-1.0}}}, observed};
  Filter proper{{{flow, {}}}, observed};
  constexpr double prior = 1e13;
  const Regression& fit = proper.fit(local_level(prior));
  const double limit = -0.5 * (99 * std::log(2 * std::numbers::pi) + fit.log_variances +
                               fit.squares - std::log(prior));
  EXPECT_NEAR(diffuse.fit(local_level(0)).diffuse_log_likelihood(), limit, 1e-6);
}

TEST(StateSpace, NileFilteredLevelsAndForecastVariance) {
  const auto expected = reference_data("statespace.json").at("nile");
  const auto flow = nile();
  for (std::size_t back = 0; back < 5; ++back) {
    const std::vector<double> part{flow.begin(), flow.end() - static_cast<std::ptrdiff_t>(back)};
    Filter filter{{{part, {}}}, std::vector<bool>(part.size(), true)};
    const Regression& fit = filter.fit(local_level(1e7));
    EXPECT_NEAR(fit.state[0], expected.at("filtered_last5").at(4 - back).get<double>(), 1e-6);
    if (back == 0) {
      EXPECT_NEAR(fit.next_variance, expected.at("forecast_var_h1").get<double>(), 1e-6);
    }
  }
}

/// log |V| + squares of AR(p) noise with these autocovariances, by dense linear algebra.
double dense_deviance(const std::vector<double>& values,
                      const std::vector<bool>& observed,
                      const std::function<double(int, int)>& covariance) {
  std::vector<int> at;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (observed[i]) {
      at.push_back(static_cast<int>(i));
    }
  }
  const auto n = static_cast<Eigen::Index>(at.size());
  Eigen::MatrixXd v(n, n);
  Eigen::VectorXd y(n);
  for (Eigen::Index i = 0; i < n; ++i) {
    y(i) = values[static_cast<std::size_t>(at[static_cast<std::size_t>(i)])];
    for (Eigen::Index j = 0; j < n; ++j) {
      v(i, j) = covariance(at[static_cast<std::size_t>(i)], at[static_cast<std::size_t>(j)]);
    }
  }
  const Eigen::LLT<Eigen::MatrixXd> root{v};
  const Eigen::VectorXd e = root.matrixL().solve(y);
  double log_determinant = 0;
  for (Eigen::Index i = 0; i < n; ++i) {
    log_determinant += 2 * std::log(root.matrixL()(i, i));
  }
  return log_determinant + e.squaredNorm();
}

TEST(StateSpace, ArLikelihoodWithGapsIsTheDenseGaussianOne) {
  const auto flow = nile();
  std::vector<double> values;
  std::vector<bool> observed;
  for (std::size_t i = 0; i < 40; ++i) {
    values.push_back((flow[i] - 900) / 100);
    observed.push_back(i % 7 != 3 && (i < 20 || i > 23));
  }
  const std::vector<double> partial{0.7, -0.4, 0.3};
  // Autocovariances from the psi weights of the infinite moving average.
  const auto psi = psi_weights(ar_space(partial, 0), 4000);
  const auto gamma = [&](int lag) {
    double sum = 0;
    for (std::size_t i = 0; i + static_cast<std::size_t>(lag) < psi.size(); ++i) {
      sum += psi[i] * psi[i + static_cast<std::size_t>(lag)];
    }
    return sum;
  };
  Filter filter{{{values, {}}}, observed};
  const Regression& fit = filter.fit(ar_space(partial, 0));
  EXPECT_NEAR(
      fit.log_variances + fit.squares,
      dense_deviance(values, observed, [&](int i, int j) { return gamma(std::abs(i - j)); }),
      1e-9);
}

TEST(StateSpace, DifferencedLikelihoodWithGapsIsThatOfTheDifferences) {
  const auto flow = nile();
  std::vector<double> values;
  std::vector<bool> observed;
  for (std::size_t i = 0; i < 30; ++i) {
    values.push_back((flow[i] - flow[0]) / 100);
    observed.push_back(i != 5 && i != 6 && i != 20);
  }
  const std::vector<double> partial{-0.5, 0.2};
  const auto psi = psi_weights(ar_space(partial, 0), 2000);
  const auto gamma = [&](int lag) {
    double sum = 0;
    for (std::size_t i = 0; i + static_cast<std::size_t>(lag) < psi.size(); ++i) {
      sum += psi[i] * psi[i + static_cast<std::size_t>(lag)];
    }
    return sum;
  };
  // Levels 1.. given level 0 are sums of differences.
  const auto covariance = [&](int i, int j) {
    double sum = 0;
    for (int a = 0; a <= i; ++a) {
      for (int b = 0; b <= j; ++b) {
        sum += gamma(std::abs(a - b));
      }
    }
    return sum;
  };
  const std::vector<double> later{values.begin() + 1, values.end()};
  const std::vector<bool> later_observed{observed.begin() + 1, observed.end()};
  Filter filter{{{later, {}}}, later_observed};
  const Regression& fit = filter.fit(ar_space(partial, 1));
  EXPECT_NEAR(
      fit.log_variances + fit.squares, dense_deviance(later, later_observed, covariance), 1e-9);
}

TEST(StateSpace, MissingPeriodsOfExponentialSmoothingAreMarginalised) {
  // One gap: the likelihood of what is left is the same as of a random walk with a double step.
  Filter filter{{{{0.0, 2.5, 2.0}, {1.0}}}, {false, true, true}};
  const Regression& fit = filter.fit(ets_space({1.0, 0.0, 1.0}, false));
  EXPECT_NEAR(fit.log_variances, std::log(2.0), 1e-12);
  EXPECT_NEAR(fit.squares, 1.5 * 1.5 / 2 + 0.25, 1e-12);
  EXPECT_EQ(fit.next_variance, 1.0);
}

TEST(StateSpace, PsiWeightsOfDampedTrendHaveTheirClosedForm) {
  const EtsParameters p{0.4, 0.1, 0.9};
  const auto psi = psi_weights(ets_space(p, true), 6);
  double damped = 0;
  EXPECT_EQ(psi[0], 1.0);
  for (std::size_t j = 1; j < psi.size(); ++j) {
    damped += std::pow(p.phi, static_cast<double>(j));
    EXPECT_NEAR(psi[j], p.alpha + p.beta * damped, 1e-14);
  }
}

TEST(StateSpace, RegressorThatAddsNothingGetsNoCoefficient) {
  const std::vector<double> y{1, 2, 4, 8, 9};
  const std::vector<double> one(5, 1.0);
  Filter filter{{{y, {}}, {one, {}}, {one, {}}}, std::vector<bool>(5, true)};
  const Regression& fit = filter.fit(ar_space({}, 0));
  EXPECT_EQ(fit.rank, 1U);
  EXPECT_NEAR(fit.coefficients[0], 4.8, 1e-12);
  EXPECT_EQ(fit.coefficients[1], 0.0);
}

}  // namespace
}  // namespace betledger::forecast
