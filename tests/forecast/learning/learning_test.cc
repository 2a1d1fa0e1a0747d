#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "forecast/learning/random_effects.h"
#include "forecast/learning/spike_slab.h"

#include "tests/support/reference_data.h"

namespace betledger::forecast {
namespace {

using Numbers = std::vector<double>;

nlohmann::json learning(const std::string& name) {
  return reference_data("learning/learning.json").at(name);
}

double number(const nlohmann::json& item, const char* key) {
  return item.at(key).get<double>();
}

void expect_update(const nlohmann::json& item) {
  const SpikeSlab prior{number(item, "pi"), number(item, "slab_mean"), number(item, "slab_sd")};
  const auto after = update(prior, {number(item, "bhat"), number(item, "se")});
  EXPECT_NEAR(after.log_bayes_factor, number(item, "log_BF10"), 1e-9) << item;
  EXPECT_NEAR(after.posterior.p_real, number(item, "p_real"), 1e-9) << item;
  EXPECT_NEAR(after.posterior.mean, number(item, "slab_post_mean"), 1e-9) << item;
  EXPECT_NEAR(after.posterior.sd, number(item, "slab_post_sd"), 1e-9) << item;
  EXPECT_NEAR(after.mean, number(item, "mean"), 1e-9) << item;
  EXPECT_NEAR(after.sd, number(item, "sd"), 1e-9) << item;
  EXPECT_NEAR(after.p_positive, number(item, "p_positive"), 1e-9) << item;
}

TEST(SpikeSlab, UpdateIsTheClosedForm) {
  for (const auto& item : learning("scalar_spike_slab")) {
    expect_update(item);
  }
  expect_update(learning("ab_readout").at("spike_slab_on_log_ratio"));
  expect_update(learning("sequential_equals_batch").at("batch"));
}

TEST(SpikeSlab, OneByOneIsAllAtOnce) {
  const auto reference = learning("sequential_equals_batch");
  const auto& start = reference.at("prior");
  const SpikeSlab prior{number(start, "pi"), number(start, "m"), number(start, "s")};
  SpikeSlab belief = prior;
  std::vector<Readout> readouts;
  for (const auto& step : reference.at("steps")) {
    readouts.push_back({number(step, "bhat"), number(step, "se")});
    belief = update(belief, readouts.back()).posterior;
    EXPECT_NEAR(belief.p_real, number(step, "p_real"), 1e-12);
    EXPECT_NEAR(belief.mean, number(step, "slab_mean"), 1e-12);
    EXPECT_NEAR(belief.sd, number(step, "slab_sd"), 1e-12);
  }
  const auto all = pooled(readouts);
  EXPECT_NEAR(all.estimate, number(reference.at("pooled"), "bhat"), 1e-12);
  EXPECT_NEAR(all.se, number(reference.at("pooled"), "se"), 1e-12);
  const auto batch = update(prior, all).posterior;
  EXPECT_NEAR(batch.p_real, belief.p_real, 1e-12);
  EXPECT_NEAR(batch.mean, belief.mean, 1e-12);
  EXPECT_NEAR(batch.sd, belief.sd, 1e-12);
}

TEST(SpikeSlab, StrongEvidenceNeitherOverflowsNorLeavesTheRange) {
  const SpikeSlab prior{0.3, 0, 1};
  const auto far = update(prior, {1e6, 1e-3});
  EXPECT_EQ(far.posterior.p_real, 1);
  EXPECT_TRUE(std::isfinite(far.mean) && std::isfinite(far.sd));
  const auto flat = update(prior, {0, 1e-9});
  EXPECT_GT(flat.posterior.p_real, 0);
  EXPECT_LT(flat.posterior.p_real, 1e-8);
  EXPECT_EQ(update({1, 0, 1}, {0, 1e-9}).posterior.p_real, 1);
  EXPECT_EQ(update({0, 0, 1}, {9, 0.1}).posterior.p_real, 0);
}

TEST(SpikeSlab, ForgettingGoesFromPosteriorToPrior) {
  const SpikeSlab prior{0.3, 0.1, 0.4};
  const auto posterior = update(prior, {0.5, 0.2}).posterior;
  const auto none = forget(prior, posterior, 1);
  EXPECT_NEAR(none.p_real, posterior.p_real, 1e-12);
  EXPECT_NEAR(none.mean, posterior.mean, 1e-12);
  EXPECT_NEAR(none.sd, posterior.sd, 1e-12);
  const auto everything = forget(prior, posterior, 0);
  EXPECT_NEAR(everything.p_real, prior.p_real, 1e-12);
  EXPECT_NEAR(everything.mean, prior.mean, 1e-12);
  // Of a belief that is sure to be real, keeping a quarter is a readout with twice the error.
  const SpikeSlab sure{1, 0.1, 0.4};
  const auto quarter = forget(sure, update(sure, {0.5, 0.2}).posterior, 0.25);
  const auto weak = update(sure, {0.5, 0.4}).posterior;
  EXPECT_NEAR(quarter.mean, weak.mean, 1e-12);
  EXPECT_NEAR(quarter.sd, weak.sd, 1e-12);
  EXPECT_NEAR(kept_after(6, 3), 0.25, 1e-15);
}

TEST(RandomEffects, ReproducesAPublishedMetaAnalysis) {
  const auto bcg = learning("meta_bcg");
  const auto estimates = bcg.at("yi").get<Numbers>();
  const auto variances = bcg.at("vi").get<Numbers>();
  std::vector<Readout> readouts;
  for (std::size_t i = 0; i < estimates.size(); ++i) {
    readouts.push_back({estimates[i], std::sqrt(variances[i])});
  }
  const auto fitted = random_effects(readouts);
  const auto& reml = bcg.at("reml");
  EXPECT_NEAR(fitted.mean, number(reml, "mu"), 1e-6);
  EXPECT_NEAR(fitted.se, number(reml, "se"), 1e-6);
  EXPECT_NEAR(fitted.tau2, number(reml, "tau2"), 1e-6);
  EXPECT_NEAR(fitted.q, number(reml, "Q"), 1e-5);
  EXPECT_NEAR(100 * fitted.i2, number(reml, "I2"), 1e-4);
  for (std::size_t i = 0; i < estimates.size(); ++i) {
    EXPECT_NEAR(fitted.groups[i].estimate, bcg.at("blup").at(i), 1e-6);
    EXPECT_NEAR(fitted.groups[i].se, bcg.at("blup_se").at(i), 1e-6);
  }
}

TEST(RandomEffects, EqualGroupsBecomeOne) {
  const std::vector<Readout> readouts{{1, 0.5}, {1.1, 0.5}, {0.9, 0.5}};
  const auto fitted = random_effects(readouts);
  EXPECT_EQ(fitted.tau2, 0);
  EXPECT_NEAR(fitted.groups[1].estimate, 1, 1e-12);
  EXPECT_EQ(random_effects(std::vector<Readout>{{3, 1}}).mean, 3);
}

}  // namespace
}  // namespace betledger::forecast
