#include "scenarios/change.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/shop.h"

namespace betledger::scenarios {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> keys(const std::vector<ledger::BetRecord>& records) {
  std::vector<std::string> found;
  for (const auto& record : records) {
    found.push_back(record.terms.key);
  }
  return found;
}

std::vector<std::string> codes_of(const Result<forecast::Plan>& result) {
  return codes_in(result ? Diagnostics{} : result.error());
}

TEST(Change, MovesBetsBetweenTheFundedAndTheCutList) {
  const auto plan = apply(forecast::shop_plan(), {DropBet{"mailing"}, FundBet{"express"}});
  ASSERT_TRUE(plan.has_value());
  EXPECT_THAT(keys(plan->bets), ElementsAre("one_click", "cross_sell", "express"));
  EXPECT_THAT(keys(plan->cut), ElementsAre("mailing"));
  EXPECT_TRUE(plan->bets[2].terms.funded);
  EXPECT_FALSE(plan->cut[0].terms.funded);
}

TEST(Change, SaysEverythingThatDoesNotFit) {
  const auto plan = apply(forecast::shop_plan(),
                          {DropBet{"mailling"},
                           DropBet{"express"},
                           FundBet{"mailing"},
                           FundBet{"express"},
                           DropBet{"one_click"},
                           MoveTarget{{"revenu", {}}}});
  EXPECT_THAT(codes_of(plan), ElementsAre("B030", "B031", "B032", "B008", "B004"));
  EXPECT_THAT(plan.error()[0].hint, HasSubstr("did you mean 'mailing'?"));
}

TEST(Change, JudgesThePlanAsItIsAfterAllChanges) {
  const auto plan =
      apply(forecast::shop_plan(), {FundBet{"express"}, DropBet{"one_click"}, DropBet{"express"}});
  ASSERT_TRUE(plan.has_value());
  EXPECT_THAT(keys(plan->bets), ElementsAre("mailing", "cross_sell"));
}

TEST(Change, MovesTheTargetAndRescalesConfidence) {
  const tree::ConfidenceScale scale{Probability{0.8}, Probability{0.5}, Probability{0.2}};
  const ledger::Target target{"orders", {tree::Limit::Side::at_least, 1'400}};
  const auto plan = apply(forecast::shop_plan(), {MoveTarget{target}, RescaleConfidence{scale}});
  ASSERT_TRUE(plan.has_value());
  EXPECT_EQ(plan->cycle.target, target);
  EXPECT_EQ(plan->tree.spec().confidence, scale);
}

}  // namespace
}  // namespace betledger::scenarios
