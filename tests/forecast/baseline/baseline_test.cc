#include "forecast/baseline/baseline.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "forecast/baseline/path_quantiles.h"
#include "forecast/plan/codes.h"

#include "tests/forecast/baseline/m4_weekly.h"
#include "tests/support/files.h"

namespace betledger::forecast {
namespace {

using testing::HasSubstr;
using tree::Support;

const Day monday = parse_day("2026-01-05").value();

Series weekly(const std::vector<double>& values) {
  Series series{PeriodKind::week, monday, {}};
  series.values.assign(values.begin(), values.end());
  return series;
}

/// A wandering series of a given length, free of random numbers.
std::vector<double> wander(std::size_t count, double level = 100, double spread = 10) {
  std::vector<double> values;
  for (std::size_t t = 0; t < count; ++t) {
    const auto x = static_cast<double>(t);
    values.push_back(level + spread * (0.5 * std::sin(0.7 * x) + 0.5 * std::sin(2.3 * x * x)));
  }
  return values;
}

Baseline fit(const Series& series, Support support = Support::positive, std::uint32_t skip = 0) {
  auto fitted = fit_baseline(series, {"orders", support, skip, 13});
  EXPECT_TRUE(fitted.has_value());
  return std::move(fitted).value();
}

constexpr std::array<double, 3> band{0.1, 0.5, 0.9};

void expect_sound(const Baseline& baseline) {
  ASSERT_FALSE(baseline.members.empty());
  for (const FittedMember& member : baseline.members) {
    EXPECT_EQ(member.path.mean.size(), 13U);
    EXPECT_EQ(member.path.psi.size(), 13U + member.path.lead);
    EXPECT_EQ(member.path.psi[0], 1.0);
    EXPECT_GT(member.path.weight, 0);
    EXPECT_GE(member.path.sigma, 0);
    EXPECT_GE(member.path.dof, 1);
    for (const double mean : member.path.mean) {
      EXPECT_TRUE(std::isfinite(mean)) << member.name;
    }
  }
  const auto quantiles = path_quantiles(baseline, band, {500, 1});
  for (const auto& values : quantiles.periods) {
    EXPECT_LE(values[0], values[1]);
    EXPECT_LE(values[1], values[2]);
    EXPECT_TRUE(std::isfinite(values[0]) && std::isfinite(values[2]));
  }
  EXPECT_LE(quantiles.sum[0], quantiles.sum[2]);
}

std::vector<std::string> names(const Baseline& baseline) {
  std::vector<std::string> all;
  for (const FittedMember& member : baseline.members) {
    all.push_back(member.name);
  }
  return all;
}

TEST(Baseline, MembersAreThoseThatTheHistorySufficesFor) {
  EXPECT_THAT(names(fit(weekly({100, 104}))), testing::ElementsAre("random walk"));
  EXPECT_THAT(names(fit(weekly({100, 104, 99, 103}))), testing::ElementsAre("random walk"));
  const auto medium = names(fit(weekly(wander(40))));
  EXPECT_THAT(medium, testing::Contains("Theta"));
  EXPECT_THAT(medium, testing::Contains(HasSubstr("d=0")));
  EXPECT_THAT(medium, testing::Not(testing::Contains(HasSubstr("Fourier"))));
}

TEST(Baseline, EveryLengthFromTwoOnIsSound) {
  for (std::size_t count = 2; count < 32; ++count) {
    expect_sound(fit(weekly(wander(count))));
    expect_sound(fit(weekly(wander(count)), Support::real));
  }
}

TEST(Baseline, SeasonIsUsedFromTwoYearsOnAndNeverBefore) {
  const auto seasonal = [](int count) {
    std::vector<double> values;
    for (int t = 0; t < count; ++t) {
      values.push_back(100 * std::exp(0.3 * std::sin(0.1204 * t) + 0.02 * std::sin(1.7 * t * t)));
    }
    return values;
  };
  EXPECT_THAT(names(fit(weekly(seasonal(103)))),
              testing::Not(testing::Contains(HasSubstr("Fourier"))));
  EXPECT_THAT(names(fit(weekly(seasonal(104)))), testing::Contains(HasSubstr("Fourier")));
}

TEST(Baseline, DaysHaveTheirWeekdayPattern) {
  Series daily{PeriodKind::day, monday, {}};
  const auto noise = wander(60, 0, 3);
  for (std::size_t t = 0; t < 60; ++t) {
    daily.values.emplace_back(100 + noise[t] - (t % 7 >= 5 ? 40 : 0));
  }
  daily.values[20].reset();
  const auto result = path_quantiles(fit(daily), band);
  for (std::size_t h = 0; h < 13; ++h) {
    EXPECT_NEAR(result.periods[h][1], (60 + h) % 7 >= 5 ? 60 : 100, 8) << h;
  }
  EXPECT_LT(result.periods[0][2] - result.periods[0][0], 20);
  // Weeks have no weekdays, and a pattern needs four of each.
  EXPECT_THAT(names(fit(weekly(wander(60)))),
              testing::Not(testing::Contains(HasSubstr("weekdays"))));
  daily.values.resize(25);
  EXPECT_THAT(names(fit(daily)), testing::Not(testing::Contains(HasSubstr("weekdays"))));
}

TEST(Baseline, FitDoesNotDependOnTheUnit) {
  const auto one = fit(weekly(wander(40)));
  for (const double unit : {1e-9, 1e12}) {
    auto values = wander(40);
    for (double& value : values) {
      value *= unit;
    }
    for (const auto support : {Support::positive, Support::real}) {
      const auto plain = path_quantiles(fit(weekly(wander(40)), support), band);
      const auto scaled = path_quantiles(fit(weekly(values), support), band);
      for (std::size_t h = 0; h < 13; ++h) {
        for (std::size_t i = 0; i < band.size(); ++i) {
          EXPECT_NEAR(scaled.periods[h][i] / unit, plain.periods[h][i], 1e-5);
        }
      }
    }
  }
}

TEST(Baseline, ConstantHistoryGivesThatConstant) {
  for (const auto support : {Support::real, Support::positive}) {
    const auto baseline = fit(weekly(std::vector<double>(30, 7.0)), support);
    expect_sound(baseline);
    const auto quantiles = path_quantiles(baseline, band);
    EXPECT_NEAR(quantiles.periods[12][0], 7, 1e-12);
    EXPECT_NEAR(quantiles.periods[12][2], 7, 1e-12);
    EXPECT_NEAR(quantiles.sum[1], 91, 1e-10);
    EXPECT_THAT(baseline.members[0].details, HasSubstr("constant"));
  }
  const auto zeros = path_quantiles(fit(weekly(std::vector<double>(30, 0.0)), Support::real), band);
  EXPECT_EQ(zeros.sum[2], 0.0);
}

TEST(Baseline, StepsLinesAndSpikesAreSound) {
  std::vector<double> step(40, 10.0);
  std::fill(step.begin() + 25, step.end(), 30.0);
  std::vector<double> line;
  std::vector<double> spike(40, 10.0);
  spike[20] = 1e6;
  std::vector<double> alternating;
  for (int t = 0; t < 40; ++t) {
    line.push_back(5 + 2.0 * t);
    alternating.push_back(t % 2 == 0 ? 1.0 : 3.0);
  }
  for (const auto& values : {step, line, spike, alternating}) {
    for (const auto support : {Support::real, Support::positive}) {
      expect_sound(fit(weekly(values), support));
    }
  }
  EXPECT_NEAR(path_quantiles(fit(weekly(line), Support::real), band).periods[0][1], 85, 1);
}

TEST(Baseline, QuantilesStayInsideTheSupport) {
  const auto close =
      fit(weekly({0.99, 0.995, 0.98, 0.999, 0.97, 0.99, 0.98, 0.995, 0.99}), Support::fraction);
  const std::array<double, 2> far{0.001, 0.999};
  for (const auto& values : path_quantiles(close, far).periods) {
    EXPECT_GT(values[0], 0);
    EXPECT_LT(values[1], 1);
  }
  for (const auto& values : path_quantiles(fit(weekly({5, 1, 9, 2, 8, 1, 7})), far).periods) {
    EXPECT_GT(values[0], 0);
  }
}

TEST(Baseline, GapsAreMarginalisedNotFilled) {
  auto gaps = weekly(wander(40));
  gaps.values[11].reset();
  gaps.values[27].reset();
  const auto baseline = fit(gaps);
  expect_sound(baseline);
  EXPECT_EQ(baseline.points, 38U);
  const auto with = path_quantiles(baseline, band);
  const auto without = path_quantiles(fit(weekly(wander(40))), band);
  EXPECT_NEAR(with.sum[1] / without.sum[1], 1, 0.03);
  EXPECT_NEAR((with.sum[2] - with.sum[0]) / (without.sum[2] - without.sum[0]), 1, 0.25);
}

TEST(Baseline, RandomWalkOverAGapHasTheStepOfEachPeriod) {
  auto series = weekly({0, 3, 0, 9});
  series.values[2].reset();
  const auto naive = fit_naive(series, {"orders", Support::real, 0, 1});
  // A step of 3 over one period and one of 6 over two: (9 + 36 / 2) / 2 a period.
  const double factor = naive->members[0].path.sigma;
  const auto full = fit_naive(weekly({0, 3, 0}), {"orders", Support::real, 0, 1});
  EXPECT_NEAR(factor / full->members[0].path.sigma, std::sqrt(13.5 / 9), 1e-9);
}

TEST(Baseline, PeriodsPassedOverAddTheirNoise) {
  const auto now = fit(weekly(wander(40)), Support::real);
  const auto later = fit(weekly(wander(40)), Support::real, 4);
  auto trailing = weekly(wander(40));
  trailing.values.resize(44);
  const auto same = fit(trailing, Support::real);
  for (const FittedMember& member : later.members) {
    EXPECT_EQ(member.path.lead, 4U);
  }
  const auto far = path_quantiles(now, band);
  const auto skipped = path_quantiles(later, band);
  const auto missing = path_quantiles(same, band);
  for (std::size_t h = 0; h + 4 < 13; ++h) {
    for (std::size_t i = 0; i < band.size(); ++i) {
      EXPECT_NEAR(skipped.periods[h][i], far.periods[h + 4][i], 1e-9);
      EXPECT_NEAR(skipped.periods[h][i], missing.periods[h][i], 1e-12);
    }
  }
  EXPECT_EQ(now.last, same.last);
}

TEST(Baseline, ValuesOutsideTheSupportAreNamedAllOfThem) {
  auto values = wander(30);
  values[4] = 0;
  values[9] = -3;
  const auto refused = fit_baseline(weekly(values), {"orders", Support::positive, 0, 13});
  ASSERT_FALSE(refused.has_value());
  ASSERT_EQ(refused.error().size(), 2U);
  EXPECT_EQ(refused.error()[0].code, "D502");
  EXPECT_THAT(refused.error()[0].message, HasSubstr("orders: 0 in the period of 2026-02-02"));
  EXPECT_THAT(refused.error()[1].message, HasSubstr("-3 in the period of 2026-03-09"));
  EXPECT_THAT(refused.error()[0].hint, HasSubstr("leave the period empty"));
  const auto blanked = blank_outside(weekly(values), Support::positive);
  ASSERT_EQ(blanked.removed.size(), 2U);
  EXPECT_EQ(blanked.removed[1].value, -3);
  expect_sound(fit(blanked.history));
  const auto share = fit_baseline(weekly({0.5, 1.0, 0.4}), {"share", Support::fraction, 0, 13});
  EXPECT_THAT(share.error()[0].message, HasSubstr("is not between 0 and 1"));
}

TEST(Baseline, NoHistorySaysHowToStateOne) {
  for (const auto& values : {std::vector<double>{}, std::vector<double>{5.0}}) {
    const auto refused = fit_baseline(weekly(values), {"orders", Support::positive, 0, 13});
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error()[0].code, "D501");
    EXPECT_THAT(refused.error()[0].hint, HasSubstr("state the baseline"));
  }
}

TEST(Baseline, EveryCodeIsInTheCatalogue) {
  for (const std::string_view code : {"D501", "D502", "D503"}) {
    EXPECT_THAT(codes(), testing::Contains(testing::Field(&CodeInfo::code, code)));
  }
}

TEST(Baseline, SameHistorySameBits) {
  const auto one = path_quantiles(fit(weekly(wander(60))), band, {3000, 7});
  const auto two = path_quantiles(fit(weekly(wander(60))), band, {3000, 7});
  EXPECT_EQ(one.periods, two.periods);
  EXPECT_EQ(one.sum, two.sum);
}

/// docs/statistics-baseline.md. R's auto ETS has 1.080 / 1.403 / 1.689, auto ARIMA 1.023 / 1.376 /
/// 1.685; the limits are the best simple pools tried with R.
TEST(Baseline, ScoresOnM4WeeklyAreAtLeastThoseOfTheBestPool) {
  struct Limit {
    std::size_t points;
    double wis;
  };
  const auto all = read_m4(data_file("m4_weekly_dev.csv"));
  ASSERT_EQ(all.size(), 179U);
  for (const auto& [points, wis] : {Limit{80, 1.012}, Limit{40, 1.190}, Limit{26, 1.440}}) {
    const auto score = score_m4(all, points, Support::positive);
    EXPECT_LT(score.wis, wis) << points;
    EXPECT_GT(score.weeks_inside, 0.77) << points;
    EXPECT_LT(score.weeks_inside, 0.88) << points;
    EXPECT_GT(score.totals_inside, 0.75) << points;
    EXPECT_LT(score.totals_inside, 0.90) << points;
  }
}

}  // namespace
}  // namespace betledger::forecast
