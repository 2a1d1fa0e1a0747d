#include "forecast/gap/kill_rule.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/shop.h"

namespace betledger::forecast {
namespace {

using std::chrono::days;
using ::testing::HasSubstr;

const Day start = day("2026-06-29");

/// The shop at the end of a day, `mailing` (on reach) delivered in the second week.
Standing standing_on(Day as_of, const std::string& stop_when) {
  const Plan plan = shop_plan();
  Standing standing{plan, {}, {}, {}, plan, as_of, {}, 0, {}};
  standing.periods_known = static_cast<std::uint32_t>((as_of + days{1} - start).count() / 7);
  standing.observed.resize(plan.tree.size());
  standing.now.bets[0].terms.stop_when = stop_when;
  standing.now.bets[0].delivered_on = start + days{9};  // Wednesday 2026-07-08
  standing.now.bets[0].delivered_share = 1;
  return standing;
}

KillAnswer judge(const Standing& standing, const std::optional<EffectNow>& effect = {}) {
  return judge_kill_rule(standing, standing.now.bets[0], effect).value();
}

TEST(KillRule, ABetWithoutOneHasNoAnswer) {
  const Standing standing = standing_on(start, "");
  EXPECT_FALSE(judge_kill_rule(standing, standing.now.bets[0], {}).has_value());
}

TEST(KillRule, WordsAreLeftToPeople) {
  const KillAnswer answer = judge(standing_on(start, "nobody opens it"));
  EXPECT_EQ(answer.state, KillState::words);
  EXPECT_FALSE(answer.rule.has_value());
}

TEST(KillRule, IsDueSoLongAfterDelivery) {
  const std::string rule = "lift < 1% after 2w";
  const Day due = day("2026-07-22");
  const EffectNow bad{0.002, 0.9, 0.4, true};
  EXPECT_EQ(judge(standing_on(due - days{2}, rule), bad).state, KillState::not_due);
  EXPECT_EQ(judge(standing_on(due - days{1}, rule), bad).state, KillState::broken);
  EXPECT_EQ(judge(standing_on(due, rule), bad).due, due);
  Standing pending = standing_on(due, rule);
  pending.now.bets[0].delivered_on.reset();
  EXPECT_EQ(judge(pending, bad).state, KillState::not_due);
  EXPECT_FALSE(judge(pending, bad).due.has_value());
  Standing stopped = standing_on(due, rule);
  stopped.now.bets[0].stopped_on = due - days{3};
  EXPECT_EQ(judge(stopped, bad).state, KillState::not_due);
}

TEST(KillRule, AnEffectIsJudgedByThePosterior) {
  const Standing standing = standing_on(day("2026-08-30"), "reach lift < 1% after 5w");
  EXPECT_EQ(judge(standing, EffectNow{0.002, 0.8, 0.4, true}).state, KillState::broken);
  EXPECT_EQ(judge(standing, EffectNow{0.008, 0.5, 0.4, true}).state, KillState::cannot_tell);
  EXPECT_EQ(judge(standing, EffectNow{0.05, 0.1, 0.4, true}).state, KillState::kept);
  EXPECT_EQ(judge(standing).state, KillState::due);
  EXPECT_THAT(judge(standing).why, HasSubstr("`betledger gap` judges it"));
  EXPECT_EQ(judge(standing, EffectNow{0.002, 0.9, 0.4, true}).why,
            "the lift of reach is estimated at 0.2%; it is below 1.0% with probability 90%, 40% "
            "before");
  EXPECT_TRUE(kill_rule_about_effect(standing, standing.now.bets[0].terms).has_value());
}

TEST(KillRule, IsNeverBrokenByWhatWasBelievedBefore) {
  const Standing standing = standing_on(day("2026-08-30"), "reach lift < 1% after 5w");
  const KillAnswer unseen = judge(standing, EffectNow{0.002, 0.9, 0.9, false});
  EXPECT_EQ(unseen.state, KillState::cannot_tell);
  EXPECT_EQ(unseen.why, "nothing seen bears on it");
  EXPECT_EQ(judge(standing, EffectNow{0.05, 0.1, 0.1, false}).state, KillState::cannot_tell);
  const KillAnswer unmoved = judge(standing, EffectNow{0.002, 0.92, 0.9, true});
  EXPECT_EQ(unmoved.state, KillState::cannot_tell);
  EXPECT_THAT(unmoved.why, HasSubstr("probability 92%, 90% before: the data hardly tell"));
}

TEST(KillRule, AValueIsJudgedByTheNewestWholePeriodSinceItFellDue) {
  Standing standing = standing_on(day("2026-08-02"), "return_share > 5.5% after 1w");
  ASSERT_EQ(standing.periods_known, 5U);
  EXPECT_FALSE(kill_rule_about_effect(standing, standing.now.bets[0].terms).has_value());
  auto& values = standing.observed[standing.locked.tree.find("return_share")->value()].values;
  values = {0.09, 0.09, 0.09, {}, {}};  // due on Wednesday of the third week
  EXPECT_EQ(judge(standing).state, KillState::cannot_tell);
  EXPECT_THAT(judge(standing).why,
              HasSubstr("no whole week of return_share is known since "
                        "2026-07-15"));
  values = {0.05, 0.05, 0.05, 0.06, {}};
  EXPECT_EQ(judge(standing).state, KillState::broken);
  EXPECT_EQ(judge(standing).why,
            "return_share was 6.0% in the week of 2026-07-20, above 5.5%; above in 1 of 1 week "
            "since 2026-07-15");
  values = {0.09, 0.09, 0.09, 0.06, 0.055};
  EXPECT_EQ(judge(standing).state, KillState::kept);
  EXPECT_EQ(judge(standing).why,
            "return_share was 5.5% in the week of 2026-07-27, not above 5.5%; above in 1 of 2 "
            "weeks since 2026-07-15");
}

}  // namespace
}  // namespace betledger::forecast
