#include "forecast/review/closing.h"

#include <cmath>

#include <gtest/gtest.h>

#include "forecast/review/decision_evidence.h"
#include "forecast/review/learned_link.h"
#include "ledger/codec/codec.h"
#include "ledger/text/json_text.h"

#include "tests/support/values.h"

namespace betledger::forecast {
namespace {

using Action = LinkProposal::Action;

tree::Link link(Distribution strength) {
  tree::Link made;
  made.from = "reach";
  made.to = "orders";
  made.strength = std::move(strength);
  made.confidence = tree::Confidence{tree::Confidence::Word::medium};
  return made;
}

tree::Link normal_link() {
  return link(make(Normal{0.2, 0.1}));
}

inference::Belief belief(double mean, double sd) {
  constexpr double z = 1.2815515655446004;
  return {mean, sd, mean - z * sd, mean, mean + z * sd, 0};
}

Accepted accepted(Action action) {
  return {"reach->orders", action, 0.6, 0.8, belief(0.2, 0.1), belief(0.3, 0.05), 1, {}};
}

double log_odds(double p) {
  return std::log(p / (1 - p));
}

TEST(LearnedLink, AllOfItKeptIsThePosterior) {
  const tree::Link now = normal_link();
  const auto next = learned_link(now, accepted(Action::raise), stated_belief(now, {}), 1);
  ASSERT_TRUE(next);
  EXPECT_EQ(next->confidence.on({}).value(), 0.8);
  EXPECT_EQ(next->strength, make(Normal{0.3, 0.05}));
  EXPECT_EQ(next->key(), "reach->orders");
}

TEST(LearnedLink, TheShareKeptIsInLogOddsAndInPrecision) {
  const tree::Link now = normal_link();
  const double kept = kept_after(1, 2);
  const auto next = learned_link(now, accepted(Action::raise), stated_belief(now, {}), kept);
  ASSERT_TRUE(next);
  const double odds = (1 - kept) * log_odds(0.6) + kept * log_odds(0.8);
  EXPECT_NEAR(log_odds(next->confidence.on({}).value()), odds, 1e-3);
  const double precision = (1 - kept) * 100 + kept * 400;
  EXPECT_NEAR(next->strength.variance(), 1 / precision, 1e-3 / precision);
  EXPECT_NEAR(next->strength.mean(), ((1 - kept) * 100 * 0.2 + kept * 400 * 0.3) / precision, 1e-4);
}

TEST(LearnedLink, WhatWasLearnedTwiceAgoFadesByTheHalfLife) {
  // Nothing new in the second cycle: evidence of the first is worth half after one half-life.
  const tree::Link stated = normal_link();
  const SpikeSlab before = stated_belief(stated, {});
  const double kept = kept_after(1, 2);
  auto once = learned_link(stated, accepted(Action::raise), before, kept);
  ASSERT_TRUE(once);
  const SpikeSlab between = stated_belief(*once, {});
  Accepted again = accepted(Action::raise);
  again.real_from = 0.5;
  again.real_to = between.p_real;
  again.strength_to = belief(between.mean, between.sd);
  const auto twice = learned_link(*once, again, before, kept);
  ASSERT_TRUE(twice);
  EXPECT_NEAR(
      log_odds(twice->confidence.on({}).value()), 0.5 * log_odds(0.6) + 0.5 * log_odds(0.8), 2e-3);
  EXPECT_NEAR(1 / twice->strength.variance(), 0.5 * 100 + 0.5 * 400, 0.5);
}

TEST(LearnedLink, HardenedIsCertainAndKeepsItsNarrowerStrength) {
  const tree::Link now = normal_link();
  const auto next = learned_link(now, accepted(Action::harden), stated_belief(now, {}), 0.5);
  ASSERT_TRUE(next);
  EXPECT_EQ(next->confidence.on({}).value(), 1);
  EXPECT_EQ(next->strength, make(Normal{0.3, 0.05}));
}

TEST(LearnedLink, KeptOrStillToBeTestedIsNotWrittenAnew) {
  // P(real) and strength of 4,096 particles never are the prior's to the last digit.
  const tree::Link now = normal_link();
  for (const Action action : {Action::keep, Action::test_next}) {
    Accepted noisy = accepted(action);
    noisy.real_to = 0.607;
    noisy.strength_to = belief(0.201, 0.0993);
    const auto next = learned_link(now, noisy, stated_belief(now, {}), 0.9);
    ASSERT_TRUE(next);
    EXPECT_TRUE(next->same_as(now));
  }
}

TEST(LearnedLink, PrunedIsGoneAndNoEvidenceIsNoChange) {
  const tree::Link now = normal_link();
  EXPECT_FALSE(learned_link(now, accepted(Action::prune), stated_belief(now, {}), 1));
  Accepted nothing = accepted(Action::keep);
  nothing.real_to = nothing.real_from;
  nothing.strength_to = nothing.strength_from;
  const auto same = learned_link(now, nothing, stated_belief(now, {}), 0.5);
  ASSERT_TRUE(same);
  EXPECT_TRUE(same->same_as(now));
}

TEST(LearnedLink, ParticlesNeverMakeCertaintyAndConstantsStay) {
  const tree::Link now = link(Distribution::constant(0.2));
  Accepted sure = accepted(Action::raise);
  sure.real_to = 1;
  const auto next = learned_link(now, sure, stated_belief(now, {}), 1);
  ASSERT_TRUE(next);
  EXPECT_EQ(next->confidence.on({}).value(), 0.999);
  EXPECT_EQ(next->strength, now.strength);
}

TEST(LearnedLink, QuantilesKeepTheirShapeAndBounds) {
  const tree::Link now = link(make(Quantiles{{0.1, 0.5, 0.9}, {0.05, 0.15, 0.35}, 0.0, {}}));
  Accepted skewed = accepted(Action::raise);
  skewed.strength_to = {0.2, 0.08, 0.11, 0.18, 0.31, 0};
  const auto next = learned_link(now, skewed, stated_belief(now, {}), 1);
  ASSERT_TRUE(next);
  const auto* family = std::get_if<Quantiles>(&next->strength.family());
  ASSERT_NE(family, nullptr);
  EXPECT_EQ(family->values, (std::vector<double>{0.11, 0.18, 0.31}));
  EXPECT_EQ(family->lower, 0.0);
  EXPECT_FALSE(family->upper);
  const auto back = ledger::decode_link(ledger::encode_link(*next));
  ASSERT_TRUE(back);
  EXPECT_TRUE(back->same_as(*next));
}

TEST(LearnedLink, EvidenceThatIsNotAsDocumentedIsNotRead) {
  const std::string whole =
      R"({"id":"L1","link":"reach->orders","action":"raise","from":{"real":0.6,"strength":{"mean":0.2,)"
      R"("sd":0.1,"p10":0.1,"p50":0.2,"p90":0.3}},"to":{"real":0.8,"strength":{"mean":0.3,"sd":0.05,)"
      R"("p10":0.2,"p50":0.3,"p90":0.4}},"cycles":1,"terms":{"from":{},"to":null}})";
  const auto read = [&](const std::string& from, const std::string& to) {
    std::string text = whole;
    text.replace(text.find(from), from.size(), to);
    const auto node = ledger::parse_json(text, "entry");
    return node ? accepted_in(*node) : std::nullopt;
  };
  const auto good = read("raise", "raise");
  ASSERT_TRUE(good);
  EXPECT_EQ(good->real_to, 0.8);
  EXPECT_EQ(good->strength_to.p90, 0.4);
  EXPECT_FALSE(read("raise", "rise"));
  EXPECT_FALSE(read("0.8", "1.8"));
  EXPECT_FALSE(read("0.8", "\"much\""));
  EXPECT_FALSE(read("\"sd\":0.05", "\"sd\":-0.05"));
  EXPECT_FALSE(read("\"p10\":0.2", "\"p10\":0.9"));
  EXPECT_FALSE(read("\"cycles\":1", "\"cycles\":-1"));
  EXPECT_FALSE(read("\"terms\"", "\"words\""));
  EXPECT_FALSE(read("{\"from\":{},\"to\":null}", "[]"));
  EXPECT_FALSE(accepted_in(ledger::Node::mapping()));
}

TEST(Closing, WhatACloseDefinesIsNotWhatAPersonStated) {
  std::vector<ledger::Entry> entries(4);
  tree::Link first = normal_link();
  tree::Link learned = first;
  learned.evidence = "learned";
  entries[0].event = ledger::LinkDefined{first};
  entries[1].event = ledger::CycleClosed{};
  entries[2].event = ledger::LinkDefined{learned};
  entries[2].part = 2;
  entries[3].event = ledger::LinkDefined{learned};
  for (std::size_t i = 0; i < entries.size(); ++i) {
    entries[i].seq = static_cast<std::int64_t>(i + 1);
  }
  const auto before = stated_links({entries.begin(), entries.begin() + 3});
  EXPECT_TRUE(before.at("reach->orders").same_as(first));
  const auto after = stated_links(entries);
  EXPECT_TRUE(after.at("reach->orders").same_as(learned));
}

}  // namespace
}  // namespace betledger::forecast
