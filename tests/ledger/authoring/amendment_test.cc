#include "ledger/authoring/amendment.h"

#include <variant>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/book/about_field.h"

#include "tests/ledger/authoring/malformed_cases.h"
#include "tests/ledger/authoring/shelf.h"

namespace betledger::ledger {
namespace {

/// The standard tree with `one_bet` in it.
Book shelf_with_a_bet() {
  Shelf shelf;
  (void)shelf.apply({{"t.yaml", standard_tree}, {"b.yaml", one_bet}});
  return shelf.book;
}

Amendment set(std::vector<std::string> assignments) {
  return {.bet = "one", .set = std::move(assignments), .from = {}, .because = "a pilot"};
}

std::string refused(const Amendment& amendment) {
  Diagnostics warnings;
  const auto proposal = amend_bet(shelf_with_a_bet(), amendment, warnings);
  if (proposal) {
    return "amended";
  }
  const Diagnostic& why = proposal.error().front();
  return why.code + " " + field_of(why).value_or("-");
}

TEST(Amendment, SetsFieldsAndFieldsInFieldsWithAReason) {
  Diagnostics warnings;
  const auto proposal =
      amend_bet(shelf_with_a_bet(), set({"works=0.4", "effort.core=3pw"}), warnings);
  ASSERT_TRUE(proposal) << render(proposal.error());
  ASSERT_EQ(proposal->events.size(), 1U);
  const auto& amended = std::get<BetAmended>(proposal->events.front());
  EXPECT_EQ(amended.because, "a pilot");
  EXPECT_EQ(amended.bet.works.value(), 0.4);
  EXPECT_EQ(amended.bet.effort_person_weeks.at("core"), 3);
  EXPECT_THAT(proposal->changes.front().fields,
              testing::ElementsAre("works: 0.3 -> 0.4", "effort: {core: 2pw} -> {core: 3pw}"));
}

TEST(Amendment, TakesTheBetOfAFileAndLeavesTheOthers) {
  Amendment amendment = set({});
  amendment.from = AuthoredFile{"new.yaml", replaced(one_bet, "lift: 3%", "lift: 4%")};
  Diagnostics warnings;
  const auto proposal = amend_bet(shelf_with_a_bet(), amendment, warnings);
  ASSERT_TRUE(proposal);
  const Bet& amended = std::get<BetAmended>(proposal->events.front()).bet;
  EXPECT_DOUBLE_EQ(amended.effects.front().amount.quantile(0.5), 0.04);
  amendment.from->text = replaced(one_bet, "  one:", "  other:");
  EXPECT_EQ(refused(amendment), "U016 from");
}

TEST(Amendment, WhatIsTheSameAlreadyIsNothingToRecord) {
  Diagnostics warnings;
  const auto proposal = amend_bet(shelf_with_a_bet(), set({"start=2026-07-20"}), warnings);
  ASSERT_TRUE(proposal);
  EXPECT_TRUE(proposal->events.empty());
}

TEST(Amendment, IsCheckedAsTheFileWouldBe) {
  EXPECT_EQ(refused(set({"start=soon"})), "A010 -");
  EXPECT_EQ(refused(set({"needs=[tow]"})), "A106 -");
  Diagnostics warnings;
  ASSERT_TRUE(amend_bet(shelf_with_a_bet(), set({"start=2026-06-01"}), warnings));
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_EQ(warnings.front().code, "A110");
}

TEST(Amendment, RefusesWhatItCannotReadAtItsPlace) {
  Amendment other = set({"works=0.4"});
  other.bet = "two";
  EXPECT_EQ(refused(other), "U016 bet");
  EXPECT_EQ(refused(set({})), "U009 -");
  EXPECT_EQ(refused(set({"works=0.4", "=0.4"})), "U005 set/1");
  EXPECT_EQ(refused(set({"start.deep=1"})), "U005 set/0");
}

TEST(Amendment, AWithdrawnBetIsPutBackByItsFileAlone) {
  Shelf shelf;
  (void)shelf.apply({{"t.yaml", standard_tree}, {"b.yaml", one_bet}});
  shelf.follow({BetWithdrawn{"one", "no"}});
  Diagnostics warnings;
  const auto proposal = amend_bet(shelf.book, set({"works=0.4"}), warnings);
  ASSERT_FALSE(proposal);
  EXPECT_EQ(proposal.error().front().message, "the bet one was withdrawn");
}

}  // namespace
}  // namespace betledger::ledger
