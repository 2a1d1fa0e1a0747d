#include "ledger/book/kill_rule.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/ledger/store/ledger_fixture.h"

namespace betledger::ledger {
namespace {

using ::testing::HasSubstr;
using Measure = KillRule::Measure;
using Side = KillRule::Side;

constexpr Duration weeks(double count) {
  return {count, Duration::Unit::weeks};
}

TEST(KillRule, IsReadAndWritten) {
  struct Case {
    std::string text;
    KillRule rule;
    std::string canonical;
  };
  const std::vector<Case> cases{
      {"lift < 1% after 5w",
       {"", Measure::lift, Side::below, 0.01, NumberKind::percent, weeks(5)},
       "lift < 1% after 5w"},
      {"orders lift<-0.5% after 4w",
       {"orders", Measure::lift, Side::below, -0.005, NumberKind::percent, weeks(4)},
       "orders lift < -0.5% after 4w"},
      {"return_share > 8% after 2w",
       {"return_share", Measure::value, Side::above, 0.08, NumberKind::percent, weeks(2)},
       "return_share > 8% after 2w"},
      {"  return_share value  >  8%  after 14d ",
       {"return_share",
        Measure::value,
        Side::above,
        0.08,
        NumberKind::percent,
        {14, Duration::Unit::days}},
       "return_share > 8% after 14d"},
      {"value < 1.2k after 1.5w",
       {"", Measure::value, Side::below, 1'200, NumberKind::plain, weeks(1.5)},
       "value < 1200 after 1.5w"},
      {"shift > 0.2pp after 2m",
       {"", Measure::shift, Side::above, 0.002, NumberKind::points, {2, Duration::Unit::months}},
       "shift > 0.2pp after 2m"},
      {"shift < 30 after 0w",
       {"", Measure::shift, Side::below, 30, NumberKind::plain, weeks(0)},
       "shift < 30 after 0w"}};
  for (const Case& each : cases) {
    const auto rule = parse_kill_rule(each.text);
    ASSERT_TRUE(rule) << each.text;
    EXPECT_EQ(*rule, each.rule) << each.text;
    EXPECT_EQ(format_kill_rule(*rule), each.canonical);
    EXPECT_EQ(*parse_kill_rule(each.canonical), each.rule);
  }
}

TEST(KillRule, WhatIsOnlyWordsSaysWhatWasExpected) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"", "has the form"},
      {"nobody uses it", "has the form"},
      {"lift < 1%", "has the form"},
      {"lift < 1% after", "has the form"},
      {"lift < 1% after 5w or so", "has the form"},
      {"lift < 1% within 5w", "has the form"},
      {"< 1% after 5w", "names what it looks at"},
      {"the big lift < 1% after 5w", "names what it looks at"},
      {"Orders lift < 1% after 5w", "\"Orders\" is no metric's key"},
      {"lift < much after 5w", "\"much\" is no number"},
      {"lift < nan after 5w", "\"nan\" is no number"},
      {"lift < 1 after 5w", "a lift of 1 has no %"},
      {"lift < 1pp after 5w", "a lift of 1pp has no %"},
      {"shift < 1% after 5w", "1% does not fit a shift"},
      {"orders < 1pp after 5w", "1pp does not fit a value"},
      {"lift <= 1% after 5w", "has the form"},
      {"lift < 1% after -5w", "\"-5w\" is no length of time"},
      {"lift < 1% after 5 w", "has the form"},
      {"lift < 1% after 99999w", "\"99999w\" is no length of time"},
      {"lift \x1b[2J < 1% after 5w", "names what it looks at"}};
  for (const auto& [text, expected] : cases) {
    const auto rule = parse_kill_rule(text);
    ASSERT_FALSE(rule) << text;
    EXPECT_EQ(rule.error().front().code, "A121") << text;
    EXPECT_THAT(rule.error().front().message + rule.error().front().hint, HasSubstr(expected))
        << text;
  }
}

TEST(KillRule, IsTiedToTheTreeAndToTheEffectsOfItsBet) {
  tree::TreeSpec tree;
  tree.metrics = {metric("orders"), metric("share"), metric("reach")};
  tree.metrics[0].support = tree::Support::positive;
  tree.metrics[1].support = tree::Support::fraction;
  Bet one = bet("one", "orders");
  one.effects.front().action = Action::lift;
  Effect shift = one.effects.front();
  shift.metric = "share";
  shift.action = Action::shift;
  one.effects.push_back(shift);
  const std::vector<std::pair<std::string, std::string>> cases{
      {"lift < 1% after 5w", "orders"},
      {"share shift > 0.1pp after 5w", "share"},
      {"share > 8% after 5w", "share"},
      {"share > 0.08 after 5w", "share"},
      {"reach < 100 after 5w", "reach"},
      {"value < 100 after 5w", "orders"},
      {"orderz lift < 1% after 5w", "! did you mean `orders`?"},
      {"reach lift < 1% after 5w", "! bet `one` does not act on `reach` itself"},
      {"shift < 3 after 5w", "! the effect of `one` on `orders` is stated as a lift"},
      {"share lift < 1% after 5w", "! the effect of `one` on `share` is stated as a shift"},
      {"share shift > 0.001 after 5w", "! `share` is a fraction"},
      {"orders > 8% after 5w", "! `orders` is never a percentage"},
      {"share > 8 after 5w", "! `share` is never 8"},
      {"orders < -3 after 5w", "! `orders` is never -3"}};
  for (const auto& [text, expected] : cases) {
    one.stop_when = text;
    const auto rule = kill_rule_of(one, tree);
    const std::string said =
        rule ? rule->metric
             : "! " + rule.error().front().message + " ! " + rule.error().front().hint;
    EXPECT_THAT(said, HasSubstr(expected)) << text;
  }
}

}  // namespace
}  // namespace betledger::ledger
