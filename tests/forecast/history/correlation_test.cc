#include "forecast/history/correlation.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/noise.h"
#include "tests/support/small_tree.h"

namespace betledger::forecast {
namespace {

using testing::HasSubstr;
using tree::RollupKind;
using tree::Support;

const Day monday = parse_day("2024-01-01").value();

constexpr Noise noise{8};

/// How a metric remembers: 0 not at all, 1 for ever. `shared` is the share of its innovations'
/// variance that comes from the stream `common`.
Series path(const std::string& name,
            double memory,
            const std::string& common = "",
            double shared = 0) {
  Series series{PeriodKind::week, monday, {}};
  double value = 0;
  for (std::uint32_t t = 0; t < 60; ++t) {
    const double from_both = common.empty() ? 0 : std::sqrt(shared) * noise(common, t);
    value = memory * value + 0.1 * (from_both + std::sqrt(1 - shared) * noise(name, t));
    series.values.emplace_back(100 * std::exp(value));
  }
  return series;
}

tree::MetricTree tree_of(std::size_t count, const std::string& formula) {
  std::vector<tree::Metric> metrics{component("focus", formula, Support::real)};
  for (std::size_t i = 0; i < count; ++i) {
    metrics.push_back(metric("m" + std::to_string(i)));
  }
  return built(spec(std::move(metrics)));
}

TEST(Comovements, OfIndependentMetricsAreNamedInAboutOneTreeInTwenty) {
  // Six metrics, fifteen pairs, of every memory; under no correlation at all the chance that
  // Benjamini and Hochberg name any pair is 5 %.
  const tree::MetricTree tree = tree_of(6, "m0 * m1");
  constexpr int trees = 120;
  int alarms = 0;
  for (int i = 0; i < trees; ++i) {
    tree::History history;
    for (int m = 0; m < 6; ++m) {
      const std::string key = "m" + std::to_string(m);
      history[key] = path(key + "/" + std::to_string(i), 0.5 * (m % 3));
    }
    alarms += comovements(tree, history).empty() ? 0 : 1;
  }
  // 6 expected, standard deviation 2.4.
  EXPECT_LE(alarms, 6 + 3 * 2.4);
}

TEST(Comovements, SharedInnovationsAreFoundWhateverTheMemory) {
  const tree::MetricTree tree = tree_of(4, "m0 * m1");
  int found = 0;
  int covered = 0;
  for (int i = 0; i < 40; ++i) {
    const std::string run = std::to_string(i);
    const tree::History history{{"m0", path("m0" + run, 1, "both" + run, 0.7)},
                                {"m1", path("m1" + run, 0.5, "both" + run, 0.7)},
                                {"m2", path("m2" + run, 0)},
                                {"m3", path("m3" + run, 1)}};
    const auto pairs = comovements(tree, history);
    if (!pairs.empty() && pairs[0].a == "m0" && pairs[0].b == "m1") {
      ++found;
      covered += pairs[0].interval.low <= 0.7 && 0.7 <= pairs[0].interval.high ? 1 : 0;
      EXPECT_LT(pairs[0].band, 1);
    }
  }
  EXPECT_GE(found, 38);  // r = 0.7 of 60 points: z = 6.5
  EXPECT_GE(covered, 33);
}

TEST(Comovements, TheBandFollowsFromHowTheFocusIsMade) {
  const std::string one = "m0 * m1";
  const std::string other = "m0 / m1";
  const tree::History history{{"m0", path("a", 1, "both", 0.8)}, {"m1", path("b", 1, "both", 0.8)}};
  const auto narrow = comovements(tree_of(2, one), history).at(0);
  const auto wide = comovements(tree_of(2, other), history).at(0);
  // Equal pushes: the variance is 1 + r (1 - r) times what it is drawn with.
  EXPECT_NEAR(narrow.band, 1 / std::sqrt(1 + narrow.correlation), 0.02);
  EXPECT_NEAR(wide.band, 1 / std::sqrt(1 - wide.correlation), 0.1);
  const auto without = comovements(tree_of(2, "m0"), history).at(0);
  EXPECT_DOUBLE_EQ(without.band, 1);
  const auto findings = check_comovements(tree_of(2, one), history);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].code, "D505");
  EXPECT_EQ(findings[0].severity, Severity::warning);
  EXPECT_THAT(findings[0].message, HasSubstr("too narrow"));
}

TEST(Comovements, TakeTwentyCommonPeriods) {
  tree::History history{{"m0", path("a", 1, "both", 0.9)}, {"m1", path("b", 1, "both", 0.9)}};
  history["m1"].values.resize(18);
  EXPECT_TRUE(comovements(tree_of(2, "m0 * m1"), history).empty());
}

TEST(Comovements, OneCommonChristmasIsNoLaw) {
  tree::History history{{"m0", path("a", 0)}, {"m1", path("b", 0)}};
  *history["m0"].values[50] *= 10;
  *history["m1"].values[50] *= 10;
  EXPECT_TRUE(comovements(tree_of(2, "m0 * m1"), history).empty());
}

TEST(NormalScoreCorrelation, IsThatOfTheRanks) {
  EXPECT_DOUBLE_EQ(normal_score_correlation({1, 2, 3, 4}, {10, 20, 30, 4'000}), 1);
  EXPECT_DOUBLE_EQ(normal_score_correlation({1, 2, 3, 4}, {4, 3, 2, 1}), -1);
  EXPECT_DOUBLE_EQ(normal_score_correlation({1, 1, 1, 1}, {4, 3, 2, 1}), 0);
}

}  // namespace
}  // namespace betledger::forecast
