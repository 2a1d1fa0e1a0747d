#include "sim/columns/elementary.h"

#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

#include <gtest/gtest.h>

#include "sim/columns/elementary_float.h"
#include "sim/random/philox.h"

namespace betledger::sim {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// |value - exact| in units in the last place of value.
double ulps(double value, long double exact) {
  const double next = std::nextafter(std::abs(value), infinity);
  return static_cast<double>(std::abs((value - exact) / (next - std::abs(value))));
}

double uniform(std::uint64_t i, std::uint32_t index, double low, double high) {
  return low + (high - low) * to_uniform(random_word({{5, 6}}, i, index));
}

TEST(Exp, IsRightToAnUlpAndATenth) {
  double worst = 0;
  for (std::uint64_t i = 0; i < 300'000; ++i) {
    const double range = i % 3 == 0 ? 708 : i % 3 == 1 ? 3 : 1e-3;
    const double x = uniform(i, 0, -range, range);
    worst = std::max(worst, ulps(elementary::exp(x), std::exp(static_cast<long double>(x))));
  }
  EXPECT_LT(worst, 1.1);
}

TEST(Exp, HasExactEnds) {
  EXPECT_EQ(elementary::exp(0), 1);
  EXPECT_EQ(elementary::exp(-infinity), 0);
  EXPECT_EQ(elementary::exp(infinity), infinity);
  EXPECT_EQ(elementary::exp(709.79), infinity);
  EXPECT_EQ(elementary::exp(-708.5), 0);
  EXPECT_TRUE(std::isfinite(elementary::exp(709.782712893384)));
  EXPECT_GE(elementary::exp(-708.3964185322641), std::numeric_limits<double>::min());
  EXPECT_TRUE(std::isnan(elementary::exp(nan)));
}

TEST(Log, IsRightToAnUlp) {
  double worst = 0;
  for (std::uint64_t i = 0; i < 300'000; ++i) {
    const double x = i % 3 == 0   ? std::exp(uniform(i, 1, -700, 700))
                     : i % 3 == 1 ? uniform(i, 1, 0.5, 2)
                                  : 1 + uniform(i, 1, -1e-4, 1e-4);
    worst = std::max(worst, ulps(elementary::log(x), std::log(static_cast<long double>(x))));
  }
  EXPECT_LT(worst, 1.0);
}

TEST(Log, HasExactEnds) {
  EXPECT_EQ(elementary::log(1), 0);
  EXPECT_EQ(elementary::log(0), -infinity);
  EXPECT_EQ(elementary::log(infinity), infinity);
  EXPECT_TRUE(std::isnan(elementary::log(-1)));
  EXPECT_TRUE(std::isnan(elementary::log(-infinity)));
  EXPECT_TRUE(std::isnan(elementary::log(nan)));
  EXPECT_DOUBLE_EQ(elementary::log(std::numeric_limits<double>::denorm_min()),
                   std::log(std::numeric_limits<double>::denorm_min()));
  EXPECT_DOUBLE_EQ(elementary::log(std::numeric_limits<double>::max()),
                   std::log(std::numeric_limits<double>::max()));
}

TEST(Logistic, StaysWithinZeroAndOne) {
  EXPECT_EQ(elementary::logistic(0), 0.5);
  EXPECT_EQ(elementary::logistic(infinity), 1);
  EXPECT_EQ(elementary::logistic(-infinity), 0);
  for (const double x : {-700.0, -30.0, -1.0, 0.3, 20.0, 700.0}) {
    const long double small = std::exp(-static_cast<long double>(std::abs(x)));
    const long double exact = x > 0 ? 1 / (1 + small) : small / (1 + small);
    EXPECT_LT(ulps(elementary::logistic(x), exact), 3) << x;
  }
}

TEST(Pow, HasTheValuesOfTheStandardOne) {
  for (const double a : {0.3, 1.0, 2.0, 17.5, 1e10}) {
    for (const double b : {-3.0, -0.7, 0.0, 0.5, 1.0, 2.0, 2.5, 7.0}) {
      EXPECT_NEAR(elementary::pow(a, b) / std::pow(a, b), 1, 2e-14) << a << "^" << b;
    }
  }
  for (const double b : {-3.0, -2.0, 2.0, 3.0}) {
    EXPECT_NEAR(elementary::pow(-1.7, b) / std::pow(-1.7, b), 1, 1e-15) << b;
  }
  EXPECT_EQ(elementary::pow(0, 0), 1);
  EXPECT_EQ(elementary::pow(0, 2.5), 0);
  EXPECT_EQ(elementary::pow(0, -1), infinity);
  EXPECT_TRUE(std::isnan(elementary::pow(-2, 0.3)));
  EXPECT_TRUE(std::isnan(elementary::pow(-2, 0.5)));
}

/// Blocks take the short forms or not by their largest argument: a run must not show it.
TEST(ShortForms, HaveTheBitsOfTheLongOnesAsFarAsTheyAreUsed) {
  const auto same = [](auto a, auto b) { return std::memcmp(&a, &b, sizeof a) == 0; };
  for (std::uint64_t i = 0; i < 300'000; ++i) {
    const double size = i % 3 == 0 ? 1e-6 : i % 3 == 1 ? 1e-2 : 1.0;
    const double x = uniform(i, 3, -size, size) * elementary::exp_reduced_until;
    ASSERT_TRUE(same(elementary::exp_reduced(x), elementary::exp(x))) << x;
    const auto y = static_cast<float>(x);
    const elementary::Scaled scaled = elementary::exp_float(y);
    ASSERT_EQ(scaled.power, 0) << x;
    ASSERT_TRUE(same(elementary::exp_reduced_float(y), scaled.mantissa)) << x;
    const double b = std::exp(uniform(i, 4, -300, 300)) * (i % 7 == 0 ? -1 : 1);
    const double a = b * (1 + uniform(i, 5, -size, size) * 0.4);
    const elementary::NearRatio near = elementary::log_ratio_near(a, b);
    if (near.square <= elementary::log_ratio_near_until && a != b) {
      ASSERT_TRUE(same(near.value, elementary::log_ratio(a, b))) << a << " " << b;
    }
  }
  for (const double x :
       {elementary::exp_reduced_until, -elementary::exp_reduced_until, 0.0, -0.0}) {
    EXPECT_TRUE(same(elementary::exp_reduced(x), elementary::exp(x))) << x;
  }
  const float last = elementary::exp_reduced_float_until;
  for (const float x : {last, -last, 0.0F, -0.0F}) {
    EXPECT_TRUE(same(elementary::exp_reduced_float(x), elementary::exp_float(x).mantissa)) << x;
  }
}

TEST(ShortForms, AreNotUsedForWhatIsNoRatio) {
  for (const auto& [a, b] : {std::pair{0.0, 0.0},
                             {0.0, 2.0},
                             {2.0, 0.0},
                             {-1.0, 1.0},
                             {nan, 1.0},
                             {infinity, 1.0},
                             {infinity, infinity}}) {
    EXPECT_FALSE(elementary::log_ratio_near(a, b).square <= elementary::log_ratio_near_until)
        << a << " " << b;
  }
}

}  // namespace
}  // namespace betledger::sim
