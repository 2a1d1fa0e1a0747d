#include "forecast/plan/plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/sha256.h"
#include "forecast/plan/canonical.h"
#include "forecast/plan/codes.h"
#include "forecast/plan/fit_baselines.h"
#include "forecast/plan/make_plan.h"
#include "forecast/plan/plan_history.h"

#include "tests/support/shop.h"
#include "tests/support/values.h"

namespace betledger::forecast {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

std::vector<std::string> codes_of(const Diagnostics& diagnostics) {
  std::vector<std::string> found;
  for (const Diagnostic& diagnostic : diagnostics) {
    found.push_back(diagnostic.code);
    const auto known = codes();
    EXPECT_TRUE(std::any_of(known.begin(), known.end(), [&](const CodeInfo& info) {
      return info.code == diagnostic.code;
    })) << diagnostic.code;
    EXPECT_FALSE(diagnostic.message.empty());
    EXPECT_FALSE(diagnostic.hint.empty()) << diagnostic.message;
  }
  return found;
}

Diagnostics errors_of(const ledger::Book& book, const PlanRequest& request = {}) {
  Diagnostics warnings;
  const auto plan = make_plan(book, request, warnings);
  return plan ? Diagnostics{} : plan.error();
}

TEST(Plan, TakesTheOnlyOpenCycleItsBetsAndTheHistoryBeforeIt) {
  Diagnostics warnings;
  const auto plan = make_plan(shop(), {}, warnings);
  ASSERT_TRUE(plan.has_value()) << render(plan.error());
  EXPECT_THAT(warnings, IsEmpty());
  EXPECT_EQ(plan->cycle.key, "2026Q3");
  EXPECT_EQ(plan->cycle.timeline.count, 13U);
  ASSERT_EQ(plan->bets.size(), 3U);
  EXPECT_EQ(plan->bets[0].terms.key, "mailing");
  ASSERT_EQ(plan->cut.size(), 1U);
  EXPECT_EQ(plan->cut[0].terms.key, "express");
  EXPECT_EQ(plan->data_cut, plan->cycle.timeline.start - std::chrono::days{1});
  EXPECT_EQ(plan->history.at("orders").values.size(), 40U);
}

TEST(Plan, SaysEverythingThatStandsInTheWayAtOnce) {
  ledger::Book book = shop();
  book.cycles["2026Q3"].cycle.target->metric = "revenu";
  book.cycles["2026Q3"].cycle.focus_inputs = {"raech"};
  book.bets["mailing"].terms.effects[0].metric = "reech";
  book.bets["one_click"].terms.effects[0].metric = "revenue";
  book.bets["one_click"].terms.excludes = {"mailing"};
  book.bets["mailing"].terms.excludes = {"one_click"};
  book.bets["cross_sell"].terms.needs = {"express"};
  book.actuals.erase("basket");
  book.actuals.erase("members");
  const Diagnostics errors = errors_of(book);
  EXPECT_THAT(codes_of(errors),
              UnorderedElementsAre("B004", "B005", "B006", "B007", "B008", "B010", "B012", "B013"));
  const std::string text = render(errors);
  EXPECT_THAT(text, HasSubstr("did you mean 'revenue'?"));
  EXPECT_THAT(text, HasSubstr("did you mean 'reach'?"));
  EXPECT_THAT(text, HasSubstr("aim at what it is made of: orders, basket"));
}

TEST(Plan, NeedsATreeAndACycle) {
  EXPECT_THAT(codes_of(errors_of(ledger::Book{})), UnorderedElementsAre("B001", "B002"));
  ledger::Book book = shop();
  EXPECT_THAT(codes_of(errors_of(book, {"2026Q4", {}})), ElementsAre("B002"));
  EXPECT_THAT(errors_of(book, {"2026Q4", {}})[0].hint, HasSubstr("2026Q3"));
  book.cycles["2026Q4"].bets = {};  // a sheet, not opened
  EXPECT_THAT(codes_of(errors_of(book, {"2026Q4", {}})), ElementsAre("B003"));
  EXPECT_THAT(codes_of(errors_of(book)), IsEmpty());
  book.cycles["2026Q4"].cycle = book.cycles["2026Q3"].cycle;
  EXPECT_THAT(codes_of(errors_of(book)), ElementsAre("B002"));
  EXPECT_THAT(errors_of(book)[0].message, HasSubstr("2026Q3, 2026Q4"));
}

TEST(Plan, RefusesACircleOfNeedsAndACycleInOtherPeriods) {
  ledger::Book book = shop();
  book.bets["mailing"].terms.needs = {"one_click"};
  book.bets["one_click"].terms.needs = {"mailing"};
  book.tree.period = PeriodKind::month;
  EXPECT_THAT(codes_of(errors_of(book)), UnorderedElementsAre("B009", "B014"));
}

TEST(Plan, ANeedIsMetByABetDeliveredInAnEarlierCycle) {
  ledger::Book book = shop();
  ledger::BetRecord old;
  old.cycle = "2026Q2";
  old.terms = bet("old", "orders", 0.1);
  book.bets["old"] = old;
  book.bets["mailing"].terms.needs = {"old"};
  EXPECT_THAT(codes_of(errors_of(book)), ElementsAre("B008"));
  book.bets["old"].delivered_on = day("2026-05-01");
  EXPECT_THAT(errors_of(book), IsEmpty());
}

TEST(Plan, BlanksValuesOutsideTheSupportAndSaysWhich) {
  ledger::Book book = shop();
  const Day week = advance(PeriodKind::week, book.cycles["2026Q3"].cycle.timeline.start, -20);
  book.actuals["orders"][week] = {{0, 7}};
  Diagnostics warnings;
  const auto plan = make_plan(book, {}, warnings);
  ASSERT_TRUE(plan.has_value());
  EXPECT_FALSE(plan->history.at("orders").at(week).has_value());
  ASSERT_THAT(codes_of(warnings), ElementsAre("D550"));
  EXPECT_THAT(warnings[0].message,
              HasSubstr("orders in the week of " + format_day(week) + " is 0"));
  EXPECT_EQ(warnings[0].severity, Severity::warning);
}

TEST(Plan, CutsTheDataWhereAskedAndNeverInsideTheCycle) {
  Diagnostics warnings;
  // A Wednesday: its week is not whole.
  ledger::Book book = shop();
  book.actuals["members"] = {{day("2026-06-08"), {{2'400, 6}}}};
  const auto plan = make_plan(book, {"", day("2026-06-17")}, warnings);
  ASSERT_TRUE(plan.has_value());
  EXPECT_EQ(plan->data_cut, day("2026-06-14"));
  EXPECT_EQ(plan->history.at("reach").values.size(), 38U);
  EXPECT_THAT(codes_of(errors_of(shop(), {"", day("2026-07-15")})), ElementsAre("B011"));
}

TEST(Plan, BaselinesAreFittedWhereThereIsAHistoryAndSkipThePeriodsBetween) {
  Diagnostics warnings;
  ledger::Book book = shop();
  book.actuals["members"] = {{day("2026-06-08"), {{2'400, 6}}}};
  book.actuals["basket"] = {{day("2026-06-08"), {{50, 3}}}};
  book.tree.metrics[2].baseline =
      tree::StatedBaseline{make(LogNormal{50, 0.1}), make(LogNormal{55, 0.2})};
  const Plan plan = make_plan(book, {"", day("2026-06-14")}, warnings).value();
  const auto baselines = fit_baselines(plan);
  ASSERT_TRUE(baselines.has_value());
  std::vector<std::string> metrics;
  for (const Baseline& baseline : *baselines) {
    metrics.push_back(baseline.metric);
    for (const FittedMember& member : baseline.members) {
      EXPECT_EQ(member.path.mean.size(), 13U);
      EXPECT_EQ(member.path.lead, 2U);
    }
  }
  EXPECT_THAT(metrics, ElementsAre("orders", "return_share", "reach"));  // one basket says nothing
  book.tree.metrics[2].baseline.reset();
  const auto bare = fit_baselines(make_plan(book, {"", day("2026-06-14")}, warnings).value());
  ASSERT_FALSE(bare.has_value());
  EXPECT_EQ(bare.error()[0].code, "D501");
}

TEST(Plan, MissingValuesThatALagReadsAreComputedOrCarriedWithAWarning) {
  Diagnostics warnings;
  ledger::Book book = shop();
  const Day start = book.cycles["2026Q3"].cycle.timeline.start;
  // The stock is known three weeks before the cycle; reach up to two weeks before.
  book.actuals["members"] = {{advance(PeriodKind::week, start, -3), {{2'400, 6}}}};
  book.actuals["reach"].erase(advance(PeriodKind::week, start, -1));
  const auto plan = make_plan(book, {}, warnings);
  ASSERT_TRUE(plan.has_value()) << render(plan.error());
  EXPECT_THAT(codes_of(warnings), ElementsAre("D551"));
  EXPECT_THAT(warnings[0].message, HasSubstr("'members'"));
  const auto pasts = pasts_of(plan->tree, plan->history, plan->cycle.timeline);
  const auto members = plan->tree.find("members")->value();
  const double reach = *plan->history.at("reach").values.back();
  const double two_before = 2'400 * 0.98 + reach / 100;
  const double one_before = two_before * 0.98 + reach / 100;  // reach carried forward
  ASSERT_THAT(pasts[members].values.size(), 1U);
  EXPECT_DOUBLE_EQ(pasts[members].values[0], one_before);
}

TEST(Plan, CanonicalFormChangesWithABetAndNotWithTheHead) {
  const std::string first = canonical_plan(shop_plan());
  Plan moved = shop_plan();
  moved.head_seq = 99;
  EXPECT_EQ(canonical_plan(moved), first);
  Plan changed = shop_plan();
  changed.bets[0].terms.works = Probability{0.51};
  EXPECT_NE(sha256_hex(canonical_plan(changed)), sha256_hex(first));
  Plan revised = shop_plan();
  revised.history.at("orders").values[3] = 101;
  EXPECT_NE(canonical_plan(revised), first);
}

}  // namespace
}  // namespace betledger::forecast
