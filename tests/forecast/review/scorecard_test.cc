#include "forecast/review/scorecard.h"

#include <cmath>
#include <map>
#include <string>

#include <gtest/gtest.h>

#include "core/normal.h"
#include "core/number.h"
#include "ledger/text/csv.h"

#include "tests/support/files.h"

namespace betledger::forecast {
namespace {

using Numbers = std::vector<double>;

Numbers evenly(std::size_t count) {
  Numbers draws;
  for (std::size_t i = 0; i < count; ++i) {
    draws.push_back(normal_quantile((static_cast<double>(i) + 0.5) / static_cast<double>(count)));
  }
  return draws;
}

TEST(Scorecard, DrawsAndQuantilesOfOneForecastAgree) {
  const Numbers draws = evenly(20'000);
  const Numbers levels{0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95};
  Numbers values;
  for (const double level : levels) {
    values.push_back(normal_quantile(level));
  }
  for (const double actual : {-2.5, -1.4, 0.0, 0.3, 1.5}) {
    const auto sampled = score_draws(draws, actual);
    const auto stated = score_quantiles({levels, values}, actual);
    EXPECT_NEAR(sampled.crps, crps_normal(0, 1, actual), 1e-3);
    EXPECT_NEAR(sampled.wis, stated.wis, 1e-3);
    EXPECT_NEAR(sampled.error, actual, 1e-3);
    EXPECT_EQ(sampled.inside, stated.inside) << actual;
    EXPECT_NEAR(sampled.transform.low, normal_cdf(actual), 1e-3);
    EXPECT_LE(stated.transform.low, normal_cdf(actual) + 0.02);
    EXPECT_GE(stated.transform.high, normal_cdf(actual) - 0.02);
  }
}

TEST(Scorecard, PointMassesAreSpannedByTheTransform) {
  const Numbers levels{0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95};
  const Numbers values{0, 0, 0, 1, 2, 3, 4};
  EXPECT_EQ(score_quantiles({levels, values}, 0).transform, (Interval{0, 0.5}));
  EXPECT_EQ(score_quantiles({levels, values}, 1.5).transform, (Interval{0.625, 0.625}));
  EXPECT_EQ(score_quantiles({levels, values}, 9).transform, (Interval{0.95, 1}));
  EXPECT_EQ(score_quantiles({levels, values}, -1).transform, (Interval{0, 0.05}));
}

TEST(Scorecard, CoverageAndTransformOfCalibratedForecastsAreFlat) {
  const Numbers draws = evenly(999);
  std::vector<ForecastScore> scores;
  for (const double actual : evenly(400)) {
    scores.push_back(score_draws(draws, actual));
  }
  for (const auto& coverage : coverage_of(scores)) {
    EXPECT_NEAR(coverage.share, coverage.band, 0.01);
    EXPECT_GT(coverage.p_value, 0.5);
  }
  for (const double count : transform_histogram(scores, 10)) {
    EXPECT_NEAR(count, 40, 2);
  }
  std::vector<ForecastScore> mass(1);
  mass[0].transform = {0.1, 0.6};
  const auto counts = transform_histogram(mass, 10);
  EXPECT_NEAR(counts[0], 0, 1e-12);
  EXPECT_NEAR(counts[3], 0.2, 1e-12);
  EXPECT_TRUE(coverage_of({}).empty());
}

TEST(Scorecard, SkillIsOneLessTheRatioOfMeans) {
  const Numbers half{1, 2, 3, 4};
  const Numbers twice{2, 4, 6, 8};
  const auto better = skill(half, twice);
  ASSERT_TRUE(better);
  EXPECT_NEAR(better->value, 0.5, 1e-12);
  EXPECT_NEAR(better->se, 0, 1e-12);
  EXPECT_GT(skill(Numbers{1, 5, 2, 4}, twice)->se, 0);
  EXPECT_FALSE(skill(Numbers{1, 2}, Numbers{0, 0}));
}

// The variance of the sum of a random walk's next 3 values is 1 + 4 + 9 steps.
TEST(Scorecard, NaiveForecastsCarryTheirSum) {
  const auto walk = random_walk_forecast(Numbers{0, 2, 0, 2}, 3);
  ASSERT_TRUE(walk);
  EXPECT_NEAR(walk->periods[2].sd, 2 * std::sqrt(3.0), 1e-12);
  EXPECT_NEAR(walk->sum.mean, 6, 1e-12);
  EXPECT_NEAR(walk->sum.sd, 2 * std::sqrt(14.0), 1e-12);
  EXPECT_NEAR(walk->average.sd, 2 * std::sqrt(14.0) / 3, 1e-12);
  const auto seasonal = seasonal_naive_forecast(Numbers{1, 5, 2, 6}, 2, 3);
  ASSERT_TRUE(seasonal);
  EXPECT_EQ(seasonal->periods[0].mean, 2);
  EXPECT_EQ(seasonal->periods[1].mean, 6);
  EXPECT_EQ(seasonal->periods[2].mean, 2);
  EXPECT_NEAR(seasonal->periods[2].sd, std::sqrt(2.0), 1e-12);
  EXPECT_NEAR(seasonal->sum.sd, std::sqrt(5.0 + 1.0), 1e-12);  // one place twice, one once
  EXPECT_FALSE(seasonal_naive_forecast(Numbers{1, 2}, 2, 3));
  EXPECT_FALSE(random_walk_forecast(Numbers{1, 1, 1}, 3));
}

// https://github.com/epiforecasts/scoringutils, README: mean interval scores.
TEST(Scorecard, ReproducesThePublishedTable) {
  const std::string text = read_file(data_file("learning/covid_hub_quantiles.csv"));
  const auto table = ledger::parse_csv(text, "hub.csv");
  ASSERT_TRUE(table);
  Numbers levels;
  for (std::size_t i = 3; i < table->header.fields.size(); ++i) {
    levels.push_back(*parse_number(table->header.fields[i], NumberKind::plain));
  }
  std::map<std::string, std::pair<double, double>> sums;
  for (const auto& row : table->rows) {
    Numbers values;
    for (std::size_t i = 3; i < row.fields.size(); ++i) {
      values.push_back(*parse_number(row.fields[i], NumberKind::plain));
    }
    auto& [sum, count] = sums[row.fields[0] + " " + row.fields[1]];
    sum += score_quantiles({levels, values}, *parse_number(row.fields[2], NumberKind::plain)).wis;
    count += 1;
  }
  const std::map<std::string, double> published{{"EuroCOVIDhub-ensemble Cases", 17'900},
                                                {"EuroCOVIDhub-baseline Cases", 28'500},
                                                {"epiforecasts-EpiNow2 Cases", 20'800},
                                                {"EuroCOVIDhub-ensemble Deaths", 41.4},
                                                {"EuroCOVIDhub-baseline Deaths", 159},
                                                {"UMass-MechBayes Deaths", 52.7},
                                                {"epiforecasts-EpiNow2 Deaths", 66.6}};
  EXPECT_EQ(sums.size(), published.size());
  for (const auto& [name, value] : published) {
    const auto& [sum, count] = sums.at(name);
    EXPECT_EQ(format_rounded(sum / count, 3), format_rounded(value, 3)) << name;
  }
}

}  // namespace
}  // namespace betledger::forecast
