#include "reports/quarter/bridge_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/contracts/bridge.h"
#include "reports/contracts/why.h"
#include "reports/page/csv.h"
#include "reports/quarter/why_report.h"

namespace betledger::reports {
namespace {

using forecast::Factor;
using Kind = Factor::Kind;
using ::testing::HasSubstr;
using ::testing::StartsWith;

forecast::Bridge bridge() {
  forecast::Bridge bridge;
  bridge.pairs = 4096;
  bridge.is_exact = false;
  forecast::MetricBridge revenue{"revenue", "", 1000, 942, 4, {}, {}};
  const auto add = [&](Kind kind, const char* source, double amount, double se) {
    bridge.factors.push_back({kind, source});
    bridge.targets.emplace_back();
    revenue.contributions.push_back(
        {static_cast<std::uint32_t>(bridge.factors.size() - 1), amount, se});
  };
  add(Kind::baseline, "orders", 40, 2);
  add(Kind::execution, "search_ads", -100, 3);
  add(Kind::link, "reach->orders", 0.5, 0.3);
  add(Kind::unexplained, "revenue", 1, 0);
  add(Kind::sampling, "", 0.5, 0);
  bridge.metrics = {revenue};
  return bridge;
}

TEST(BridgeReport, DrawsAWaterfallThatEndsWhereTheGapDoes) {
  Document page;
  add_bridge(page, bridge(), {"revenue", "GBP", false});
  const std::string text = page.to_text({});
  EXPECT_THAT(text,
              StartsWith("Bridge of revenue (GBP): from plan to landing\n"
                         "  plan                     1,000                               │\n"
                         "  execution search_ads  -100 ± 3  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░\n"
                         "  baseline orders        +40 ± 2  █████████████\n"
                         "  other (3)             +2 ± 0.3              █\n"
                         "  landing                    942              │\n"
                         "Gap -58."));
  EXPECT_THAT(text, HasSubstr("random orders"));
  EXPECT_THAT(text, HasSubstr("+0.5 is `sampling`"));
  EXPECT_LT(text.find("search_ads"), text.find("baseline orders"));
  EXPECT_THAT(page.to_markdown(), HasSubstr("```"));
}

TEST(BridgeReport, SaysWhereNothingHappened) {
  forecast::Bridge same = bridge();
  same.metrics[0].contributions.clear();
  same.metrics[0].landing = 1000;
  Document page;
  add_bridge(page, same, {"revenue", "GBP", true});
  EXPECT_THAT(page.to_text({}), HasSubstr("Plan and actual are the same: 1,000."));
}

TEST(BridgeReport, KeepsTheContractOfPrograms) {
  const ledger::Node node = bridge_node(bridge(), {"revenue", "GBP", false});
  EXPECT_EQ(node.find("metric")->text, "revenue");
  EXPECT_EQ(node.find("plan")->text, "1000");
  EXPECT_EQ(node.find("landing")->text, "942");
  EXPECT_EQ(node.find("gap")->text, "-58");
  EXPECT_EQ(node.find("actual"), nullptr);
  const auto& first = node.find("factors")->items.front();
  EXPECT_EQ(first.find("kind")->text, "execution");
  EXPECT_EQ(first.find("source")->text, "search_ads");
  EXPECT_EQ(first.find("amount")->text, "-100");
  EXPECT_EQ(first.find("se")->text, "3");
  EXPECT_EQ(node.find("factors")->items.size(), 5U);
  EXPECT_EQ(bridge_node(bridge(), {"revenue", "GBP", true}).find("actual")->text, "942");
}

TEST(BridgeReport, CsvHoldsEveryFactorBetweenPlanAndLanding) {
  const std::string csv = to_csv(bridge_table(bridge(), {}));
  EXPECT_THAT(csv, HasSubstr("metric,kind,source,amount,se\nrevenue,plan,,1000,\n"));
  EXPECT_THAT(csv, HasSubstr("revenue,execution,search_ads,-100,3\n"));
  EXPECT_THAT(csv, HasSubstr("revenue,landing,,942,4\n"));
}

TEST(WhyReport, AnswersStepByStep) {
  using Cause = forecast::WhyCause;
  const Factor drift{Kind::baseline, "orders"};
  const std::vector<forecast::WhyStep> steps{
      {"revenue",
       1000,
       942,
       -58,
       {},
       {{Cause::Kind::input, "orders", {}, -60, 2, 60.0 / 58},
        {Cause::Kind::input, "value", {}, 2, 1, -2.0 / 58}},
       "through its input orders: 103% of it"},
      {"orders",
       100,
       94,
       -6,
       {},
       {{Cause::Kind::factor, "orders", drift, -6, 0, 1}},
       "it drifted"}};
  const std::string text = why_document(steps, {"revenue", "GBP", false}).to_text({});
  EXPECT_THAT(text, HasSubstr("Why revenue (GBP) lands at 942 rather than 1,000"));
  EXPECT_THAT(text, HasSubstr("1. revenue: planned 1,000, now 942, gap -58"));
  EXPECT_THAT(text, HasSubstr("Because: through its input orders: 103% of it."));
  EXPECT_THAT(text, HasSubstr("2. orders: planned 100, now 94, gap -6"));
  EXPECT_THAT(to_csv(why_table(steps)), HasSubstr("2,orders,factor,baseline,orders,-6,0,1\n"));
  const ledger::Node node = why_node(steps);
  EXPECT_EQ(node.items.size(), 2U);
  EXPECT_EQ(node.items[1].find("causes")->items[0].find("kind")->text, "baseline");
  EXPECT_EQ(node.items[1].find("followed"), nullptr);
}

}  // namespace
}  // namespace betledger::reports
