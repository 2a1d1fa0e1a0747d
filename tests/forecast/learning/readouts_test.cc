#include "forecast/learning/readouts.h"

#include <cmath>

#include <gtest/gtest.h>

#include "tests/support/small_ledger.h"

namespace betledger::forecast {
namespace {

ledger::Book book() {
  ledger::Bet one = bet("one", "orders", 0.03);
  one.works = Probability{0.25};
  one.effects.front().amount = make(Normal{0.03, 0.02});
  ledger::Effect returns;
  returns.metric = "returns";
  returns.works = Probability{0.9};
  one.effects.push_back(returns);
  tree::Link reach = link("reach", "orders", make(Normal{0.3, 0.2}));
  reach.confidence = tree::Link{}.confidence;  // as where a file says nothing
  return SmallLedger{spec({}, {reach})}.cycle("2026Q3").bet(one).book();
}

ledger::ExperimentRecord record(std::int64_t seq, const std::string& bet, const std::string& link) {
  ledger::Experiment experiment;
  experiment.bet = bet;
  experiment.link = link;
  experiment.metric = "orders";
  experiment.estimate = 0.08;
  experiment.se = 0.04;
  experiment.exposure = 0.25;
  return {seq, experiment, {}};
}

TEST(Readouts, AreOfTheMetricAsAWhole) {
  auto made = book();
  made.experiments = {record(30, "one", ""), record(31, "", "reach->orders")};
  const auto readouts = experiment_readouts(made);
  ASSERT_EQ(readouts.effects.size(), 1U);
  ASSERT_EQ(readouts.links.size(), 1U);
  EXPECT_EQ(readouts.effects[0].entry, 30);
  EXPECT_EQ(readouts.effects[0].effect, 0U);
  EXPECT_NEAR(readouts.effects[0].readout.estimate, 0.02, 1e-15);
  EXPECT_NEAR(readouts.effects[0].readout.se, 0.01, 1e-15);
}

TEST(Readouts, OfWhatIsGoneOrWithdrawnDoNotCount) {
  auto made = book();
  made.experiments = {
      record(30, "one", ""), record(31, "", "reach->orders"), record(32, "one", "")};
  made.experiments[0].withdrawn_because = "broken";
  made.experiments[2].experiment.metric = "price";
  made.tree.links.clear();
  const auto readouts = experiment_readouts(made);
  EXPECT_TRUE(readouts.effects.empty());
  EXPECT_TRUE(readouts.links.empty());
}

TEST(Readouts, BeliefsHaveTheGateAndTheMomentsOfTheAmount) {
  const auto made = book();
  const auto orders = belief_of(made.bets.at("one").terms, 0);
  EXPECT_NEAR(orders.p_real, 0.25, 1e-15);
  EXPECT_NEAR(orders.mean, 0.03, 1e-12);
  EXPECT_NEAR(orders.sd, 0.02, 1e-12);
  const auto returns = belief_of(made.bets.at("one").terms, 1);  // an own gate; a constant amount
  EXPECT_NEAR(returns.p_real, 0.9, 1e-15);
  EXPECT_GT(returns.sd, 0);
  const auto link = belief_of(made.tree.links[0], made.tree.confidence);
  EXPECT_NEAR(link.p_real, 0.3, 1e-15);
  EXPECT_NEAR(link.mean, 0.3, 1e-12);
}

}  // namespace
}  // namespace betledger::forecast
