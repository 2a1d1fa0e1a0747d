#include "core/beta_quantile.h"

#include <cmath>

#include <gtest/gtest.h>

namespace betledger {
namespace {

constexpr double pi = 3.14159265358979323846;

TEST(BetaQuantile, MatchesTheClosedForms) {
  for (double z = -20; z <= 20; z += 0.37) {
    const Score score = Score::of_normal(z);
    const double below = score.below();
    const double above = score.above();
    for (const double shape : {0.2, 0.5, 1.0, 3.0, 40.0, 1e4, 1e6}) {
      // I_x(a, 1) = x^a and its mirror image.
      const double log_below = z < 0 ? std::log(below) : std::log1p(-above);
      if (log_below / shape < -680) {
        continue;  // the answer is cut at 1e-300
      }
      const UnitPoint power = beta_quantile(shape, 1, score);
      ASSERT_NEAR(power.from_zero / std::exp(log_below / shape), 1, 1e-11) << shape << ' ' << z;
      ASSERT_NEAR(power.from_one / -std::expm1(log_below / shape), 1, 1e-10) << shape << ' ' << z;
      const UnitPoint mirror = beta_quantile(1, shape, Score::of_normal(-z));
      ASSERT_EQ(mirror.from_one, power.from_zero);
      ASSERT_EQ(mirror.from_zero, power.from_one);
    }
    // The arcsine law.
    const double sine = std::sin(pi / 2 * below);
    ASSERT_NEAR(beta_quantile(0.5, 0.5, score).from_zero / (sine * sine), 1, 1e-12) << z;
  }
}

TEST(BetaQuantile, SatisfiesTheCubicOfTwoAndTwo) {
  // I_x(2, 2) = x^2 (3 - 2 x).
  for (double z = -20; z <= 0; z += 0.37) {
    const Score score = Score::of_normal(z);
    const double x = beta_quantile(2, 2, score).from_zero;
    ASSERT_NEAR(x * x * (3 - 2 * x) / score.below(), 1, 1e-12) << z;
  }
}

TEST(BetaQuantile, NeverFallsForAnyShape) {
  for (const double alpha : {0.01, 0.03, 0.5, 1.0, 1.7, 3.001, 30.0, 1e3, 1e6}) {
    for (const double beta : {0.01, 0.4, 1.0, 2.999, 5.0, 250.0, 1e6}) {
      UnitPoint last{0, 1};
      for (double z = -30; z <= 30; z += 0.25) {
        const UnitPoint point = beta_quantile(alpha, beta, Score::of_normal(z));
        ASSERT_TRUE(point.from_zero >= 0 && point.from_zero <= 1);
        ASSERT_TRUE(point.from_one >= 0 && point.from_one <= 1);
        ASSERT_GE(point.from_zero, last.from_zero * (1 - 1e-12))
            << alpha << ' ' << beta << ' ' << z;
        ASSERT_LE(point.from_one, last.from_one * (1 + 1e-12)) << alpha << ' ' << beta << ' ' << z;
        last = point;
      }
    }
  }
}

TEST(BetaQuantile, TheTailShareIsThatOfTheClosedForm) {
  // Above the 99 % quantile q of x^a lies a share 1 - q^(a + 1) of the mean.
  for (const double shape : {0.01, 0.1, 1.0, 10.0}) {
    const double expected = -std::expm1((shape + 1) / shape * std::log(0.99));
    EXPECT_NEAR(beta_tail_share(shape, 1) / expected, 1, 1e-10) << shape;
  }
}

}  // namespace
}  // namespace betledger
