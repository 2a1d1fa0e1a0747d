#include "ledger/requests/cycle_opening.h"

#include <gtest/gtest.h>

#include "ledger/book/about_field.h"

#include "tests/ledger/book/writer.h"

namespace betledger::ledger {
namespace {

CycleOpening opening(const std::string& key, std::optional<std::string> target = {}) {
  return {.key = key,
          .start = {},
          .end = {},
          .period = {},
          .target = std::move(target),
          .focus_inputs = {}};
}

std::string refused(const Book& book, const CycleOpening& request) {
  const auto writing = open_cycle(book, request);
  if (writing) {
    return "opened";
  }
  std::string text;
  for (const Diagnostic& why : writing.error()) {
    text += (text.empty() ? "" : ", ") + why.code + " " + field_of(why).value_or("-");
  }
  return text;
}

TEST(CycleOpening, TakesItsDaysFromTheKeyAndItsPeriodFromTheTree) {
  CycleOpening request = opening("2026Q4", "revenue >= 130k");
  request.focus_inputs = {"reach"};
  const auto writing = open_cycle(shop().book, request);
  ASSERT_TRUE(writing);
  ASSERT_EQ(writing->events.size(), 1U);
  Cycle expected = cycle("2026Q4", "revenue >= 130k");
  expected.focus_inputs = {"reach"};
  const Cycle& opened = std::get<CycleOpened>(writing->events.front()).cycle;
  EXPECT_EQ(opened.key, "2026Q4");
  EXPECT_TRUE(same_terms(opened, expected));
}

TEST(CycleOpening, OfTheTermsThatStandIsNothingToRecord) {
  const auto writing = open_cycle(shop().book, opening("2026Q3", "revenue >= 125k"));
  ASSERT_TRUE(writing);
  EXPECT_TRUE(writing->events.empty());
  EXPECT_EQ(open_cycle(shop().book, opening("2026Q3", "revenue >= 126k"))->events.size(), 1U);
}

TEST(CycleOpening, RefusesDaysThatNobodyCanTell) {
  const Book book = shop().book;
  EXPECT_EQ(refused(book, opening("autumn")), "U005 key");
  CycleOpening request = opening("autumn");
  request.start = day("2026-10-01");
  EXPECT_EQ(refused(book, request), "U009 start");
  request.end = day("2026-09-01");
  EXPECT_EQ(refused(book, request), "U005 end");
  request.end = day("2026-12-01");
  EXPECT_EQ(refused(book, request), "opened");
}

TEST(CycleOpening, RefusesATargetThatIsAlwaysOrNeverMet) {
  Writer writer = shop();
  tree::Metric share = metric("share");
  share.support = tree::Support::fraction;
  tree::Metric count = metric("count");
  count.support = tree::Support::positive;
  ASSERT_TRUE(writer.add(MetricDefined{share}).empty());
  ASSERT_TRUE(writer.add(MetricDefined{count}).empty());
  EXPECT_EQ(refused(writer.book, opening("2026Q4", "share >= 97")), "U020 target");
  EXPECT_EQ(refused(writer.book, opening("2026Q4", "share >= 97%")), "opened");
  EXPECT_EQ(refused(writer.book, opening("2026Q4", "count >= 97%")), "U020 target");
  EXPECT_EQ(refused(writer.book, opening("2026Q4", "count >= -1")), "U020 target");
  // Every mistake at once.
  EXPECT_EQ(refused(writer.book, opening("autumn", "share >= 97")), "U005 key, U020 target");
}

}  // namespace
}  // namespace betledger::ledger
