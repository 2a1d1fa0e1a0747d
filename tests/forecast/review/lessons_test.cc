#include "forecast/review/lessons.h"

#include <cmath>

#include <gtest/gtest.h>

#include "forecast/learning/calibration.h"
#include "forecast/learning/estimators.h"
#include "forecast/review/review.h"

namespace betledger::forecast {
namespace {

TEST(Lessons, TheDataAloneAreWhatTurnsPriorIntoPosterior) {
  // Normal prior, normal estimate: the closed form backwards.
  const Readout prior{0.1, 0.05};
  const Readout data{0.03, 0.02};
  const double precision = 1 / (prior.se * prior.se) + 1 / (data.se * data.se);
  const Readout posterior{
      (prior.estimate / (prior.se * prior.se) + data.estimate / (data.se * data.se)) / precision,
      std::sqrt(1 / precision)};
  const auto found = data_estimate(prior, posterior);
  ASSERT_TRUE(found.has_value());
  EXPECT_NEAR(found->estimate, data.estimate, 1e-12);
  EXPECT_NEAR(found->se, data.se, 1e-12);
}

TEST(Lessons, DataThatSaidLittleHaveNoEstimate) {
  EXPECT_FALSE(data_estimate({0.1, 0.05}, {0.1, 0.05}).has_value());
  EXPECT_FALSE(data_estimate({0.1, 0.05}, {0.1, 0.048}).has_value());
  EXPECT_FALSE(data_estimate({0.1, 0.05}, {0.1, 0}).has_value());
  EXPECT_FALSE(data_estimate({0.1, std::numeric_limits<double>::infinity()}, {0.1, 1}).has_value());
}

BeliefOutcome readout(const std::string& owner, int i, double outcome) {
  return {"2026Q3", "bet" + std::to_string(i), "", owner, 0.1, 0.05, outcome, 0.02};
}

TEST(Lessons, EstimatorsNeedTwoReadoutsAndANameToGoBy) {
  EXPECT_FALSE(estimators_of({}).by_owner.has_value());
  EXPECT_FALSE(estimators_of({readout("a", 1, 0)}).by_owner.has_value());
  const Estimators two = estimators_of({readout("a", 1, 0), readout("a", 2, 0.05)});
  EXPECT_TRUE(two.by_owner.has_value());
  EXPECT_FALSE(two.by_team.has_value());
}

TEST(Lessons, WhoAlwaysBelievesTooMuchIsTold) {
  std::vector<BeliefOutcome> readouts;
  for (int i = 0; i < 40; ++i) {
    const double noise = 0.03 * std::sin(2.3 * i);
    readouts.push_back(readout("sober", i, 0.1 + noise));
    readouts.push_back(readout("eager", 100 + i, 0.0 + noise));
  }
  const Estimators estimators = estimators_of(std::move(readouts));
  ASSERT_TRUE(estimators.by_owner.has_value());
  EXPECT_TRUE(worth_offering(*estimators.by_owner));
  for (const GroupCalibration& group : estimators.by_owner->groups) {
    EXPECT_NEAR(group.pooled.estimate, group.group == "eager" ? -2 : 0, 0.3) << group.group;
  }
}

}  // namespace
}  // namespace betledger::forecast
