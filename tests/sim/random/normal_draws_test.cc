#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "core/normal.h"
#include "sim/random/inverse_normal.h"
#include "sim/random/random_kernels.h"

#include "tests/support/small_model.h"
#include "tests/support/statistics.h"

namespace betledger::sim {
namespace {

using testing::correlation;

/// Standard normals of consecutive runs of one variable and index.
std::vector<double> normals(const char* variable, std::uint32_t index, std::size_t blocks) {
  const StreamKey key = StreamKey::of(20, variable);
  std::vector<double> z(blocks * runs_per_block);
  std::array<kernels::Word, runs_per_block> words{};
  for (std::size_t block = 0; block < blocks; ++block) {
    kernels::words(key, block, index, words.data());
    kernels::normals(words.data(), &z[block * runs_per_block]);
  }
  return z;
}

TEST(InverseNormal, MeetsTheExactQuantile) {
  double worst = 0;
  for (std::uint64_t i = 0; i < 200'000; ++i) {
    // All magnitudes of tail: a random word with some of its leading bits cleared or set.
    const std::uint32_t cut = random_word({{1, 1}}, i, 0) >> (i % 32);
    const std::uint32_t word = i % 2 == 0 ? cut : ~cut;
    const double exact = normal_quantile(to_uniform(word));
    worst = std::max(worst, std::abs(inverse_normal::of_word(word) / exact - 1));
  }
  EXPECT_LT(worst, 3e-7);
}

TEST(InverseNormal, IsSymmetricAndRisesWithTheWordUpToRounding) {
  EXPECT_EQ(inverse_normal::of_word(0), -inverse_normal::of_word(0xffffffff));
  EXPECT_NEAR(inverse_normal::of_word(0), -6.3379577545537886, 3e-6);
  std::vector<std::uint32_t> starts{0U, 0x7ffff000U, 0xffffe000U, 0x12345678U};
  for (int octave = 15; octave < 31; ++octave) {  // past the table below 2^15
    starts.push_back(0xffffffffU - (1U << static_cast<unsigned>(octave)) - 2'000U);
  }
  for (const std::uint32_t start : starts) {
    double before = inverse_normal::of_word(start);
    for (std::uint32_t word = start + 1; word < start + 4'000; ++word) {
      const double z = inverse_normal::of_word(word);
      ASSERT_GE(z, before - 1e-6 * std::abs(before)) << word;
      ASSERT_EQ(z, -inverse_normal::of_word(~word));
      before = z;
    }
  }
}

TEST(Normals, OfAColumnAreThoseOfItsWords) {
  std::array<kernels::Word, runs_per_block> words{};
  std::array<double, runs_per_block> z{};
  for (std::uint64_t block = 0; block < 40; ++block) {
    kernels::words({{8, 9}}, block, 0, words.data());
    words[block] = 0;
    words[255 - block] = 0xffffffff;
    kernels::normals(words.data(), z.data());
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      ASSERT_EQ(z[i], inverse_normal::of_word(words[i]));
    }
  }
  std::fill(words.begin(), words.end(), 3U);  // nothing but tails
  kernels::normals(words.data(), z.data());
  EXPECT_EQ(z[0], inverse_normal::of_word(3));
  EXPECT_EQ(z[255], inverse_normal::of_word(3));
}

TEST(Normals, HaveTheMomentsOfANormal) {
  const std::vector<double> z = normals("moments", 0, 8'000);  // 2 million
  const auto n = static_cast<double>(z.size());
  const testing::Moments m = testing::moments_of(z);
  EXPECT_LT(std::abs(m.mean), 3.5 / std::sqrt(n));
  EXPECT_LT(std::abs(m.variance - 1), 3.5 * std::sqrt(2 / n));
  EXPECT_LT(std::abs(m.skewness), 3.5 * std::sqrt(6 / n));
  EXPECT_LT(std::abs(m.kurtosis - 3), 3.5 * std::sqrt(24 / n));
}

TEST(Normals, HaveTheTailsOfANormal) {
  const std::vector<double> z = normals("tails", 1, 8'000);
  for (const double bound :
       {-5.0, -4.5, -4.0, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0, 4.5, 5.0}) {
    EXPECT_LT(std::abs(testing::share_z(z, bound, normal_cdf(bound))), 3.5) << bound;
  }
  // To six sigma by exact count: words whose score lies beyond, of all 2^32.
  for (const double bound : {5.0, 5.5, 6.0}) {
    std::uint32_t beyond = 0;
    while (inverse_normal::of_word(~beyond) > bound) {
      ++beyond;
    }
    EXPECT_NEAR(beyond * 0x1p-32 / normal_survival(bound), 1, 0.5 / beyond + 1e-12) << bound;
  }
}

TEST(Normals, PassKolmogorovAndSmirnov) {
  std::vector<double> z = normals("ks", 2, 4'000);
  std::sort(z.begin(), z.end());
  const auto n = static_cast<double>(z.size());
  double distance = 0;
  for (std::size_t i = 0; i < z.size(); ++i) {
    const double p = normal_cdf(z[i]);
    const auto rank = static_cast<double>(i);
    distance = std::max({distance, p - rank / n, (rank + 1) / n - p});
  }
  EXPECT_LT(distance * std::sqrt(n), 1.63);  // 1 % point
}

TEST(Normals, OfNeighboursAreUncorrelated) {
  const std::size_t blocks = 4'000;
  const std::vector<double> z = normals("x", 0, blocks);
  const double se = 1 / std::sqrt(static_cast<double>(z.size()));
  const std::span<const double> all{z};
  for (const std::size_t lag :
       {1U, 2U, 63U, 64U, 65U, 128U, 255U, 256U}) {  // along runs, and within calls
    EXPECT_LT(std::abs(correlation(all.subspan(lag), all.first(z.size() - lag))), 4 * se) << lag;
  }
  for (const std::uint32_t index : {1U, 2U, 12U}) {  // along periods
    EXPECT_LT(std::abs(correlation(z, normals("x", index, blocks))), 4 * se) << index;
  }
  for (const char* other : {"y", "base:a/innovation", "base:b/innovation"}) {  // between variables
    EXPECT_LT(std::abs(correlation(z, normals(other, 0, blocks))), 4 * se) << other;
  }
  std::vector<double> squares = z;  // dependence that a correlation of the values would miss
  std::vector<double> others = normals("y", 0, blocks);
  for (std::size_t i = 0; i < z.size(); ++i) {
    squares[i] *= squares[i];
    others[i] *= others[i];
  }
  EXPECT_LT(std::abs(correlation(squares, others)), 4 * se);
}

TEST(Members, ArePickedByCumulativeWeight) {
  const std::array<double, 3> bounds{0.2, 0.5, 0.9};
  std::array<kernels::Word, runs_per_block> words{};
  std::array<kernels::Member, runs_per_block> members{};
  kernels::words({{3, 4}}, 0, 0, words.data());
  kernels::members(words.data(), bounds, members.data());
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    const double u = to_uniform(words[i]);
    ASSERT_EQ(members[i], (u >= 0.2) + (u >= 0.5) + (u >= 0.9));
  }
}

}  // namespace
}  // namespace betledger::sim
