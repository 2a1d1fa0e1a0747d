#include "forecast/review/cycle_review.h"

#include <variant>

#include <gtest/gtest.h>

#include "forecast/review/cycle_close.h"
#include "forecast/review/link_decision.h"
#include "ledger/book/about_field.h"

#include "tests/forecast/standing/planned_shop.h"

namespace betledger::forecast {
namespace {

/// Few particles: what is asked here does not hang on them.
GapSettings few() {
  GapSettings settings;
  settings.landing.particles = 256;
  settings.landing.futures = 1;
  settings.bridge_blocks = 2;
  return settings;
}

ledger::Book as_of(std::int64_t /*seq*/) {
  return shop();
}

Result<Review> review_of(const ledger::Book& book) {
  const auto executor = sim::make_thread_executor(2);
  Diagnostics warnings;
  return review_cycle(
      book, as_of, {{.cycle = "", .as_of = {}, .recorded_by = {}}, few()}, *executor, warnings);
}

Result<ClosedCycle> close(const ledger::Book& book, ClosingRequest closing) {
  const auto executor = sim::make_thread_executor(2);
  Diagnostics warnings;
  std::map<std::string, tree::Link> stated;
  for (const tree::Link& link : book.tree.links) {
    stated.emplace(link.key(), link);
  }
  return close_cycle(
      book, as_of, stated, {std::move(closing), few(), "0.1.0"}, *executor, warnings);
}

TEST(CycleReview, KnowsWhatWasDecidedAndWhatTheRulesAreNow) {
  ledger::Book book = after_weeks(13);
  ledger::DecisionRecord noted;
  noted.decision.cycle = "2026Q3";
  noted.decision.proposal = "L1";
  noted.decision.link = "reach->orders";
  book.cycles["2026Q3"].decisions = {noted};
  const auto review = review_of(book);
  ASSERT_TRUE(review) << render(review.error());
  EXPECT_EQ(review->gap.standing.locked.cycle.key, "2026Q3");
  ASSERT_EQ(review->proposals.size(), 1U);
  EXPECT_EQ(review->proposals.front().decisions.size(), 1U);
  EXPECT_FALSE(review->experiments) << "nobody asked";
  EXPECT_EQ(review_of(shop()).error().front().code, "B040");
}

TEST(LinkDecision, RecordsTheProposalAsItIsShown) {
  const auto review = review_of(after_weeks(13));
  ASSERT_TRUE(review);
  for (const char* name : {"L1", "reach->orders"}) {
    const auto decided =
        decide(*review, {name, ledger::Ruling::accepted, "two quarters agree", "0.1.0"});
    ASSERT_TRUE(decided);
    ASSERT_EQ(decided->events.size(), 1U);
    const auto& recorded = std::get<ledger::ReviewDecided>(decided->events.front()).decision;
    EXPECT_EQ(recorded.cycle, "2026Q3");
    EXPECT_EQ(recorded.proposal, "L1");
    EXPECT_EQ(recorded.link, "reach->orders");
    EXPECT_EQ(recorded.because, "two quarters agree");
    EXPECT_NE(recorded.evidence.find("from"), nullptr);
  }
  const auto unknown = decide(*review, {"L2", ledger::Ruling::accepted, "why", "0.1.0"});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().front().code, "U031");
  EXPECT_EQ(ledger::field_of(unknown.error().front()), "proposal");
}

TEST(CycleClose, KeepsTheEvidenceOfLinksThatNobodyDecidedOn) {
  const auto closed = close(after_weeks(13), {});
  ASSERT_TRUE(closed) << render(closed.error());
  EXPECT_EQ(closed->closing.request.cycle, "2026Q3");
  EXPECT_EQ(closed->closing.undecided, std::vector<std::string>{"reach->orders"});
  const auto& event = std::get<ledger::CycleClosed>(closed->events.front()).close;
  EXPECT_EQ(event.cycle, "2026Q3");
  const ledger::Node* undecided = event.summary.find("undecided");
  ASSERT_NE(undecided, nullptr);
  EXPECT_EQ(undecided->items.size(), closed->closing.passed_over.size());
}

TEST(CycleClose, RefusesWhatCannotBeClosed) {
  const auto code = [](const ledger::Book& book, const ClosingRequest& request) {
    const auto closed = close(book, request);
    return closed ? std::string{} : closed.error().front().code;
  };
  EXPECT_EQ(code(shop(), {}), "U018") << "never committed";
  EXPECT_EQ(code(after_weeks(13), {.cycle = "2027Q1"}), "U015");
  EXPECT_EQ(code(after_weeks(13), {.half_life = 0}), "U005");
  ledger::Book book = after_weeks(13);
  book.cycles["2026Q3"].closed.emplace();
  EXPECT_EQ(code(book, {.cycle = "2026Q3"}), "L072");
}

}  // namespace
}  // namespace betledger::forecast
