#include "ledger/requests/optimism_setting.h"

#include <gtest/gtest.h>

#include "ledger/book/about_field.h"

#include "tests/ledger/book/writer.h"

namespace betledger::ledger {
namespace {

OptimismSetting setting(const std::string& team, const std::string& factor) {
  return {.team = team, .factor = factor, .spread = "1.5", .because = "as in spring"};
}

TEST(OptimismSetting, ReadsAFactorAsABetsFileDoes) {
  const auto writing = set_optimism(shop().book, setting("growth", "{p10: 0.4, p50: 0.7, p90: 1}"));
  ASSERT_TRUE(writing);
  const Optimism& set = std::get<OptimismSet>(writing->events.front()).optimism;
  EXPECT_EQ(set.team, "growth");
  EXPECT_TRUE(set.is_on);
  EXPECT_NEAR(set.factor.quantile(0.5), 0.7, 1e-6);
  EXPECT_EQ(set.spread, 1.5);
  EXPECT_EQ(set.source, "steward");
  EXPECT_TRUE(writing->notes.empty());
}

TEST(OptimismSetting, NotesAFactorThatIsMoreOftenASlip) {
  const auto writing = set_optimism(shop().book, setting("growth", "50"));
  ASSERT_TRUE(writing);
  EXPECT_EQ(codes_of(writing->notes), "U038");
}

TEST(OptimismSetting, RefusesEverythingThatIsWrongAtOnce) {
  OptimismSetting wrong = setting("grwoth", "[1, 2]");
  wrong.spread = "wide";
  const auto writing = set_optimism(shop().book, wrong);
  ASSERT_FALSE(writing);
  const Diagnostics& why = writing.error();
  EXPECT_EQ(why.front().code, "U026");
  EXPECT_EQ(field_of(why.front()), "team");
  EXPECT_EQ(why.front().hint, "did you mean growth?");
  EXPECT_EQ(why.back().code, "U005");
  EXPECT_EQ(field_of(why.back()), "spread");
  EXPECT_EQ(why.size(), 3U);
}

TEST(OptimismSetting, TurnedOffForAllIsOffForEveryoneWhoHasOne) {
  Writer writer = shop();
  ASSERT_TRUE(writer.add(optimism_events().front()).empty());  // growth, on
  const auto all = turn_off_optimism(writer.book, "", "pilots");
  ASSERT_TRUE(all);
  ASSERT_EQ(all->events.size(), 2U);
  EXPECT_EQ(std::get<OptimismSet>(all->events[0]).optimism.team, "");
  EXPECT_EQ(std::get<OptimismSet>(all->events[1]).optimism.team, "growth");
  EXPECT_FALSE(std::get<OptimismSet>(all->events[1]).optimism.is_on);
  const auto one = turn_off_optimism(writer.book, "growth", "pilots");
  ASSERT_TRUE(one);
  EXPECT_EQ(one->events.size(), 1U);
  EXPECT_EQ(codes_of(turn_off_optimism(writer.book, "sales", "pilots").error()), "U026");
}

}  // namespace
}  // namespace betledger::ledger
