#include "core/normal.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/contract.h"
#include "core/error.h"

namespace betledger {
namespace {

struct Pair {
  double at, value;
};

// A hundred-digit binary float and bisection on erfc; the argument is the double itself.
constexpr Pair quantiles[] = {{1e-300, -37.047096299361199237},
                              {9.9999999999999998e-201, -30.205594179579643063},
                              {1e-100, -21.273453560965324294},
                              {1e-50, -14.933337534788488981},
                              {9.9999999999999995e-21, -9.2623400897984075796},
                              {9.9999999999999998e-13, -7.0344838253011319326},
                              {9.9999999999999995e-07, -4.7534243088228989573},
                              {0.001, -3.0902323061678135354},
                              {0.01, -2.3263478740408410931},
                              {0.074899999999999994, -1.4402382675279636631},
                              {0.0751, -1.4388253927525399824},
                              {0.10000000000000001, -1.2815515655446004353},
                              {0.25, -0.6744897501960817432},
                              {0.40000000000000002, -0.25334710313579974132},
                              {0.499, -0.0025066308995717662317},
                              {0.4999999, -2.5066282747031065135e-07},
                              {0.50000100000000003, 2.5066282747057051991e-06},
                              {0.59999999999999998, 0.25334710313579974132},
                              {0.90000000000000002, 1.2815515655446005935},
                              {0.97499999999999998, 1.9599639845400538556},
                              {0.999, 3.0902323061678132778},
                              {0.99999899999999997, 4.7534243088170877657},
                              {0.99999999999900002, 7.0344869100478352057}};
constexpr Pair cdfs[] = {{-37, 5.7255712225245768227e-300},
                         {-20, 2.7536241186062336951e-89},
                         {-10, 7.619853024160526066e-24},
                         {-8, 6.2209605742717841235e-16},
                         {-6, 9.865876450376981407e-10},
                         {-5, 2.8665157187919391167e-07},
                         {-3, 0.0013498980316300945267},
                         {-1.5, 0.066807201268858066004},
                         {-0.5, 0.30853753872598689636},
                         {-1e-08, 0.49999999601057719599},
                         {0.25, 0.59870632568292372424},
                         {1, 0.84134474606854294859},
                         {2, 0.9772498680518207928},
                         {4, 0.99996832875816688008},
                         {7, 0.99999999999872018746}};

TEST(Normal, QuantileIsExactToTheFarTail) {
  for (const auto& [p, z] : quantiles) {
    EXPECT_NEAR(normal_quantile(p) / z, 1, 1e-15) << p;
  }
}

TEST(Normal, CdfAndSurvivalKeepTheirDigits) {
  for (const auto& [z, p] : cdfs) {
    EXPECT_NEAR(normal_cdf(z) / p, 1, 1e-15) << z;
    EXPECT_NEAR(normal_survival(-z) / p, 1, 1e-15) << z;
  }
}

TEST(Normal, CdfAndQuantileAreInverse) {
  for (int i = 1; i < 2000; ++i) {
    const double p = i / 2000.0;
    const double score = normal_quantile(p);
    // The last bit of z is worth z^2 of them in p.
    ASSERT_NEAR(normal_cdf(score) / p, 1, 1e-15 * (1 + score * score)) << p;
    const double z = -37 + i * 0.0185;
    ASSERT_NEAR(normal_quantile(normal_cdf(z)), z, 1e-15 * (1 + std::abs(z))) << z;
  }
}

TEST(Normal, QuantileIncreasesAndIsOdd) {
  double last = -40;
  for (int i = 1; i < 100000; ++i) {
    const double p = i / 100000.0;
    const double z = normal_quantile(p);
    ASSERT_GT(z, last) << p;
    last = z;
  }
  for (int i = 1; i < 512; ++i) {
    const double p = i / 1024.0;  // 1 - p is exact
    ASSERT_EQ(normal_quantile(p), -normal_quantile(1 - p));
  }
  EXPECT_EQ(normal_quantile(0.5), 0);
}

TEST(Normal, PdfIsTheSlopeOfTheCdf) {
  EXPECT_DOUBLE_EQ(normal_pdf(0), 0.39894228040143267794);
  EXPECT_DOUBLE_EQ(normal_pdf(2), normal_pdf(-2));
  for (double z = -6; z <= 6; z += 0.25) {
    const double h = 1e-4;
    ASSERT_NEAR((normal_cdf(z + h) - normal_cdf(z - h)) / (2 * h), normal_pdf(z), 1e-9) << z;
  }
}

TEST(Normal, ProbabilitiesOutsideTheOpenIntervalAreOurBug) {
  for (const double p : {0.0, 1.0, -0.1, 1.1, std::nan("")}) {
    EXPECT_THROW((void)normal_quantile(p), ContractViolation) << p;
  }
}

}  // namespace
}  // namespace betledger
