#include <cmath>

#include <gtest/gtest.h>

#include "forecast/baseline/arima.h"
#include "forecast/baseline/ets.h"
#include "forecast/baseline/optimize.h"

#include "tests/forecast/baseline/m4_weekly.h"
#include "tests/forecast/baseline/scaled_history.h"
#include "tests/support/files.h"
#include "tests/support/reference_data.h"

namespace betledger::forecast {
namespace {

constexpr Steps quarter{0, 13};

nlohmann::json statespace() {
  return reference_data("statespace.json");
}

std::vector<double> visits() {
  return statespace().at("ets_fixed").at("y").get<std::vector<double>>();
}

TEST(Ets, RecursionsSquaresAndForecastsAtFixedParametersAreThoseOfR) {
  const auto all = statespace().at("ets_fixed");
  for (const std::string name : {"ANN", "AAN", "AAdN"}) {
    const auto& expected = all.at(name);
    const auto number = [&](const char* key) { return expected.at(key).get<double>(); };
    const bool trend = name != "ANN";
    const auto space = ets_space({number("alpha"), number("beta"), number("phi")}, trend);
    const StateVector start{number("l0"), number("b0")};
    Filter filter{{{visits(), start}}, std::vector<bool>(24, true)};
    const Regression& fit = filter.fit(space);
    EXPECT_NEAR(fit.state[0], number("last_level"), 1e-8) << name;
    EXPECT_NEAR(fit.state[1], number("last_trend"), 1e-8) << name;
    EXPECT_NEAR(fit.squares, number("sse"), 1e-6) << name;
    EXPECT_NEAR(24 * std::log(fit.squares), number("neg2loglik_ets"), 1e-8) << name;
    const auto mean = continue_from(space, fit.state, 13);
    const auto psi = psi_weights(space, 13);
    double variance = 0;
    for (std::size_t h = 0; h < 13; ++h) {
      variance += psi[h] * psi[h] * number("sigma2_mle");
      EXPECT_NEAR(mean[h], expected.at("mean").at(h).get<double>(), 1e-8) << name;
      EXPECT_NEAR(variance, expected.at("var").at(h).get<double>(), 1e-6) << name;
    }
  }
}

TEST(Ets, DampedTrendIsAtLeastAsLikelyAsTheFitOfR) {
  const auto expected = statespace().at("ets_fit_AAdN");
  const auto fit = fit_damped_trend(whole(visits()));
  const double log_likelihood = -0.5 * 24 * std::log(fit.regression.squares);
  EXPECT_GE(log_likelihood, expected.at("loglik").get<double>());
  EXPECT_LT(log_likelihood, expected.at("loglik").get<double>() + 0.05);
  const auto mean = continue_from(fit.space, fit.regression.state, 13);
  for (std::size_t h = 0; h < 13; ++h) {
    EXPECT_NEAR(mean[h], expected.at("mean").at(h).get<double>(), 0.5);
  }
}

TEST(Ets, DampedTrendIsAsLikelyAsTheFitsOfROnM4Weekly) {
  const auto expected = statespace().at("damped_aicc_m4_weekly_80");
  int worse = 0;
  for (const M4Series& series : read_m4(data_file("m4_weekly_dev.csv"))) {
    auto values = series.past;
    const double unit = mean_step(values);
    for (double& value : values) {
      value = (value - series.past.back()) / unit;
    }
    const auto fit = fit_damped_trend(whole(values));
    const double aicc =
        80 * std::log(fit.regression.squares * unit * unit) + 2 * 6 * 80.0 / (80 - 7);
    const double excess = aicc - expected.at(series.id).get<double>();
    EXPECT_LT(excess, 0.1) << series.id;
    worse += excess > 1e-3 ? 1 : 0;
  }
  EXPECT_LE(worse, 4);
}

TEST(Theta, MeanAndVarianceAreThoseOfR) {
  const auto expected = statespace().at("thetaf");
  const auto history = whole(visits());
  const auto member = fit_theta_member(history, quarter);
  for (std::size_t h = 0; h < 13; ++h) {
    EXPECT_NEAR(member.mean[h], expected.at("mean").at(h).get<double>(), 1e-4);
  }
  EXPECT_NEAR(least_squares_slope(history) / 2, expected.at("half_slope").get<double>(), 1e-10);
  const auto fit = fit_level(history);
  EXPECT_NEAR(fit.regression.squares / 22, expected.at("sigma2").get<double>(), 1e-3);
  EXPECT_NEAR(member.sigma * member.sigma, fit.regression.squares / 22 * 26 / 24, 1e-9);
  EXPECT_EQ(member.dof, 22);
}

TEST(RandomWalk, SigmaIsTheRootMeanSquaredStep) {
  const auto expected = statespace().at("naive");
  const auto member = fit_random_walk(whole(visits()), quarter);
  EXPECT_NEAR(member.sigma, expected.at("sigma").get<double>(), 1e-8);
  EXPECT_EQ(member.dof, 23);
  double variance = 0;
  for (std::size_t h = 0; h < 13; ++h) {
    variance += std::pow(member.sigma * member.psi[h], 2);
    EXPECT_NEAR(member.mean[h] + 1.959963984540054 * std::sqrt(variance),
                expected.at("upper95").at(h).get<double>(),
                1e-6);
  }
}

TEST(Ar, DriftOfOrderZeroIsTheMeanStep) {
  const auto expected = statespace().at("drift");
  const auto history = whole(visits());
  const auto member =
      ar_member(fit_ar(history, {}, {.differences = 1, .drift = true}), history, quarter);
  for (std::size_t h = 0; h < 13; ++h) {
    EXPECT_NEAR(member.mean[h], expected.at("mean").at(h).get<double>(), 1e-8);
  }
}

TEST(Ar, DampedDriftLevelsOff) {
  auto history = whole(visits());
  history.slope_damping = 0.5;
  const auto member =
      ar_member(fit_ar(history, {}, {.differences = 1, .drift = true}), history, quarter);
  const double drift = statespace().at("drift").at("drift").get<double>();
  EXPECT_NEAR(member.mean[12], 140 + drift * (1 - std::pow(0.5, 13)), 1e-8);
}

TEST(Ar, NestedOrdersNeverGetLessLikely) {
  const auto flow = statespace().at("nile").at("y").get<std::vector<double>>();
  for (const std::size_t differences : {0U, 1U}) {
    double last = 1e300;
    std::vector<double> start;
    for (int order = 0; order <= 3; ++order) {
      const auto fit = fit_ar(whole(flow), start, {.differences = differences});
      EXPECT_LE(fit.regression.minus_two_log_likelihood(), last + 1e-6);
      last = fit.regression.minus_two_log_likelihood();
      start = fit.partial;
      start.push_back(0.0);
    }
  }
}

TEST(Ar, FindsTheProcessThatMadeTheData) {
  // AR(2) with phi = (0.6, -0.3) from a fixed linear congruence through the normal quantile.
  std::vector<double> values{0, 0};
  std::uint64_t state = 12345;
  for (int i = 0; i < 4000; ++i) {
    double uniform = 0;
    for (int k = 0; k < 12; ++k) {
      state = state * 6364136223846793005U + 1442695040888963407U;
      uniform += static_cast<double>(state >> 11U) * 0x1p-53;
    }
    const auto n = values.size();
    values.push_back(0.6 * values[n - 1] - 0.3 * values[n - 2] + uniform - 6);
  }
  const auto fit = choose_ar(whole(values), {.differences = 0});
  const auto phi = ar_from_partial(fit.partial);
  ASSERT_GE(phi.size(), 2U);
  // Standard error of each about sqrt((1 - 0.09) / 4000) = 0.015.
  EXPECT_NEAR(phi[0], 0.6, 0.06);
  EXPECT_NEAR(phi[1], -0.3, 0.06);
}

TEST(Ar, SeasonIsFoundByItsHarmonics) {
  std::vector<double> values;
  for (int t = 0; t < 156; ++t) {
    const double noise = 0.3 * std::sin(1.7 * t * t);
    values.push_back(3 * std::sin(2 * 3.14159265358979 * t / 52.18) + noise);
  }
  const auto history = whole(values);
  const auto plain = choose_ar(history, {.differences = 0});
  const auto seasonal = choose_seasonal_ar(history, plain, 52.18);
  EXPECT_EQ(seasonal.terms.harmonics, 1U);
  EXPECT_LT(seasonal.aicc, plain.aicc - 20);
  const auto member = ar_member(seasonal, history, quarter);
  for (std::size_t h = 0; h < 13; ++h) {
    const double t = 156 + static_cast<double>(h);
    EXPECT_NEAR(member.mean[h], 3 * std::sin(2 * 3.14159265358979 * t / 52.18), 0.3);
  }
}

TEST(Optimize, FindsTheMinimumOfACurvedValleyAndOnASideOfTheBox) {
  const auto valley = [](std::span<const double> x) {
    return 100 * std::pow(x[1] - x[0] * x[0], 2) + std::pow(1 - x[0], 2);
  };
  const std::vector<Bound> wide{{-2, 2}, {-2, 2}};
  const auto inside = minimise(valley, {{-1.2, 1.0}}, wide, {1e-6, 1e-14, 4000});
  EXPECT_NEAR(inside.at[0], 1, 1e-5);
  EXPECT_NEAR(inside.at[1], 1, 1e-5);
  const std::vector<Bound> narrow{{-2, 0.5}, {-2, 2}};
  const auto side = minimise(valley, {{-1.2, 1.0}}, narrow, {1e-6, 1e-14, 4000});
  EXPECT_NEAR(side.at[0], 0.5, 1e-6);
  EXPECT_NEAR(side.at[1], 0.25, 1e-5);
}

}  // namespace
}  // namespace betledger::forecast
