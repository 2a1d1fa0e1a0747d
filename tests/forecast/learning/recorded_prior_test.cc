#include "forecast/learning/recorded_prior.h"

#include <variant>

#include <gtest/gtest.h>

namespace betledger::forecast {
namespace {

TEST(RecordedPrior, HoldsWhatWasLearnedAndFromWhat) {
  LearnedPrior learned;
  learned.prior = {0.25, SlabFamily::laplace, 0, 0.04};
  learned.base_rate = {0.2, 0.3};
  PastExperiments past;
  past.contrasts.resize(3);
  const auto events = record_prior(learned, past, "tests.csv");
  ASSERT_EQ(events.size(), 1U);
  const ledger::RecordedPrior& prior = std::get<ledger::PriorsLearned>(events.front()).prior;
  EXPECT_EQ(prior.source, "tests.csv");
  EXPECT_EQ(prior.family, "laplace");
  EXPECT_EQ(prior.effects, 3U);
  EXPECT_EQ(prior.base_rate, 0.25);
  EXPECT_EQ(prior.base_rate_low, 0.2);
  EXPECT_EQ(prior.base_rate_high, 0.3);
  EXPECT_NEAR(prior.works, 0.125, 1e-12) << "half of what is not nil is a rise";
  EXPECT_EQ(prior.scale, 0.04);
}

}  // namespace
}  // namespace betledger::forecast
