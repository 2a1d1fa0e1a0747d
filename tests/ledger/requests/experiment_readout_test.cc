#include "ledger/requests/experiment_readout.h"

#include <gtest/gtest.h>

#include "ledger/book/about_field.h"

#include "tests/ledger/book/writer.h"

namespace betledger::ledger {
namespace {

ExperimentReadout on_bet() {
  ExperimentReadout readout;
  readout.bet = "first";  // a lift of `value`
  readout.estimate = "2.5%";
  readout.se = "1%";
  readout.on = day("2026-08-20");
  readout.today = day("2026-09-01");
  readout.source = "readout 41";
  return readout;
}

std::string refused(const ExperimentReadout& readout) {
  const auto writing = record_experiment(shop().book, readout);
  if (writing) {
    return "recorded";
  }
  return codes_of(writing.error()) + " " + field_of(writing.error().front()).value_or("-");
}

TEST(ExperimentReadout, IsReadInTheUnitOfTheEffect) {
  const auto writing = record_experiment(shop().book, on_bet());
  ASSERT_TRUE(writing);
  const Experiment& lift = std::get<ExperimentRecorded>(writing->events.front()).experiment;
  EXPECT_EQ(lift.metric, "value");
  EXPECT_DOUBLE_EQ(lift.estimate, 0.025);
  EXPECT_DOUBLE_EQ(lift.se, 0.01);
  ExperimentReadout on_link = on_bet();
  on_link.bet.clear();
  on_link.link = "reach->orders";
  on_link.estimate = "0.3";
  on_link.se = "0.1";
  const auto strength = record_experiment(shop().book, on_link);
  ASSERT_TRUE(strength);
  EXPECT_EQ(std::get<ExperimentRecorded>(strength->events.front()).experiment.metric, "orders");
}

TEST(ExperimentReadout, CountsOfBothArmsMakeTheEstimate) {
  ExperimentReadout readout = on_bet();
  readout.estimate.reset();
  readout.se.reset();
  readout.control = ExperimentArm{500, 10'000};
  readout.treatment = ExperimentArm{571, 10'200};
  const auto writing = record_experiment(shop().book, readout);
  ASSERT_TRUE(writing);
  const Experiment& counted = std::get<ExperimentRecorded>(writing->events.front()).experiment;
  Experiment expected;
  expected.counts = ExperimentCounts{10'000, 500, 10'200, 571};
  estimate_from_counts(expected, true);
  EXPECT_EQ(counted.estimate, expected.estimate);
  EXPECT_EQ(counted.se, expected.se);
}

TEST(ExperimentReadout, RefusesWhatIsNoEvidence) {
  ExperimentReadout readout = on_bet();
  readout.link = "reach->orders";
  EXPECT_EQ(refused(readout), "U009 -");
  readout = on_bet();
  readout.bet = "frist";
  EXPECT_EQ(refused(readout), "U016 bet");
  readout = on_bet();
  readout.metric = "reach";
  EXPECT_EQ(refused(readout), "U017 metric");
  readout = on_bet();
  readout.bet.clear();
  readout.link = "orders->reach";
  EXPECT_EQ(refused(readout), "U017 link");
  readout = on_bet();
  readout.control = ExperimentArm{1, 2};
  EXPECT_EQ(refused(readout), "U009 -");
  readout = on_bet();
  readout.estimate = "2.5";  // of a lift
  EXPECT_EQ(refused(readout), "U005 estimate");
  readout = on_bet();
  readout.se = "0";
  EXPECT_EQ(refused(readout), "U005 se");
  readout = on_bet();
  readout.on = day("2026-09-02");
  EXPECT_EQ(refused(readout), "U023 on");
}

TEST(ExperimentReadout, CountsSayNothingOfALinkOrWithoutEvents) {
  ExperimentReadout readout = on_bet();
  readout.estimate.reset();
  readout.se.reset();
  readout.control = ExperimentArm{0, 10};
  readout.treatment = ExperimentArm{0, 10};
  EXPECT_EQ(refused(readout), "U005 treatment");
  readout.treatment = ExperimentArm{1, 10};
  readout.bet.clear();
  readout.link = "reach->orders";
  EXPECT_EQ(refused(readout), "U009 control");
}

TEST(ExperimentReadout, WithdrawnNamesItsEntry) {
  const Writing writing = withdraw_experiment(33, "the assignment was broken");
  ASSERT_EQ(writing.events.size(), 1U);
  EXPECT_EQ(std::get<ExperimentWithdrawn>(writing.events.front()).experiment, 33);
}

}  // namespace
}  // namespace betledger::ledger
