#include "forecast/learning/estimators.h"

#include <cmath>
#include <string>

#include <gtest/gtest.h>

#include "core/normal.h"
#include "forecast/learning/calibration.h"
#include "forecast/learning/past_forecasts.h"

#include "tests/support/files.h"
#include "tests/support/noise.h"

namespace betledger::forecast {
namespace {

double noise(std::size_t i) {
  return normal_quantile(evenly(i, 0.6180339887498949));
}

/// Forecasts of `groups` people whose outcomes lie `bias` spreads above, `factor` times as wide.
std::vector<PastForecast> intervals(double bias,
                                    double factor,
                                    std::size_t groups,
                                    std::size_t each) {
  std::vector<PastForecast> made;
  for (std::size_t i = 0; i < groups * each; ++i) {
    const double centre = 10 * evenly(i, 0.7548776662466927);
    const double stated = 0.5 + evenly(i, 0.5698402909980532);
    made.push_back({"p" + std::to_string(i % groups),
                    centre,
                    stated,
                    centre + stated * (bias + factor * noise(i))});
  }
  return made;
}

TEST(Estimators, FindBiasAndOverconfidenceOfIntervals) {
  const auto fit = calibrate(ForecastKind::interval, intervals(-0.8, 2.5, 5, 60));
  EXPECT_NEAR(fit.bias.estimate, -0.8, 3 * fit.bias.se + 0.02);
  EXPECT_NEAR(fit.spread, 2.5, 0.3);
  EXPECT_EQ(fit.groups.size(), 5U);
  EXPECT_TRUE(worth_offering(fit));
  EXPECT_LT(fit.covered, 0.45);
  const auto next = correct(fit, {"p0", 100, 2, 0});
  EXPECT_NEAR(next.centre, 100 - 0.8 * 2, 0.5);
  EXPECT_NEAR(next.spread, 5, 0.8);
}

TEST(Estimators, OfferNothingWhereForecastsAreRight) {
  const auto fit = calibrate(ForecastKind::interval, intervals(0, 1, 4, 25));
  EXPECT_FALSE(worth_offering(fit));
  EXPECT_NEAR(fit.covered, 0.8, 0.1);
  ASSERT_TRUE(fit.coverage);
  EXPECT_LT(fit.coverage->low, 0.8);
  EXPECT_GT(fit.coverage->high, 0.8);
}

TEST(Estimators, AGroupWithFewForecastsIsDrawnToTheOthers) {
  auto made = intervals(0, 1, 8, 30);
  for (auto& one : made) {
    one.outcome += one.group == "p0" ? 2 * one.spread : 0;
  }
  made.push_back({"new", 0, 1, 4});
  const auto fit = calibrate(ForecastKind::interval, made);
  const auto group = [&fit](const std::string& name) {
    for (const auto& one : fit.groups) {
      if (one.group == name) {
        return one;
      }
    }
    return GroupCalibration{};
  };
  EXPECT_NEAR(group("p0").pooled.estimate, 2, 0.5);
  EXPECT_NEAR(group("new").own.estimate, 4, 1e-12);
  EXPECT_LT(group("new").pooled.estimate, 2.5);
  EXPECT_GT(group("new").pooled.se, group("p1").pooled.se);
  // A stranger is read as the average one, less surely.
  const auto stranger = correct(fit, {"nobody", 0, 1, 0});
  EXPECT_NEAR(stranger.centre, fit.bias.estimate, 1e-12);
}

TEST(Estimators, PointsHaveAFactor) {
  std::vector<PastForecast> made;
  for (std::size_t i = 0; i < 80; ++i) {
    const double said = 1 + 4 * evenly(i, 0.7548776662466927);
    made.push_back({i % 2 == 0 ? "a" : "b", said, 1, 0.4 * said + 0.3 * noise(i)});
  }
  const auto fit = calibrate(ForecastKind::point, made);
  EXPECT_NEAR(fit.bias.estimate, 0.4, 0.03);
  EXPECT_NEAR(fit.spread, 0.3, 0.06);
  EXPECT_TRUE(worth_offering(fit));
}

TEST(Estimators, ExactAndEmptyForecastsAreNoTrouble) {
  const std::vector<PastForecast> exact{{"a", 1, 1, 1}, {"a", 2, 1, 2}, {"b", 0, 1, 0}};
  const auto fit = calibrate(ForecastKind::point, exact);
  EXPECT_NEAR(fit.bias.estimate, 1, 1e-9);
  EXPECT_TRUE(std::isfinite(fit.spread) && std::isfinite(fit.score.corrected));
  const std::vector<PastForecast> zeros{{"a", 0, 1, 0}, {"a", 0, 1, 0}};
  const auto nothing = calibrate(ForecastKind::point, zeros);
  EXPECT_TRUE(std::isfinite(nothing.spread) && std::isfinite(nothing.score.corrected));
  const std::vector<PastForecast> sure{{"a", 1, 1, 0}, {"b", 0, 1, 1}, {"c", 1, 1, 0}};
  const auto certain = calibrate(ForecastKind::probability, sure);
  EXPECT_TRUE(std::isfinite(certain.score.raw) && std::isfinite(certain.slope.estimate));
}

TEST(Estimators, OverconfidentProbabilitiesAreDrawnToTheMiddle) {
  std::vector<PastForecast> made;
  for (std::size_t i = 0; i < 400; ++i) {
    const double x = 6 * (evenly(i, 0.7548776662466927) - 0.5);
    const double truth = 1 / (1 + std::exp(-(0.5 * x - 0.4)));
    made.push_back(
        {"a", 1 / (1 + std::exp(-x)), 1, evenly(i, 0.5698402909980532) < truth ? 1.0 : 0.0});
  }
  const auto fit = calibrate(ForecastKind::probability, made);
  EXPECT_NEAR(fit.slope.estimate, 0.5, 3 * fit.slope.se);
  EXPECT_NEAR(fit.bias.estimate, -0.4, 3 * fit.bias.se);
  EXPECT_TRUE(worth_offering(fit));
}

// Ten people forecast the same twenty things: what one thing taught must not be judged by itself.
TEST(Estimators, ForecastsOfOneThingAreLeftOutTogether) {
  std::vector<PastForecast> made;
  for (std::size_t i = 0; i < 200; ++i) {
    const std::size_t thing = i % 20;
    made.push_back({"p" + std::to_string(i / 20), 0, 1, noise(thing), std::to_string(thing)});
  }
  const auto together = calibrate(ForecastKind::interval, made);
  EXPECT_EQ(together.score.items, 20U);
  for (auto& one : made) {
    one.item.clear();
  }
  const auto apart = calibrate(ForecastKind::interval, made);
  EXPECT_EQ(apart.score.items, 200U);
  EXPECT_GT(together.score.gain_se, 2 * apart.score.gain_se);
  EXPECT_LT(together.score.gain, apart.score.gain + 1e-9);
  for (auto& one : made) {
    one.item = "the same";
  }
  EXPECT_FALSE(worth_offering(calibrate(ForecastKind::interval, made)));
}

// 58 findings of psychology and economics: what researchers believed of each, and whether it
// replicated.
TEST(Estimators, CorrectedReplicationBeliefsAreBetter) {
  const auto past = read_forecasts(
      read_file(data_file("learning/replication_beliefs.csv")),
      {"beliefs.csv", {{"probability", "survey_mean"}, {"outcome", "replicated"}}, {}});
  ASSERT_TRUE(past) << render(past.error());
  const auto fit = calibrate(past->kind, past->by_forecaster);
  EXPECT_EQ(fit.count, 58U);
  EXPECT_LT(fit.score.corrected, fit.score.raw);
}

// 72 treatments: what experts expected, and what the trial measured.
TEST(Estimators, CorrectedTreatmentForecastsAreBetter) {
  const auto past = read_forecasts(
      read_file(data_file("learning/treatment_effects.csv")),
      {"effects.csv",
       {{"forecaster", "study"}, {"forecast", "expert_mean"}, {"outcome", "estimate_rct"}},
       {}});
  ASSERT_TRUE(past) << render(past.error());
  const auto fit = calibrate(past->kind, past->by_forecaster);
  EXPECT_EQ(fit.count, 72U);
  EXPECT_LT(fit.score.corrected, fit.score.raw);
}

TEST(PastForecasts, EveryMistakeHasItsPlace) {
  const auto refused = [](const std::string& csv) {
    const auto past = read_forecasts(csv, {"t.csv", {}, {}});
    std::string all;
    if (!past) {
      for (const auto& one : past.error()) {
        all += one.code + "@" + std::to_string(one.at.line) + ":" + std::to_string(one.at.column) +
               " ";
      }
    }
    return all;
  };
  EXPECT_EQ(refused("p10,p50,p90,outcome\n1,2,3,2\n3,2,1,2\n2,2,2,2\n"), "E003@3:1 E003@4:1 ");
  EXPECT_EQ(refused("probability,outcome\n1.5,1\n0.5,0.5\n0.2,maybe\n"),
            "E003@2:1 E003@3:5 E002@4:5 ");
  EXPECT_EQ(refused("forecast,actual\n1,2\n"), "E005@1:1 ");
  EXPECT_EQ(refused("forecast,outcome\n1,2\n1,\n"), "E006@0:0 ");
}

}  // namespace
}  // namespace betledger::forecast
