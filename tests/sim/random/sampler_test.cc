#include "sim/random/sampler.h"

#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include <boost/math/distributions/chi_squared.hpp>
#include <gtest/gtest.h>

#include "core/normal.h"
#include "sim/random/chi_square.h"
#include "sim/random/inverse_normal.h"

#include "tests/support/small_model.h"

namespace betledger::sim {
namespace {

using testing::make;
using Column = std::array<double, runs_per_block>;
using Words = std::array<kernels::Word, runs_per_block>;

/// Words of every size of tail, in rising order.
Words ladder() {
  Words words{};
  for (std::uint32_t i = 0; i < runs_per_block; ++i) {
    words[i] = i < 32    ? (1U << i) - 1U
               : i < 224 ? (i - 31) * 22'000'000U
                         : ~((1U << (255 - i)) - 1U);
  }
  std::sort(words.begin(), words.end());
  return words;
}

Column sample(const Distribution& distribution) {
  const Words words = ladder();
  Column out{};
  Sampler{distribution}.sample(words.data(), out.data());
  return out;
}

/// The worst error of a draw, in interdecile ranges plus distances from the median.
double worst_error(const Distribution& distribution) {
  const Words words = ladder();
  const Column values = sample(distribution);
  const double spread = distribution.quantile(0.9) - distribution.quantile(0.1);
  double worst = 0;
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    const double z = normal_quantile(to_uniform(words[i]));
    const double exact = distribution.from_normal(z);
    const double scale = spread + std::abs(exact - distribution.quantile(0.5));
    const double far = std::abs(z) > 4 ? 10 : 1;
    worst = std::max(worst, std::abs(values[i] - exact) / (scale * far));
  }
  return worst;
}

TEST(Sampler, MeetsEveryFamilyToAMillionthOfItsSpread) {
  const std::vector<Distribution> smooth{
      make(Normal{3, 2}),
      make(LogNormal{0.04, 0.5}),
      make(Uniform{-1, 4}),
      make(Triangular{0, 1, 5}),
      make(Triangular{2, 2, 3}),
      make(Pert{-0.01, 0.02, 0.09}),
      make(Beta{2, 5}),
      make(Beta{40, 360}),
      make(Quantiles{{0.1, 0.5, 0.9}, {0.02, 0.04, 0.09}, {}, {}}),
      make(Quantiles{{0.1, 0.5, 0.9}, {0.02, 0.04, 0.09}, 0.0, {}}),
      make(Quantiles{{0.1, 0.5, 0.9}, {0.2, 0.4, 0.7}, 0.0, 1.0}),
      make(Quantiles{{0.1, 0.5, 0.9}, {-9, -4, -2}, {}, 0.0}),
      make(Quantiles{{0.05, 0.3, 0.5, 0.9}, {1, 2, 4, 5}, {}, {}}),
      make(Empirical{{1, 2, 2.5, 7, 11}}),
  };
  for (std::size_t i = 0; i < smooth.size(); ++i) {
    EXPECT_LT(worst_error(smooth[i]), 1e-6) << "family " << i;
  }
}

TEST(Sampler, ReadsTablesForSmoothFamiliesThatHaveNoFormula) {
  EXPECT_TRUE(Sampler{make(Pert{0, 1, 4})}.is_tabulated());
  EXPECT_TRUE(Sampler{make(Beta{2, 5})}.is_tabulated());
  EXPECT_TRUE(
      (Sampler{make(Quantiles{{0.1, 0.5, 0.9}, {0.02, 0.04, 0.09}, 0.0, {}})}.is_tabulated()));
  EXPECT_FALSE((Sampler{make(Normal{0, 1})}.is_tabulated()));
  EXPECT_FALSE((Sampler{make(Empirical{{1, 2, 3}})}.is_tabulated()));
}

TEST(Sampler, NeverFallsAndNeverLeavesTheBounds) {
  for (const Distribution& distribution :
       {make(Pert{-0.01, 0.02, 0.09}),
        make(Beta{0.3, 0.4}),
        make(Beta{900, 2}),
        make(Quantiles{{0.1, 0.5, 0.9}, {0, 0.4, 0.7}, 0.0, 1.0})}) {
    const Column values = sample(distribution);
    EXPECT_TRUE(std::is_sorted(values.begin(), values.end()));
    EXPECT_GE(values.front(), distribution.lowest());
    EXPECT_LE(values.back(), distribution.highest());
  }
}

TEST(Sampler, OfAConstantReadsNoWords) {
  const Sampler sampler{testing::certain(0.25)};
  EXPECT_TRUE(sampler.is_constant());
  Column out{};
  sampler.sample(nullptr, out.data());
  EXPECT_EQ(out[0], 0.25);
  EXPECT_EQ(out[255], 0.25);
}

TEST(ZTable, TakesTheCoarsestGridThatMeetsItsTolerance) {
  const std::vector<std::function<double(double)>> cubic{[](double z) { return z * z * z + z; }};
  const auto exact = ZTable::fit(cubic, 1e-12);
  ASSERT_TRUE(exact);
  EXPECT_EQ(exact->cells_per_unit(), 4);  // a cubic is its own Hermite cubic
  EXPECT_NEAR(exact->at(0, 1.234), 1.234 * 1.234 * 1.234 + 1.234, 1e-12);

  const std::vector<std::function<double(double)>> bell{[](double z) { return std::atan(4 * z); }};
  const auto coarse = ZTable::fit(bell, 1e-5);
  const auto fine = ZTable::fit(bell, 1e-7);
  ASSERT_TRUE(coarse && fine);
  EXPECT_LT(coarse->cells_per_unit(), fine->cells_per_unit());
  for (double z = -6.3; z < 6.3; z += 0.0137) {
    ASSERT_NEAR(fine->at(0, z), std::atan(4 * z), 4e-7) << z;
  }
}

TEST(ZTable, RefusesWhatItCannotMeet) {
  const std::vector<std::function<double(double)>> kink{
      [](double z) { return z < 0.3 ? z : 2 * z - 0.3; }};
  EXPECT_FALSE(ZTable::fit(kink, 1e-9));
  const std::vector<std::function<double(double)>> hole{
      [](double z) { return z > 6 ? std::numeric_limits<double>::infinity() : z; }};
  EXPECT_FALSE(ZTable::fit(hole, 1e-3));
}

TEST(LogSigmaFactor, MeetsTheChiSquareQuantile) {
  using Chi = boost::math::chi_squared_distribution<long double>;
  for (const double dof : {0.5, 1.0, 2.0, 5.0, 24.0, 77.5, 1'000.0, 1e5}) {
    for (double z = -6.6; z <= 6.6; z += 0.3) {
      const long double x =
          z > 0 ? boost::math::quantile(Chi{dof}, static_cast<long double>(normal_survival(z)))
                : boost::math::quantile(
                      boost::math::complement(Chi{dof}, static_cast<long double>(normal_cdf(z))));
      const auto exact = static_cast<double>(-0.5L * std::log(x / static_cast<long double>(dof)));
      ASSERT_NEAR(log_sigma_factor(z, dof), exact, 1e-12) << dof << " " << z;
    }
  }
}

TEST(LogSigmaFactor, GoesOnSmoothlyWhereItsSeriesEnd) {
  for (const double z : {-6.0, -1.0, 0.5, 6.0}) {
    EXPECT_NEAR(log_sigma_factor(z, 1'000'000), log_sigma_factor(z, 1'000'001), 1e-8) << z;
  }
}

}  // namespace
}  // namespace betledger::sim
