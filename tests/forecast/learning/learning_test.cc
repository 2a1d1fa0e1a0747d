#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "forecast/learning/evidence.h"
#include "forecast/learning/random_effects.h"
#include "forecast/learning/spike_slab.h"
#include "forecast/learning/spike_slab_regression.h"

#include "tests/forecast/baseline/reference_data.h"

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

TEST(SpikeSlab, ConfirmationsToHarden) {
  for (const auto& item : learning("confirmations_to_harden")) {
    const Hardening question{
        number(item, "prior"), number(item, "readout_z"), number(item, "slab_sd_in_se"), 0.95};
    EXPECT_EQ(confirmations_to_harden(question), item.at("n_to_0_95").get<int>()) << item;
  }
}

struct Case {
  Numbers y;
  Numbers x;
  std::vector<SpikeSlab> beliefs;
  double noise_sd;
};

Case regression_case() {
  const auto reference = learning("multi_link_spike_slab");
  Case one{reference.at("y").get<Numbers>(), {}, {}, number(reference, "noise_sd")};
  for (const auto& row : reference.at("x")) {
    const auto values = row.get<Numbers>();
    one.x.insert(one.x.end(), values.begin(), values.end());
  }
  for (std::size_t i = 0; i < reference.at("pi").size(); ++i) {
    one.beliefs.push_back(
        {reference.at("pi").at(i), reference.at("slab_mean").at(i), reference.at("slab_sd").at(i)});
  }
  return one;
}

TEST(LinkRegression, EnumerationIsTheClosedForm) {
  const auto reference = learning("multi_link_spike_slab");
  const Case one = regression_case();
  const auto links = enumerate_links({one.y, one.x, one.beliefs, one.noise_sd});
  EXPECT_NEAR(links.log_marginal, number(reference, "log_marginal"), 1e-9);
  for (std::size_t i = 0; i < one.beliefs.size(); ++i) {
    EXPECT_NEAR(links.p_real[i], reference.at("p_real").at(i), 1e-9);
    EXPECT_NEAR(links.mean[i], reference.at("mean").at(i), 1e-9);
    EXPECT_NEAR(links.sd[i], reference.at("sd").at(i), 1e-9);
    EXPECT_NEAR(links.both_real[i * one.beliefs.size() + i], links.p_real[i], 1e-12);
  }
  EXPECT_NEAR(links.both_real[1], number(reference, "p_link1_and_link2_both_real"), 1e-9);
  EXPECT_NEAR(links.any_real(0, 1), number(reference, "p_link1_or_link2_real"), 1e-9);
  for (std::size_t m = 0; m < reference.at("top_models").size(); ++m) {
    const auto& model = reference.at("top_models").at(m);
    EXPECT_NEAR(links.models[m].probability, number(model, "prob"), 1e-9);
    for (std::size_t i = 0; i < one.beliefs.size(); ++i) {
      EXPECT_EQ(links.models[m].real[i], model.at("gamma").at(i).get<int>() == 1);
    }
  }
}

TEST(LinkRegression, CollinearLinksAreNotSeparable) {
  const Case one = regression_case();
  const auto links = enumerate_links({one.y, one.x, one.beliefs, one.noise_sd});
  EXPECT_FALSE(separable(links, 0, 1));
  EXPECT_TRUE(separable(links, 0, 2));  // link 3 alone is sure
  EXPECT_TRUE(separable(links, 3, 4));  // neither need be there
}

TEST(LinkRegression, OneLinkIsTheScalarUpdate) {
  const Numbers y{0.3, -0.1, 0.5, 0.2};
  const Numbers x{1, 0.5, 2, -1};
  const std::vector<SpikeSlab> belief{{0.4, 0.1, 0.3}};
  double xx = 0;
  double xy = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    xx += x[i] * x[i];
    xy += x[i] * y[i];
  }
  const auto links = enumerate_links({y, x, belief, 0.2});
  const auto scalar = update(belief[0], {xy / xx, 0.2 / std::sqrt(xx)});
  EXPECT_NEAR(links.p_real[0], scalar.posterior.p_real, 1e-12);
  EXPECT_NEAR(links.mean[0], scalar.mean, 1e-12);
  EXPECT_NEAR(links.sd[0], scalar.sd, 1e-12);
}

TEST(Evidence, TypeSAndTypeM) {
  for (const auto& item : learning("type_M_S")) {
    const auto errors = sign_and_magnitude(number(item, "D"), number(item, "se"));
    EXPECT_NEAR(errors.power, number(item, "power"), 1e-9);
    EXPECT_NEAR(errors.wrong_sign, number(item, "typeS"), 1e-9);
    EXPECT_NEAR(errors.exaggeration, number(item, "exaggeration"), 1e-9);
  }
}

TEST(Evidence, WinnersCurse) {
  for (const auto& item : learning("winners_curse")) {
    const auto curse = winners_curse({number(item, "pi"), number(item, "m"), number(item, "s")},
                                     number(item, "se"),
                                     number(item, "threshold"));
    EXPECT_NEAR(curse.p_selected, number(item, "p_select"), 1e-9);
    EXPECT_NEAR(curse.mean_estimate, number(item, "mean_estimate_given_selected"), 1e-9);
    EXPECT_NEAR(curse.mean_truth, number(item, "mean_truth_given_selected"), 1e-9);
    EXPECT_NEAR(curse.p_real, number(item, "p_real_given_selected"), 1e-9);
    EXPECT_NEAR(curse.shrink_ratio, number(item, "shrink_ratio"), 1e-9);
  }
}

TEST(Evidence, CountsBecomeAReadout) {
  const auto item = learning("ab_readout");
  const AbCounts counts{
      number(item, "n_c"), number(item, "x_c"), number(item, "n_t"), number(item, "x_t")};
  const auto difference = rate_difference(counts, RateError::own);
  EXPECT_NEAR(difference.estimate, number(item, "diff"), 1e-9);
  EXPECT_NEAR(difference.se, number(item, "se_diff"), 1e-9);
  const auto ratio = rate_log_ratio(counts, RateError::own);
  EXPECT_NEAR(ratio.estimate, number(item, "log_ratio"), 1e-9);
  EXPECT_NEAR(ratio.se, number(item, "se_log_ratio"), 1e-9);
}

TEST(Evidence, ThePooledErrorDoesNotDependOnWhoWon) {
  const AbCounts won{1000, 40, 1000, 60};
  const AbCounts lost{1000, 60, 1000, 40};
  EXPECT_EQ(rate_log_ratio(won, RateError::pooled).se, rate_log_ratio(lost, RateError::pooled).se);
  const auto relative = rate_relative_difference(won);
  EXPECT_NEAR(relative.estimate, 0.4, 1e-12);
  EXPECT_NEAR(relative.estimate, rate_log_ratio(won, RateError::pooled).estimate, 0.01);
  EXPECT_TRUE(std::isfinite(rate_relative_difference({500, 0, 500, 7}).se));
}

TEST(Evidence, DiscountsAndPowerPriors) {
  const auto beta = learning("beta_power_discount");
  BetaBelief belief{beta.at("prior").at(0), beta.at("prior").at(1)};
  const double kept = number(beta, "lambda_");
  for (std::size_t i = 0; i < beta.at("outcomes").size(); ++i) {
    belief = discounted(belief, beta.at("outcomes").at(i).get<int>() == 1, kept);
    EXPECT_NEAR(belief.successes, beta.at("states").at(i).at(0), 1e-9);
    EXPECT_NEAR(belief.failures, beta.at("states").at(i).at(1), 1e-9);
    EXPECT_NEAR(belief.mean(), beta.at("states").at(i).at(2), 1e-9);
  }
  EXPECT_NEAR(limiting_outcomes(kept), number(beta, "limit_effective_n"), 1e-9);

  const auto filter = learning("normal_discount_filter");
  NormalBelief normal{filter.at("prior").at(0), filter.at("prior").at(1)};
  for (std::size_t i = 0; i < filter.at("readouts").size(); ++i) {
    const auto& readout = filter.at("readouts").at(i);
    const auto step = discounted(normal, {readout.at(0), readout.at(1)}, number(filter, "delta"));
    normal = step.belief;
    EXPECT_NEAR(normal.mean, filter.at("states").at(i).at(0), 1e-9);
    EXPECT_NEAR(normal.sd, filter.at("states").at(i).at(1), 1e-9);
    EXPECT_NEAR(step.gain, filter.at("states").at(i).at(2), 1e-9);
  }
  EXPECT_NEAR(limiting_gain(number(filter, "delta")), number(filter, "limiting_gain"), 1e-9);

  const auto power = learning("normal_power_prior");
  const auto after = power_prior({number(power, "n0"), number(power, "mean0")},
                                 {number(power, "n"), number(power, "mean")},
                                 number(power, "sd"),
                                 number(power, "a0"));
  EXPECT_NEAR(after.mean, number(power, "post_mean"), 1e-9);
  EXPECT_NEAR(after.sd, number(power, "post_sd"), 1e-9);
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
