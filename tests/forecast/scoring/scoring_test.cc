#include "forecast/scoring/scoring.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/normal.h"
#include "core/quadrature.h"

#include "tests/support/reference_data.h"

namespace betledger::forecast {
namespace {

using Numbers = std::vector<double>;

nlohmann::json scoring(const std::string& name) {
  return reference_data("scoring.json").at(name);
}

TEST(Scoring, CrpsOfSamples) {
  for (const auto& item : scoring("ensemble")) {
    const auto x = item.at("x").get<Numbers>();
    const auto y = item.at("y").get<double>();
    EXPECT_NEAR(crps_fair(x, y), item.at("crps_fair").get<double>(), 1e-9);
  }
}

TEST(Scoring, CrpsOfANormal) {
  for (const auto& item : scoring("normal")) {
    EXPECT_NEAR(crps_normal(item.at("mu"), item.at("sigma"), item.at("y")),
                item.at("crps").get<double>(),
                1e-9);
  }
}

TEST(Scoring, OverconfidenceCostsWhatTheClosedFormSays) {
  for (const auto& item : scoring("expected_crps_overconfident_N01")) {
    const double sd = item.at("sd");
    const double expected =
        integrate([sd](double y) { return crps_normal(0, sd, y) * normal_pdf(y); }, -12, 12);
    EXPECT_NEAR(expected, item.at("value").get<double>(), 1e-9);
  }
}

TEST(Scoring, PinballAndWeightedIntervalScore) {
  for (const auto& item : scoring("pinball_wis")) {
    const auto levels = item.at("taus").get<Numbers>();
    const auto values = item.at("q").get<Numbers>();
    const auto y = item.at("y").get<double>();
    for (std::size_t i = 0; i < levels.size(); ++i) {
      EXPECT_NEAR(pinball(levels[i], values[i], y), item.at("pinball").at(i), 1e-9);
    }
    EXPECT_NEAR(weighted_interval_score({levels, values}, y), item.at("wis"), 1e-9);
  }
}

TEST(Scoring, CoverageHasWilsonsIntervalAndAnExactTest) {
  for (const auto& item : scoring("coverage")) {
    const auto hits = item.at("k").get<std::size_t>();
    const auto trials = item.at("n").get<std::size_t>();
    const auto interval = wilson_interval(static_cast<double>(hits), static_cast<double>(trials));
    EXPECT_NEAR(interval.low, item.at("wilson95").at(0), 1e-9);
    EXPECT_NEAR(interval.high, item.at("wilson95").at(1), 1e-9);
    EXPECT_NEAR(
        binomial_p_value(hits, trials, item.at("nominal")), item.at("p_two_sided_exact"), 1e-9);
  }
}

TEST(Scoring, ProbabilityTransformSpansAPointMass) {
  const Numbers draws{0, 0, 0, 1, 2, 3, 4, 5, 6, 7};
  EXPECT_EQ(probability_transform(draws, 0), (Interval{0.0, 0.3}));
  EXPECT_EQ(probability_transform(draws, 4.5), (Interval{0.7, 0.7}));
  EXPECT_EQ(probability_transform(draws, -1), (Interval{0.0, 0.0}));
}

TEST(Scoring, CrpsOfLargeNumbersDoesNotCancel) {
  const Numbers draws{1e12 + 1, 1e12 + 2, 1e12 + 3, 1e12 + 4, 1e12 + 5};
  EXPECT_NEAR(crps_fair(draws, 1e12 + 3), 0.2, 1e-3);
}

}  // namespace
}  // namespace betledger::forecast
