#include "ledger/book/lookup.h"

#include <gtest/gtest.h>

#include "ledger/book/about_field.h"
#include "ledger/book/refusal.h"

#include "tests/ledger/book/writer.h"

namespace betledger::ledger {
namespace {

TEST(AboutField, NamesTheFieldAndNothingElseDoes) {
  EXPECT_EQ(field_of(about_field("set/1", "U005", "no", "yes")), "set/1");
  EXPECT_FALSE(field_of(refusal("U005", "no", "yes")));
  Diagnostic in_file = refusal("U005", "no", "yes");
  in_file.at = {"bets.yaml", 3, 1};
  EXPECT_FALSE(field_of(in_file));
}

TEST(Lookup, FindsWithdrawnBetsAndSaysWhatMayHaveBeenMeant) {
  const Book book = shop().book;
  EXPECT_EQ(find_bet(book, "third")->status, BetStatus::withdrawn);
  const auto missing = find_bet(book, "secnod", "KEY");
  ASSERT_FALSE(missing);
  EXPECT_EQ(codes_of(missing.error()), "U016");
  EXPECT_EQ(field_of(missing.error().front()), "KEY");
  EXPECT_EQ(missing.error().front().hint, "did you mean second?");
}

TEST(Lookup, WithoutAKeyTheCycleIsTheOnlyOpenOne) {
  Writer writer = shop();
  EXPECT_EQ(find_cycle(writer.book, "")->cycle.key, "2026Q3");
  EXPECT_EQ(find_cycle(writer.book, "2026Q3")->cycle.key, "2026Q3");
  EXPECT_EQ(codes_of(find_cycle(writer.book, "2026Q4").error()), "U015");
  ASSERT_TRUE(writer.add(CycleOpened{cycle("2026Q4")}).empty());
  const auto several = find_cycle(writer.book, "");
  ASSERT_FALSE(several);
  EXPECT_EQ(several.error().front().message, "several cycles are open: 2026Q3, 2026Q4");
  EXPECT_FALSE(field_of(several.error().front()));
  EXPECT_EQ(find_cycle(Book{}, "").error().front().message, "no cycle is open");
}

}  // namespace
}  // namespace betledger::ledger
