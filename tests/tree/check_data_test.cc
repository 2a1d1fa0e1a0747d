#include <cmath>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "tree/check.h"
#include "tree/identity.h"

#include "tests/support/values.h"
#include "tests/tree/builders.h"

namespace betledger::tree {
namespace {

using testing::built;
using testing::component;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::metric;
using testing::places;
using testing::spec;

constexpr std::size_t half_year = 26;

/// `count` weeks from Monday 2010-01-04: start, start + step, ...
Series weeks(std::size_t count, double start, double step = 1) {
  Series series;
  series.kind = PeriodKind::week;
  series.start = day("2010-01-04");
  for (std::size_t t = 0; t < count; ++t) {
    series.values.emplace_back(start + step * static_cast<double>(t));
  }
  return series;
}

/// f = a + b at lines 10, 20, 30.
MetricTree sum() {
  return built(spec({component("f", "a + b", 10), metric("a", 20), metric("b", 30)}));
}

History sum_history(std::size_t count = half_year) {
  return {{"f", weeks(count, 30, 3)}, {"a", weeks(count, 10, 1)}, {"b", weeks(count, 20, 2)}};
}

TEST(CheckData, HasNothingToSayOfSoundData) {
  EXPECT_THAT(places(check_data(sum(), sum_history(), std::nullopt)), IsEmpty());
}

TEST(CheckData, ListsWhatToCollectFromWhom) {
  Metric a = metric("a", 20);
  a.source = "warehouse.orders";
  Metric b = metric("b", 30);
  b.baseline = StatedBaseline{Distribution::constant(1), Distribution::constant(1)};
  const Diagnostics found = check_data(built(spec({component("f", "a + b", 10), a, b})), {}, {});
  EXPECT_THAT(places(found), ElementsAre("D003@10:3", "D001@20:3", "D002@30:3"));
  EXPECT_EQ(found[0].severity, Severity::note);
  EXPECT_EQ(found[1].severity, Severity::error);
  EXPECT_EQ(found[1].hint,
            "import its history, or state its baseline (source: warehouse.orders, owner: team)");
  EXPECT_EQ(found[2].severity, Severity::note);
}

TEST(CheckData, FindsValuesOutsideTheSupport) {
  Metric share = metric("share", 40);
  share.support = Support::fraction;
  const MetricTree tree =
      built(spec({component("f", "a + b", 10), metric("a", 20), metric("b", 30), share}));
  History history = sum_history();
  history["share"] = weeks(half_year, 0.1, 0.01);
  history["share"].values[3] = 12;
  history["share"].values[4] = 0.0;
  history["a"].values[25] = 0.0;
  history["b"].values[0] = std::nan("");
  const Diagnostics found = check_data(tree, history, std::nullopt);
  // In the first week the formula has no value, in the last another one than f.
  EXPECT_THAT(places(found),
              ElementsAre("D010@10:3", "D009@10:3", "D004@20:3", "D004@30:3", "D004@40:3"));
  EXPECT_THAT(found[2].hint, HasSubstr("a closed week"));
  EXPECT_THAT(found[3].message, HasSubstr("first not a finite number on 2010-01-04"));
  EXPECT_EQ(found[4].message,
            "`share` is outside its support, fraction, in 2 of 26 periods, first 12 on 2010-01-25");
  EXPECT_EQ(found[4].hint, "write 12% or 0.12");
}

TEST(CheckData, FindsGaps) {
  History history = sum_history(40);
  for (const std::size_t t : {2U, 5U, 6U, 7U, 20U}) {
    history["a"].values[t].reset();
  }
  history["b"].values[1].reset();
  const Diagnostics found = check_data(sum(), history, std::nullopt);
  EXPECT_THAT(places(found), ElementsAre("D005@20:3", "D005@30:3"));
  EXPECT_EQ(found[0].message,
            "`a` has 5 periods without a value: 2010-01-18, 2010-02-08, 2010-02-15, ...");
  EXPECT_EQ(found[1].message, "`b` has 1 period without a value: 2010-01-11");
}

TEST(CheckData, FindsStaleSeries) {
  History history = sum_history(40);
  history["a"] = weeks(38, 10, 1);
  history["b"] = weeks(39, 20, 2);
  const Diagnostics found = check_data(sum(), history, std::nullopt);
  EXPECT_THAT(places(found), ElementsAre("D006@20:3"));
  EXPECT_EQ(found[0].message,
            "the last value of `a` is of 2010-09-20, 2 periods before the newest of all");
  // All of them are, seen from a later day.
  EXPECT_THAT(places(check_data(sum(), history, day("2010-12-31"))),
              ElementsAre("D006@10:3", "D006@20:3", "D006@30:3"));
}

TEST(CheckData, LooksNoFurtherThanItsEnd) {
  History history = sum_history(40);
  history["a"].values[39] = -1;
  history["a"].values[30].reset();
  EXPECT_THAT(places(check_data(sum(), history, std::nullopt)),
              ElementsAre("D009@10:3", "D004@20:3", "D005@20:3"));
  EXPECT_THAT(places(check_data(sum(), history, day("2010-10-03"))), ElementsAre("D005@20:3"));
  EXPECT_THAT(places(check_data(sum(), history, day("2010-08-01"))), IsEmpty());
}

TEST(CheckData, FindsShortAndFlatSeries) {
  History history = sum_history(25);
  history["b"] = weeks(25, 20, 0);
  history["f"] = weeks(25, 30, 1);
  const Diagnostics found = check_data(sum(), history, std::nullopt);
  EXPECT_THAT(places(found), ElementsAre("D007@20:3", "D007@30:3", "D008@30:3"));
  EXPECT_EQ(found[0].message, "`a` has 25 periods of history, fewer than 26");
}

TEST(CheckData, TellsAboutTwoBaselines) {
  Metric a = metric("a", 20);
  a.baseline = StatedBaseline{Distribution::constant(1), Distribution::constant(1)};
  const MetricTree tree = built(spec({component("f", "a + b", 10), a, metric("b", 30)}));
  EXPECT_THAT(places(check_data(tree, sum_history(), std::nullopt)), ElementsAre("D012@20:3"));
}

TEST(CheckData, RefusesAnotherPeriod) {
  History history = sum_history();
  history["a"].kind = PeriodKind::month;
  const Diagnostics found = check_data(sum(), history, std::nullopt);
  EXPECT_THAT(places(found), ElementsAre("D011@20:3"));
  EXPECT_EQ(found[0].message, "the history of `a` is by month, the tree by week");
}

TEST(CheckData, KnowsTheMetricsOfTheTree) {
  History history = sum_history();
  history["aa"] = weeks(30, 1);
  const Diagnostics found = check_data(sum(), history, std::nullopt);
  EXPECT_THAT(places(found), ElementsAre("D014@0:0"));
  EXPECT_EQ(found[0].hint, "did you mean `a`?");
}

TEST(CheckData, WantsTheStartOfALag) {
  const MetricTree tree = built(spec({component("active", "kept + new", 10),
                                      component("kept", "0.5 * lag(active, 2)", 20),
                                      metric("new", 30)}));
  History history{
      {"new", weeks(30, 10)}, {"active", weeks(30, 100, 0)}, {"kept", weeks(30, 50, 0)}};
  history["active"].values[29].reset();
  // kept + new is known in the last week: `active` follows from it.
  std::vector<std::string> codes;
  for (const Diagnostic& d : check_data(tree, history, std::nullopt)) {
    codes.push_back(d.code);
  }
  EXPECT_THAT(codes, ::testing::Not(::testing::Contains("D013")));
  history["kept"].values[28].reset();
  history["active"].values[28].reset();
  const Diagnostics found = check_data(tree, history, std::nullopt);
  const auto lag = std::find_if(
      found.begin(), found.end(), [](const Diagnostic& d) { return d.code == "D013"; });
  ASSERT_NE(lag, found.end());
  EXPECT_EQ(lag->message,
            "a formula reads `active` up to 2 periods back, but 2010-07-19 has no value");
}

// Identity residuals
// -------------------------------------------------------------------------------

TEST(IdentityResiduals, AreActualOverFormulaLessOne) {
  History history = sum_history(50);
  history["f"].values[10] = 60 * 1.05;  // 30 + 3 * 10 = 60
  history["f"].values[20] = 90 * 0.90;
  history["a"].values[30].reset();  // not compared
  const std::vector<IdentityResidual> found = identity_residuals(sum(), history);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].metric, "f");
  EXPECT_EQ(found[0].periods, 49U);
  EXPECT_NEAR(found[0].mean_abs, 0.15 / 49, 1e-12);
  EXPECT_NEAR(found[0].worst, -0.10, 1e-12);
  EXPECT_EQ(found[0].worst_period, day("2010-05-24"));
}

TEST(IdentityResiduals, ReadThePast) {
  const MetricTree tree = built(spec({component("f", "lag(a, 2)"), metric("a")}));
  History history{{"a", weeks(30, 10)}, {"f", weeks(30, 8)}};
  const std::vector<IdentityResidual> found = identity_residuals(tree, history);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].periods, 28U);
  EXPECT_EQ(found[0].mean_abs, 0);
}

TEST(IdentityResiduals, NeedActualsOnBothSides) {
  EXPECT_THAT(identity_residuals(sum(), {}), IsEmpty());
  EXPECT_THAT(identity_residuals(sum(), {{"f", weeks(30, 1)}, {"a", weeks(30, 1)}}), IsEmpty());
}

TEST(IdentityResiduals, PastOnePerCentAreAFinding) {
  History history = sum_history(50);
  for (std::optional<double>& value : history["f"].values) {
    value = *value * 1.02;
  }
  const Diagnostics found = check_data(sum(), history, std::nullopt);
  EXPECT_THAT(places(found), ElementsAre("D009@10:3"));
  EXPECT_EQ(found[0].severity, Severity::warning);
  EXPECT_THAT(found[0].message, HasSubstr("differ from its formula by 2.00% on average"));
  // One bad week is a note.
  history = sum_history(50);
  history["f"].values[7] = 60.0;
  EXPECT_EQ(check_data(sum(), history, std::nullopt)[0].severity, Severity::note);
}

TEST(IdentityResiduals, NeverHideThatAFormulaHasNoValue) {
  const MetricTree tree =
      built(spec({component("f", "a / b", 10), metric("a", 20), metric("b", 30)}));
  History history{{"f", weeks(30, 1, 0)}, {"a", weeks(30, 1)}, {"b", weeks(30, 1)}};
  history["b"].values[4] = 0.0;
  const Diagnostics found = check_data(tree, history, std::nullopt);
  EXPECT_THAT(places(found), ElementsAre("D010@10:3", "D004@30:3"));
  EXPECT_THAT(found[0].message, HasSubstr("on the actuals of 2010-02-01"));
  EXPECT_EQ(identity_residuals(tree, history)[0].periods, 29U);
}

}  // namespace
}  // namespace betledger::tree
