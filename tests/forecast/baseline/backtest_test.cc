#include "forecast/baseline/backtest.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/normal.h"
#include "forecast/baseline/run_backtest.h"
#include "sim/random/inverse_normal.h"
#include "sim/random/philox.h"

namespace betledger::forecast {
namespace {

using testing::HasSubstr;
using tree::RollupKind;
using tree::Support;

const Day monday = parse_day("2024-01-01").value();

/// A random walk of standard normal steps.
Series walk(std::size_t count, std::string_view name) {
  const auto key = sim::StreamKey::of(11, name);
  Series series{PeriodKind::week, monday, {}};
  double value = 50;
  for (std::uint32_t t = 0; t < count; ++t) {
    value += sim::inverse_normal::of_word(sim::random_word(key, 0, t));
    series.values.emplace_back(value);
  }
  return series;
}

Backtest run(const std::vector<BacktestSeries>& series, BacktestSettings settings) {
  Diagnostics warnings;
  const auto executor = sim::make_thread_executor(2);
  auto result = run_backtest(series, settings, *executor, warnings);
  EXPECT_TRUE(warnings.empty());
  return result;
}

TEST(Backtest, OriginsStepBackFromTheLastWholeWindow) {
  const BacktestSettings settings{4, 3, 26, 5, 500, 1};
  const auto result = run({{"walk", Support::real, RollupKind::sum, walk(60, "a"), {}}}, settings);
  const auto& metric = result.metrics.at(0);
  ASSERT_EQ(metric.origins.size(), 5U);
  EXPECT_EQ(metric.origins.back(), advance(PeriodKind::week, monday, 55));
  EXPECT_EQ(metric.origins.front(), advance(PeriodKind::week, monday, 43));
  EXPECT_EQ(metric.periods.forecasts, 20U);
  EXPECT_EQ(metric.rollup.forecasts, 5U);
  EXPECT_DOUBLE_EQ(metric.periods.windows, 1 + 12 / 4.0);
}

TEST(Backtest, OnRandomWalksBandsCoverAndSkillIsNil) {
  std::vector<BacktestSeries> series;
  for (int i = 0; i < 30; ++i) {
    const auto name = "walk" + std::to_string(i);
    series.push_back({name, Support::real, RollupKind::sum, walk(90, name), {}});
  }
  const auto result = run(series, {6, 6, 50, 40, 500, 1});
  // 30 series, 6 windows each: standard error of the coverage about sqrt(0.16 / 180) = 0.03.
  ASSERT_EQ(result.periods.coverage.size(), 3U);
  EXPECT_EQ(result.periods.coverage[1].band, 0.8);
  EXPECT_NEAR(result.periods.coverage[1].share, 0.8, 0.09);
  EXPECT_NEAR(result.rollup.coverage[1].share, 0.8, 0.09);
  EXPECT_NEAR(result.rollup.coverage[0].share, 0.5, 0.11);
  EXPECT_NEAR(result.periods.skill.value, 0, 0.1);
  EXPECT_LT(result.periods.skill.value, 0.02);
  EXPECT_EQ(result.rollup.forecasts, 180U);
  EXPECT_EQ(result.periods.windows, 6);
}

TEST(Backtest, NoiseAboutALevelIsForecastBetterThanByARandomWalk) {
  const auto key = sim::StreamKey::of(3, "noise");
  Series series{PeriodKind::week, monday, {}};
  for (std::uint32_t t = 0; t < 100; ++t) {
    series.values.emplace_back(
        100 * std::exp(0.1 * sim::inverse_normal::of_word(sim::random_word(key, 0, t))));
  }
  const auto result =
      run({{"noise", Support::positive, RollupKind::sum, series, {}}}, {13, 2, 40, 40, 1000, 1});
  const auto& metric = result.metrics.at(0);
  EXPECT_GT(metric.periods.skill.value, 0.3);
  EXPECT_GT(metric.rollup.skill.value, 0.5);
  EXPECT_GT(metric.periods.skill.value, 2 * metric.periods.skill.se.value());
  EXPECT_GT(metric.periods.wis.se.value(), 0);
  const auto& wilson = metric.periods.coverage[1].wilson;
  EXPECT_LE(wilson.low, metric.periods.coverage[1].share);
  EXPECT_GE(wilson.high, metric.periods.coverage[1].share);
}

TEST(Backtest, RollupsMeanWhatTheyMean) {
  const BacktestSettings settings{4, 4, 40, 3, 500, 1};
  const auto series = walk(60, "a");
  const auto wis = [&](RollupKind kind, std::optional<Series> weights) {
    return run({{"walk", Support::real, kind, series, std::move(weights)}}, settings)
        .metrics.at(0)
        .rollup.wis.value;
  };
  EXPECT_NEAR(wis(RollupKind::sum, {}), 4 * wis(RollupKind::mean, {}), 1e-9);
  Series same = series;
  Series last = series;
  for (std::size_t t = 0; t < 60; ++t) {
    same.values[t] = 7;
    last.values[t] = t % 4 == 3 ? 5 : 0;
  }
  EXPECT_NEAR(wis(RollupKind::weighted, same), wis(RollupKind::mean, {}), 1e-9);
  EXPECT_NEAR(wis(RollupKind::weighted, last), wis(RollupKind::last, {}), 1e-9);
}

TEST(Backtest, AMissingPeriodIsNotScoredAndItsCycleValueNeither) {
  auto series = walk(60, "a");
  series.values[58].reset();
  const auto result =
      run({{"walk", Support::real, RollupKind::sum, series, {}}}, {4, 4, 40, 3, 500, 1});
  EXPECT_EQ(result.metrics.at(0).periods.forecasts, 11U);
  EXPECT_EQ(result.metrics.at(0).rollup.forecasts, 2U);
}

TEST(Backtest, WhatCannotBeTestedIsTold) {
  auto bad = walk(60, "a");
  bad.values[3] = -1;
  Diagnostics warnings;
  const auto executor = sim::make_thread_executor(1);
  const auto result = run_backtest({{"short", Support::real, RollupKind::sum, walk(30, "b"), {}},
                                    {"orders", Support::positive, RollupKind::sum, bad, {}}},
                                   {13, 5, 26, 3, 500, 1},
                                   *executor,
                                   warnings);
  ASSERT_EQ(warnings.size(), 2U);
  EXPECT_EQ(warnings[0].code, "D503");
  EXPECT_THAT(warnings[0].message,
              HasSubstr("short: a back-test needs 26 known values with 13 periods after them"));
  EXPECT_EQ(warnings[1].code, "D502");
  EXPECT_THAT(warnings[1].message, HasSubstr("orders: -1 in the period of 2024-01-22"));
  EXPECT_FALSE(has_error(warnings));
  ASSERT_EQ(result.metrics.size(), 1U);
  EXPECT_EQ(result.metrics[0].metric, "orders");
}

TEST(Backtest, AGapCountsForNothingAndTheMessageSaysWhatDoes) {
  auto series = walk(60, "a");
  for (std::size_t t = 10; t < 45; ++t) {
    series.values[t].reset();
  }
  Diagnostics warnings;
  const auto executor = sim::make_thread_executor(1);
  static_cast<void>(run_backtest({{"walk", Support::real, RollupKind::sum, series, {}}},
                                 {13, 5, 26, 3, 500, 1},
                                 *executor,
                                 warnings));
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_EQ(warnings[0].message,
            "walk: a back-test needs 26 known values with 13 periods after them (--least, "
            "--horizon); of the 25 known 12 have that");
  EXPECT_THAT(warnings[0].hint, HasSubstr("--least 12"));
}

TEST(Backtest, ConstantHistoryHasNoSkillAndNoNans) {
  Series series{PeriodKind::week, monday, std::vector<std::optional<double>>(50, 3.0)};
  const auto result =
      run({{"flat", Support::positive, RollupKind::sum, series, {}}}, {13, 2, 26, 9, 300, 1});
  const auto& metric = result.metrics.at(0);
  EXPECT_EQ(metric.mean_step, 0.0);
  EXPECT_NEAR(metric.periods.wis.value, 0, 1e-12);
  EXPECT_TRUE(std::isfinite(metric.periods.skill.value));
  EXPECT_EQ(result.periods.forecasts, 0U);
}

}  // namespace
}  // namespace betledger::forecast
