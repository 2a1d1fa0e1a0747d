#include "sim/summary/summary.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "sim/random/philox.h"

namespace betledger::sim {
namespace {

TEST(Summarize, HasHandComputedType7Quantiles) {
  // 1..5: h = 4 p + 1, so p05 = 1.2, p10 = 1.4, p25 = 2, ... as R's quantile(1:5, p) has them.
  const Summary summary = summarize(std::vector<double>{3, 1, 5, 2, 4});
  const std::array<double, 7> quantiles{1.2, 1.4, 2, 3, 4, 4.6, 4.8};
  for (std::size_t i = 0; i < quantiles.size(); ++i) {
    EXPECT_DOUBLE_EQ(summary.quantiles[i], quantiles[i]) << i;
  }
  EXPECT_DOUBLE_EQ(summary.mean, 3);
  EXPECT_DOUBLE_EQ(summary.sd, std::sqrt(2.5));
  EXPECT_DOUBLE_EQ(summary.se, std::sqrt(0.5));
}

TEST(Summarize, OfTwoValuesInterpolatesBetweenThem) {
  const Summary summary = summarize(std::vector<double>{10, 0});
  EXPECT_DOUBLE_EQ(summary.quantiles[0], 0.5);
  EXPECT_DOUBLE_EQ(summary.quantiles[3], 5);
  EXPECT_DOUBLE_EQ(summary.quantiles[6], 9.5);
}

TEST(Summarize, AgreesWithSorting) {
  for (const std::size_t n : {2U, 3U, 20U, 21U, 255U, 256U, 257U, 5'000U}) {
    std::vector<double> values(n);
    for (std::size_t i = 0; i < n; ++i) {
      values[i] = random_word({{1, 2}}, i, 0) % 1'000;  // with ties
    }
    const Summary summary = summarize(values);
    std::sort(values.begin(), values.end());
    for (std::size_t k = 0; k < summary_levels.size(); ++k) {
      const double h = static_cast<double>(n - 1) * summary_levels[k];
      const auto below = static_cast<std::size_t>(h);
      const double above = values[std::min(below + 1, n - 1)];
      const double exact =
          values[below] + (h - static_cast<double>(below)) * (above - values[below]);
      ASSERT_DOUBLE_EQ(summary.quantiles[k], exact) << n << " " << k;
    }
  }
}

TEST(Summarize, OfAFarColumnKeepsItsSpread) {
  std::vector<double> values;
  for (int i = 0; i < 1'000; ++i) {
    values.push_back(1e9 + i % 2);
  }
  const Summary summary = summarize(values);
  EXPECT_DOUBLE_EQ(summary.mean, 1e9 + 0.5);
  EXPECT_NEAR(summary.sd, std::sqrt(0.25 * 1000 / 999), 1e-12);
}

TEST(MeanOf, IsTheMeanOfTheSummary) {
  std::vector<double> values;
  for (std::uint64_t i = 0; i < 1'000; ++i) {
    values.push_back(to_uniform(random_word({{9, 9}}, i, 0)));
  }
  EXPECT_EQ(mean_of(values).value, summarize(values).mean);
  EXPECT_EQ(mean_of(values).se, summarize(values).se);
}

TEST(Share, IsNeverCertainAndElseAsSureAsABinomial) {
  EXPECT_NEAR(share_of(0, 20'000).se, std::sqrt(0.5) / 20'000, 1e-8);
  EXPECT_EQ(share_of(0, 20'000).se, share_of(20'000, 20'000).se);
  for (const std::size_t hits : {200U, 5'000U, 12'040U, 19'900U}) {
    const double p = static_cast<double>(hits) / 20'000;
    EXPECT_NEAR(share_of(hits, 20'000).se / std::sqrt(p * (1 - p) / 20'000), 1, 0.003);
  }
}

TEST(Share, CountsTheBoundItself) {
  const std::vector<double> values{1, 2, 2, 3};
  EXPECT_DOUBLE_EQ(share_at_least(values, 2).value, 0.75);
  EXPECT_DOUBLE_EQ(share_at_most(values, 2).value, 0.75);
  // Beta(3.5, 1.5).
  EXPECT_DOUBLE_EQ(share_at_least(values, 2).se, std::sqrt(3.5 * 1.5 / 6) / 5);
  EXPECT_DOUBLE_EQ(share_at_least(values, 4).value, 0);
  EXPECT_DOUBLE_EQ(share_at_least(values, 4).se, std::sqrt(0.5 * 4.5 / 6) / 5);
}

}  // namespace
}  // namespace betledger::sim
