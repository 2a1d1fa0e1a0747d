#include "ledger/requests/bet_step.h"

#include <gtest/gtest.h>

#include "ledger/book/about_field.h"

#include "tests/ledger/book/writer.h"

namespace betledger::ledger {
namespace {

const Day today = day("2026-09-01");

Book no_book(std::int64_t /*seq*/) {
  ADD_FAILURE() << "nothing was committed";
  return {};
}

BetStepRequest deliver(const std::string& bet) {
  return {.bet = bet,
          .step = BetStep::delivered,
          .on = {},
          .share = {},
          .corrects = false,
          .because = {},
          .today = today};
}

/// The codes of a refusal, and the field that it is about.
std::string refused(const Book& book, const BetStepRequest& request) {
  const auto writing = record_bet_step(book, no_book, request);
  if (writing) {
    return "recorded";
  }
  return codes_of(writing.error()) + " " + field_of(writing.error().front()).value_or("-");
}

TEST(BetStep, IsTodayAndWholeUnlessItSaysOtherwise) {
  const auto writing = record_bet_step(shop().book, no_book, deliver("fourth"));
  ASSERT_TRUE(writing);
  ASSERT_EQ(writing->events.size(), 1U);
  const auto& delivered = std::get<BetDelivered>(writing->events.front());
  EXPECT_EQ(delivered.bet, "fourth");
  EXPECT_EQ(delivered.on, today);
  EXPECT_EQ(delivered.share, 1);
  EXPECT_TRUE(writing->notes.empty());
}

TEST(BetStep, ACorrectionKeepsWhatItDoesNotSay) {
  BetStepRequest request = deliver("first");
  request.corrects = true;
  request.because = "a slip";
  request.share = 0.9;
  const auto share = record_bet_step(shop().book, no_book, request);
  ASSERT_TRUE(share);
  ASSERT_EQ(share->events.size(), 2U);
  EXPECT_EQ(std::get<BetCorrected>(share->events[0]).because, "a slip");
  EXPECT_EQ(std::get<BetDelivered>(share->events[1]).on, day("2026-08-03"));
  EXPECT_EQ(std::get<BetDelivered>(share->events[1]).share, 0.9);
  request.share.reset();
  request.on = day("2026-08-04");
  const auto on = record_bet_step(shop().book, no_book, request);
  ASSERT_TRUE(on);
  EXPECT_EQ(std::get<BetDelivered>(on->events[1]).share, 0.8);
}

TEST(BetStep, RefusesWhatNoRuleOfTheBookCan) {
  const Book book = shop().book;
  EXPECT_EQ(refused(book, deliver("frist")), "U016 bet");
  BetStepRequest far = deliver("fourth");
  far.on = day("2036-07-13");
  EXPECT_EQ(refused(book, far), "U021 on");
  BetStepRequest same = deliver("first");
  same.corrects = true;
  same.because = "again";
  EXPECT_EQ(refused(book, same), "U035 corrects");
  same.step = BetStep::started;
  EXPECT_EQ(refused(book, same), "U035 corrects");
  // The reason of a stop is in its entry alone, so a new one is news.
  BetStepRequest stop = deliver("second");
  stop.step = BetStep::stopped;
  stop.corrects = true;
  stop.because = "the kill rule";
  EXPECT_EQ(refused(book, stop), "recorded");
}

TEST(BetStep, NotesADayToCome) {
  BetStepRequest request = deliver("fourth");
  request.on = day("2026-09-02");
  const auto writing = record_bet_step(shop().book, no_book, request);
  ASSERT_TRUE(writing);
  EXPECT_EQ(codes_of(writing->notes), "U023");
}

TEST(BetStep, NotesADeliveryThatThePlanOfRecordDidNotForesee) {
  const Writer writer = committed_shop();
  const Book then = shop().book;
  const auto as_of = [&](std::int64_t seq) {
    EXPECT_EQ(seq, then.head_seq);
    return then;
  };
  BetStepRequest request = deliver("fourth");
  const auto foreseen = record_bet_step(writer.book, as_of, request);
  ASSERT_TRUE(foreseen);
  EXPECT_TRUE(foreseen->notes.empty());
  request.on = day("2026-06-20");  // the data cut is 2026-06-28
  const auto early = record_bet_step(writer.book, as_of, request);
  ASSERT_TRUE(early);
  EXPECT_EQ(codes_of(early->notes), "U037");
  const auto unfunded = [&](std::int64_t) {
    Book other = then;
    other.bets.at("fourth").terms.funded = false;
    return other;
  };
  request.on.reset();
  const auto outside = record_bet_step(writer.book, unfunded, request);
  ASSERT_TRUE(outside);
  EXPECT_EQ(codes_of(outside->notes), "U036");
}

TEST(BetStep, UndoneIsACorrectionWithoutANewStep) {
  const auto undone = undo_bet_step(shop().book, "second", BetStep::stopped, "another bet");
  ASSERT_TRUE(undone);
  ASSERT_EQ(undone->events.size(), 1U);
  EXPECT_EQ(std::get<BetCorrected>(undone->events.front()).step, BetStep::stopped);
  EXPECT_EQ(codes_of(undo_bet_step(shop().book, "x", BetStep::stopped, "no").error()), "U016");
}

}  // namespace
}  // namespace betledger::ledger
