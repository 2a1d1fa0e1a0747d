#include <algorithm>
#include <cmath>
#include <string>

#include <gtest/gtest.h>

#include "core/normal.h"
#include "forecast/learning/effect_learning.h"
#include "forecast/learning/past_experiments.h"
#include "forecast/learning/read_experiments.h"
#include "forecast/plan/codes.h"
#include "ledger/book/experiment.h"

#include "tests/support/files.h"
#include "tests/support/noise.h"

namespace betledger::forecast {
namespace {

RoleSettings halves() {
  return {"headline_tests.csv",
          {{"experiment", "test"},
           {"impressions", "impr_A"},
           {"clicks", "clicks_A"},
           {"held_impressions", "impr_B"},
           {"held_clicks", "clicks_B"}},
          {{"problem_window", "0"}}};
}

/// Effects of a known prior, measured with errors between 0.5 and 1.5.
std::vector<PastEffect> made(double base_rate, double mean, double sd, std::size_t count) {
  std::vector<PastEffect> effects;
  for (std::size_t i = 0; i < count; ++i) {
    const bool real = evenly(i, 0.6180339887498949) < base_rate;
    const double truth = real ? mean + sd * normal_quantile(evenly(i, 0.7548776662466927)) : 0;
    const double se = 0.5 + evenly(i, 0.5698402909980532);
    effects.push_back({{truth + se * normal_quantile(evenly(i, 0.8191725133961645)), se}, 1});
  }
  return effects;
}

TEST(EffectPrior, FindsThePriorThatMadeTheEffects) {
  const auto learned = learn_prior(made(0.25, 0, 4, 2000), {});
  EXPECT_EQ(learned.prior.family, SlabFamily::normal);
  EXPECT_NEAR(learned.prior.base_rate, 0.25, 0.04);
  EXPECT_NEAR(learned.prior.sd(), 4, 0.4);
  EXPECT_LT(learned.base_rate.low, 0.25);
  EXPECT_GT(learned.base_rate.high, 0.25);
  EXPECT_LT(learned.base_rate.high - learned.base_rate.low, 0.12);
}

TEST(EffectPrior, IntervalsNarrowWithTheSquareRootOfTheData) {
  const auto few = learn_prior(made(0.4, 0, 4, 250), {});
  const auto many = learn_prior(made(0.4, 0, 4, 4000), {});
  const double ratio =
      (few.base_rate.high - few.base_rate.low) / (many.base_rate.high - many.base_rate.low);
  EXPECT_NEAR(ratio, 4, 1);
}

TEST(EffectPrior, AFreeMeanIsFoundWhereThereIsOne) {
  const auto learned = learn_prior(made(0.3, 4, 4, 2000), {.free_mean = true});
  EXPECT_NEAR(learned.prior.mean, 4, 0.8);
  EXPECT_GT(p_above(learned.prior, 0), 0.2);
  EXPECT_EQ(learned.families.size(), 6U);
}

TEST(EffectPrior, EffectsThatAreAllNilHaveALowBaseRateOrATinyScale) {
  const auto learned = learn_prior(made(0, 0, 1, 2000), {});
  EXPECT_LT(p_above(learned.prior, 0.5), 0.02);
  EXPECT_LT(std::abs(shrink(learned.prior, {2, 1}).mean), 0.3);
}

TEST(EffectPrior, ShrinkingByANormalSlabIsTheClosedForm) {
  const EffectPrior prior{0.3, SlabFamily::normal, 0.1, 0.2};
  for (const double estimate : {-0.5, 0.0, 0.3, 2.0}) {
    const auto closed = update({0.3, 0.1, 0.2}, {estimate, 0.15});
    const auto shrunk = shrink(prior, {estimate, 0.15});
    EXPECT_NEAR(shrunk.p_real, closed.posterior.p_real, 1e-12);
    EXPECT_NEAR(shrunk.mean, closed.mean, 1e-12);
    EXPECT_NEAR(shrunk.sd, closed.sd, 1e-12);
    EXPECT_NEAR(shrunk.p_positive, closed.p_positive, 1e-12);
  }
  const auto far = shrink(prior, {1e5, 1e-2});
  EXPECT_TRUE(std::isfinite(far.mean) && std::isfinite(far.sd));
  EXPECT_EQ(far.p_real, 1);
}

TEST(EffectPrior, HeavyTailsLeaveLargeEffectsAlone) {
  const Readout large{5, 0.5};
  EXPECT_GT(shrink({0.3, SlabFamily::student, 0, 0.5}, large).mean,
            shrink({0.3, SlabFamily::normal, 0, 0.5}, large).mean);
}

// Real headline tests, half of each test's readers against the other half.
TEST(EffectPrior, WhatHalfOfTheReadersSaidHoldsForTheOtherHalf) {
  const auto past =
      read_experiments(read_file(data_file("learning/headline_tests.csv")), halves(), "");
  ASSERT_TRUE(past) << render(past.error());
  const auto learned = learn_prior(past->effects(), {});
  const auto check = check_prior(learned.prior, past->held_out());
  EXPECT_GT(check.count, 1000U);
  EXPECT_NEAR(check.slope, 1, 0.15);
  EXPECT_LT(check.truth_ratio, 0.6);
  EXPECT_LT(check.error_ratio, 0.8);
  EXPECT_LT(check.significant_ratio, 0.6);
  EXPECT_GT(check.claimed, 1.5 * check.seen);
  EXPECT_NEAR(check.predicted, check.seen, 0.1 * check.seen + 2 * check.seen_se);
}

TEST(PastExperiments, ArmsAreComparedWithTheRestOfTheirTest) {
  const std::string csv =
      "experiment,arm,impressions,clicks\n"
      "a,x,1000,60\na,y,1000,40\nalone,x,10,1\nnone,x,50,0\nnone,y,50,0\n";
  const auto past = read_experiments(csv, {"t.csv", {}, {}}, "");
  ASSERT_TRUE(past) << render(past.error());
  EXPECT_EQ(past->experiments, 1U);
  EXPECT_EQ(past->skipped, 2U);
  ASSERT_EQ(past->contrasts.size(), 2U);
  ledger::Experiment same;  // as `experiment record` has it
  same.counts = {1000, 40, 1000, 60};
  ledger::estimate_from_counts(same, true);
  EXPECT_NEAR(past->contrasts[0].readout.estimate, same.estimate, 1e-12);
  EXPECT_NEAR(past->contrasts[0].readout.se, same.se, 1e-12);
  EXPECT_NEAR(past->contrasts[1].readout.estimate, -same.estimate, 1e-12);
  EXPECT_EQ(past->contrasts[1].weight, 0.5);  // two arms are one contrast
}

TEST(PastExperiments, ArmsAreComparedWithTheirControl) {
  const std::string csv =
      "experiment,arm,impressions,clicks\na,x,1000,60\na,c,1000,40\na,z,1000,50\nb,x,9,1\nb,y,9,"
      "2\n";
  const auto past = read_experiments(csv, {"t.csv", {}, {}}, "c");
  ASSERT_TRUE(past) << render(past.error());
  ASSERT_EQ(past->contrasts.size(), 2U);
  EXPECT_NEAR(past->contrasts[0].readout.estimate, 0.4, 1e-12);
  EXPECT_NEAR(past->contrasts[1].readout.estimate, 0.2, 1e-12);
  EXPECT_EQ(past->skipped, 1U);  // b has no control
}

TEST(PastExperiments, TheLastReadoutWithAVarianceCounts) {
  const std::string csv =
      "experiment_id,variant_id,metric_id,time_since_start,count_c,count_t,mean_c,mean_t,variance_"
      "c,"
      "variance_t\n"
      "e,1,1,2,100,100,2,2.2,4,4\ne,1,1,1,50,50,2,9,4,4\ne,1,1,3,200,200,2,2.1,,\n"
      "e,1,2,1,100,100,1,1,1,1\ne,2,2,1,100,100,0,0,0,0\n";
  const auto past = read_experiments(csv, {"t.csv", {}, {}}, "");
  ASSERT_TRUE(past) << render(past.error());
  ASSERT_EQ(past->contrasts.size(), 2U);
  EXPECT_NEAR(past->contrasts[0].readout.estimate, 0.2 / 2.1, 1e-12);
  EXPECT_NEAR(past->contrasts[0].readout.se, std::sqrt(4 * 0.02) / 2.1, 1e-12);
  EXPECT_EQ(past->skipped, 1U);
}

TEST(PastExperiments, EveryCodeIsExplained) {
  for (const char* const code : {"E001", "E002", "E003", "E004", "E005", "E006"}) {
    EXPECT_TRUE(std::any_of(codes().begin(), codes().end(), [code](const CodeInfo& info) {
      return info.code == code;
    })) << code;
  }
}

TEST(PastExperiments, EveryMistakeHasItsPlace) {
  const auto refused = [](const std::string& csv, const RoleSettings& settings) {
    const auto past = read_experiments(csv, settings, "");
    std::string all;
    if (!past) {
      for (const auto& one : past.error()) {
        all += one.code + "@" + std::to_string(one.at.line) + ":" + std::to_string(one.at.column) +
               " ";
      }
    }
    return all;
  };
  const RoleSettings plain{"t.csv", {}, {}};
  EXPECT_EQ(refused("estimate,se\n0.1,0\n1,x\nNaN,1\n1e300,1\n", plain),
            "E003@2:5 E002@3:3 E002@4:1 E002@5:1 ");
  EXPECT_EQ(refused("experiment,impressions,clicks\na,10,11\na,0,0\na,2.5,1\na,5,-1\n", plain),
            "E003@2:6 E003@3:3 E003@4:3 E003@5:5 ");
  EXPECT_EQ(refused("experiment,arm,impressions,clicks\na,x,10,1\na,x,10,1\n", plain), "E004@3:3 ");
  EXPECT_EQ(refused("a,b\n1,2\n", plain), "E005@1:1 ");
  EXPECT_EQ(refused("estimate,se\n0.1,1\n", plain), "E006@0:0 ");
  EXPECT_EQ(
      refused("estimate,se\n1,1\n2,1\n", {"t.csv", {{"clicks", "x"}, {"y", "se"}}, {{"z", "1"}}}),
      "E001@1:0 E001@1:0 E001@1:0 ");
}

}  // namespace
}  // namespace betledger::forecast
