#include "forecast/baseline/usual_support.h"

#include <gtest/gtest.h>

namespace betledger::forecast {
namespace {

using tree::Support;

UsualSupport usual(std::vector<double> values) {
  return usual_support(values);
}

TEST(UsualSupport, IsTheNarrowestThatHoldsEveryValue) {
  EXPECT_EQ(usual({0.2, 0.7}), (UsualSupport{Support::fraction, {}, {}}));
  EXPECT_EQ(usual({0.2, 1.7}), (UsualSupport{Support::positive, {}, {}}));
  EXPECT_EQ(usual({3, 7}), (UsualSupport{Support::positive, {}, {}}));
  EXPECT_EQ(usual({-3, 7}), (UsualSupport{Support::real, {}, {}}));
}

TEST(UsualSupport, ValuesOnTheEdgeAreFittedAsTheyAreAndHeldWithinIt) {
  EXPECT_EQ(usual({0, 3, 7}), (UsualSupport{Support::real, 0, {}}));      // counts
  EXPECT_EQ(usual({0, 1, 1, 0}), (UsualSupport{Support::real, 0, {}}));   // counts too
  EXPECT_EQ(usual({0.9, 1, 0.97}), (UsualSupport{Support::real, 0, 1}));  // shares
  EXPECT_EQ(usual({0, 0.1, 0.05}), (UsualSupport{Support::real, 0, 1}));
  EXPECT_EQ(usual({0, 0.1, 7}), (UsualSupport{Support::real, 0, {}}));
  EXPECT_EQ(usual({1, 1, 1}), (UsualSupport{Support::positive, {}, {}}));
}

TEST(UsualSupport, QuantilesPastABoundLieOnIt) {
  PathQuantiles quantiles{{0.1, 0.9}, {{-2, 0.4}, {0.3, 1.2}}, {-1, 2.5}, {-0.5, 1.25}};
  hold_within({Support::real, 0, 1}, quantiles);
  EXPECT_EQ(quantiles.periods, (std::vector<std::vector<double>>{{0, 0.4}, {0.3, 1}}));
  EXPECT_EQ(quantiles.sum, (std::vector<double>{0, 2}));
  EXPECT_EQ(quantiles.mean, (std::vector<double>{0, 1}));
}

}  // namespace
}  // namespace betledger::forecast
