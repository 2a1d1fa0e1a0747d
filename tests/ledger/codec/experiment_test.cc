#include "ledger/book/experiment.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "ledger/book/book_rules.h"
#include "ledger/codec/event_text.h"
#include "ledger/store/verify.h"
#include "ledger/text/json_text.h"
#include "ledger/text/json_write.h"

#include "tests/ledger/store/ledger_fixture.h"

namespace betledger::ledger {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

Experiment readout() {
  return std::get<ExperimentRecorded>(learning_events(30)[0]).experiment;
}

Experiment link_readout() {
  return std::get<ExperimentRecorded>(learning_events(30)[1]).experiment;
}

TEST(Experiment, ThePooledRateGivesTheError) {
  Experiment experiment;
  experiment.counts = {1000, 40, 1000, 60};
  estimate_from_counts(experiment, false);
  EXPECT_NEAR(experiment.estimate, 0.02, 1e-15);
  EXPECT_NEAR(experiment.se, std::sqrt(0.05 * 0.95 * 0.002), 1e-15);
  estimate_from_counts(experiment, true);
  EXPECT_NEAR(experiment.estimate, 0.4, 1e-15);
  EXPECT_NEAR(experiment.se, std::sqrt(0.05 * 0.95 * 0.002) / 0.05, 1e-15);
}

TEST(Experiment, ThePooledErrorDoesNotDependOnWhoWon) {
  const auto relative = [](const ExperimentCounts& counts) {
    Experiment experiment;
    experiment.counts = counts;
    estimate_from_counts(experiment, true);
    return experiment;
  };
  EXPECT_EQ(relative({1000, 40, 1000, 60}).se, relative({1000, 60, 1000, 40}).se);
  EXPECT_TRUE(std::isfinite(relative({500, 0, 500, 7}).se));
}

TEST(Experiment, CountsThatSayNothingAreObjectedTo) {
  EXPECT_FALSE(objection({10, 1, 10, 2}));
  EXPECT_TRUE(objection({0, 0, 10, 2}));
  EXPECT_TRUE(objection({10, 11, 10, 2}));
  EXPECT_TRUE(objection({10, 0, 10, 0}));
  EXPECT_TRUE(objection({10, 10, 10, 10}));
  EXPECT_TRUE(objection({std::numeric_limits<std::uint64_t>::max(), 1, 10, 2}));
}

struct Refused {
  const char* why;
  Event event;
  const char* code;
};

TEST(Experiment, ALedgerKeepsThemAndRefusesWhatCannotBe) {
  const ScratchFolder folder;
  Ledger ledger = make_ledger(folder / "a.db");
  std::int64_t next = ledger.book().head_seq + 1;
  int second = 1000;
  for (const Event& event : learning_events(next)) {
    ASSERT_TRUE(ledger.append({event}, stamp(second++)));
  }
  const Book book = ledger.book();
  ASSERT_EQ(book.experiments.size(), 2U);
  EXPECT_EQ(book.experiments[0].seq, next);
  EXPECT_EQ(book.experiments_on("first").size(), 1U);
  EXPECT_EQ(book.experiments_on("reach->orders").size(), 0U);  // withdrawn
  EXPECT_EQ(book.experiments[1].withdrawn_because, "the wrong region");
  EXPECT_EQ(book.bets.at("first").entries.back(), next);
  ASSERT_TRUE(book.prior);
  EXPECT_EQ(book.prior->works, 0.125);
  EXPECT_TRUE(verify(folder / "a.db").findings.empty());

  const auto changed = [](Experiment experiment, auto change) -> Event {
    change(experiment);
    return ExperimentRecorded{std::move(experiment)};
  };
  RecordedPrior prior = *book.prior;
  prior.works = 0.5;
  const std::vector<Refused> refused{
      {"same again", ExperimentRecorded{readout()}, "L063"},
      {"on both", changed(readout(), [](auto& e) { e.link = "reach->orders"; }), "L060"},
      {"on nothing", changed(readout(), [](auto& e) { e.bet = ""; }), "L060"},
      {"unknown bet", changed(readout(), [](auto& e) { e.bet = "firts"; }), "L020"},
      {"unknown link", changed(link_readout(), [](auto& e) { e.link = "a->b"; }), "L011"},
      {"no such effect", changed(readout(), [](auto& e) { e.metric = "reach"; }), "L061"},
      {"leads elsewhere", changed(link_readout(), [](auto& e) { e.metric = "value"; }), "L061"},
      {"counts of a link",
       changed(link_readout(),
               [](auto& e) {
                 e.counts = {9, 1, 9, 2};
               }),
       "L061"},
      {"no error", changed(readout(), [](auto& e) { e.se = 0; }), "L062"},
      {"not a number", changed(readout(), [](auto& e) { e.se = nan; }), "L062"},
      {"no estimate", changed(readout(), [](auto& e) { e.estimate = nan; }), "L062"},
      {"no reach", changed(readout(), [](auto& e) { e.exposure = 0; }), "L062"},
      {"too much reach", changed(readout(), [](auto& e) { e.exposure = 1.01; }), "L062"},
      {"no source", changed(readout(), [](auto& e) { e.source = ""; }), "L062"},
      {"bad counts",
       changed(readout(),
               [](auto& e) {
                 e.counts = {9, 10, 9, 2};
               }),
       "L062"},
      {"withdrawn twice", ExperimentWithdrawn{next + 1, "again"}, "L064"},
      {"no experiment", ExperimentWithdrawn{2, "a metric"}, "L064"},
      {"no reason", ExperimentWithdrawn{next, ""}, "L022"},
      {"works more often than not nil", PriorsLearned{prior}, "L065"}};
  for (const auto& [why, event, code] : refused) {
    EXPECT_EQ(codes_of(reasons_against_learning_event(book, event)), code) << why;
  }
  EXPECT_FALSE(ledger.append({ExperimentRecorded{readout()}}, stamp(second++)));
  EXPECT_EQ(ledger.book().head_seq, book.head_seq);
}

TEST(Experiment, AWithdrawnOneMayBeRecordedAgain) {
  const ScratchFolder folder;
  Ledger ledger = make_ledger(folder / "a.db");
  const std::int64_t next = ledger.book().head_seq + 1;
  ASSERT_TRUE(ledger.append({ExperimentRecorded{readout()}}, stamp(1000)));
  ASSERT_TRUE(ledger.append({ExperimentWithdrawn{next, "by mistake"}}, stamp(1001)));
  EXPECT_TRUE(ledger.append({ExperimentRecorded{readout()}}, stamp(1002)));
  EXPECT_EQ(ledger.book().experiments_on("first").size(), 1U);
}

TEST(Experiment, PayloadsThatAreNotAsDocumentedAreRefused) {
  const std::string whole = write_json(encode(ExperimentRecorded{readout()}));
  const auto decoded = [](std::string text, const std::string& from, const std::string& to) {
    text.replace(text.find(from), from.size(), to);
    const auto payload = parse_json(text, "entry");
    return payload && decode("experiment_recorded", *payload);
  };
  EXPECT_TRUE(decoded(whole, "0.02", "0.03"));
  EXPECT_FALSE(decoded(whole, "[1000,50,990,61]", "[1000,50,990]"));
  EXPECT_FALSE(decoded(whole, "[1000,50,990,61]", "[1000,50,990,-61]"));
  EXPECT_FALSE(decoded(whole, "[1000,50,990,61]", "\"many\""));
  EXPECT_FALSE(decoded(whole, "0.02", "\"x\""));
  EXPECT_FALSE(decoded(whole, "\"on\"", "\"in\""));
}

}  // namespace
}  // namespace betledger::ledger
