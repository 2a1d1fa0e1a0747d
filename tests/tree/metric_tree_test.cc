#include "tree/metric_tree.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "tests/tree/builders.h"

namespace betledger::tree {
namespace {

using testing::built;
using testing::component;
using ::testing::ElementsAre;
using testing::errors_of;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::keys_of;
using testing::link;
using testing::metric;
using testing::places;
using testing::spec;

/// A shop: revenue = orders * price, orders = buyers * rate, a link from reach to buyers, and
/// buyers that come back.
MetricTree shop() {
  return built(spec({component("revenue", "orders * price", 10),
                     metric("price", 20),
                     component("orders", "buyers * rate", 30),
                     metric("rate", 40),
                     component("buyers", "new_buyers + 0.8 * lag(buyers, 1)", 50),
                     metric("new_buyers", 60),
                     metric("reach", 70)},
                    {link("reach", "new_buyers", 2, 80), link("price", "rate", 0, 81)}));
}

TEST(MetricTree, FindsMetricsByKey) {
  const MetricTree tree = shop();
  EXPECT_EQ(tree.size(), 7U);
  EXPECT_EQ(tree.metric(*tree.find("rate")).key, "rate");
  EXPECT_FALSE(tree.find("rates").has_value());
  EXPECT_FALSE(tree.find("").has_value());
  EXPECT_EQ(tree.metric(tree.focus()).key, "revenue");
}

TEST(MetricTree, OrdersMetricsAfterWhatTheyReadAndElseAsInTheFile) {
  const MetricTree tree = shop();
  EXPECT_EQ(keys_of(tree, tree.in_dependency_order()),
            "price rate new_buyers buyers orders revenue reach");
}

TEST(MetricTree, KnowsDriversAndOutcomes) {
  const MetricTree tree = shop();
  const auto drivers = [&](const char* key) {
    return keys_of(tree, tree.drivers_of(*tree.find(key)));
  };
  const auto outcomes = [&](const char* key) {
    return keys_of(tree, tree.outcomes_of(*tree.find(key)));
  };
  EXPECT_EQ(drivers("revenue"), "orders price");
  EXPECT_EQ(drivers("buyers"), "new_buyers buyers");
  EXPECT_EQ(drivers("new_buyers"), "reach");
  EXPECT_EQ(drivers("reach"), "");
  EXPECT_EQ(outcomes("price"), "revenue rate");
  EXPECT_EQ(outcomes("buyers"), "orders buyers");
  EXPECT_THAT(tree.links_into(*tree.find("rate")), ElementsAre(1U));
  EXPECT_THAT(tree.links_into(*tree.find("revenue")), IsEmpty());
}

TEST(MetricTree, CountsLevelsByTheShortestWayFromTheFocus) {
  const MetricTree tree = built(spec({component("f", "a + lag(c, 1)"),
                                      component("a", "b"),
                                      component("b", "c"),
                                      metric("c"),
                                      component("off", "c")}));
  const auto level = [&](const char* key) { return tree.level(*tree.find(key)); };
  EXPECT_EQ(level("f"), 0U);
  EXPECT_EQ(level("a"), 1U);
  EXPECT_EQ(level("b"), 2U);
  EXPECT_EQ(level("c"), 1U);
  EXPECT_EQ(level("off"), std::nullopt);
}

TEST(MetricTree, StaysWholeWhenCopiedAndMoved) {
  MetricTree tree = shop();
  const MetricTree copy = tree;
  const MetricTree moved = std::move(tree);
  EXPECT_EQ(keys_of(copy, copy.in_dependency_order()), keys_of(moved, moved.in_dependency_order()));
  EXPECT_EQ(copy.find("rate"), moved.find("rate"));
}

// Names ------------------------------------------------------------------------------------------

TEST(MetricTreeNames, NeedAtLeastOneMetric) {
  EXPECT_THAT(places(errors_of(spec({}))), ElementsAre("T001@1:1"));
}

TEST(MetricTreeNames, AreUnique) {
  const Diagnostics errors = errors_of(spec({metric("a", 3), metric("b", 5), metric("a", 9)}));
  EXPECT_THAT(places(errors), ElementsAre("T002@9:3"));
  EXPECT_THAT(errors[0].hint, HasSubstr("line 3"));
}

TEST(MetricTreeNames, HaveTheFocus) {
  TreeSpec wrong = spec({metric("revenue", 3)});
  wrong.focus = "revenues";
  const Diagnostics errors = errors_of(wrong);
  EXPECT_THAT(places(errors), ElementsAre("T003@1:1"));
  EXPECT_EQ(errors[0].hint, "did you mean `revenue`?");
  wrong.focus = "";
  EXPECT_THAT(places(errors_of(wrong)), ElementsAre("T003@1:1"));
}

TEST(MetricTreeNames, ResolveInFormulasToTheColumn) {
  const Diagnostics errors =
      errors_of(spec({component("f", "orders * prise + lag(orderss, 2) + prise", 10),
                      metric("orders", 20),
                      metric("price", 30)}));
  EXPECT_THAT(places(errors), ElementsAre("T004@11:23", "T004@11:35"));
  EXPECT_EQ(errors[0].message,
            "the formula of `f` reads `prise`, which is not a metric of the tree");
  EXPECT_EQ(errors[0].hint, "did you mean `price`?");
  EXPECT_EQ(errors[1].hint, "did you mean `orders`?");
}

TEST(MetricTreeNames, FallBackToTheMetricWhereTheFormulaHasNoPlace) {
  Metric f = component("f", "nothing", 10);
  f.formula_at = {};
  EXPECT_THAT(places(errors_of(spec({f}))), ElementsAre("T004@10:3"));
}

TEST(MetricTreeNames, ExplainTheHyphen) {
  const Diagnostics errors =
      errors_of(spec({component("f", "new-buyers", 10), metric("new-buyers", 20)}));
  ASSERT_EQ(errors.size(), 2U);
  EXPECT_THAT(errors[0].hint, HasSubstr("reads the hyphen of `new-buyers` as minus"));
}

TEST(MetricTreeNames, ResolveInLinks) {
  const Diagnostics errors = errors_of(spec({metric("a", 3), metric("bee", 5)},
                                            {link("a", "be", 0, 10),
                                             link("zzz", "a", 0, 11),
                                             link("a", "a", 0, 12),
                                             link("a", "bee", 0, 13),
                                             link("a", "bee", 1, 14)}));
  EXPECT_THAT(places(errors), ElementsAre("T005@10:5", "T005@11:5", "T006@12:5", "T007@14:5"));
  EXPECT_EQ(errors[0].hint, "did you mean `bee`?");
  EXPECT_EQ(errors[1].hint, "add the metric `zzz`, or name one that there is");
  EXPECT_THAT(errors[3].hint, HasSubstr("line 13"));
}

Occasion occasion(const std::string& name, const std::string& key, std::uint32_t line) {
  Occasion result;
  result.name = name;
  result.metric = key;
  result.amount = Distribution::constant(0.1);
  result.start = *parse_day("2011-11-01");
  result.end = *parse_day("2011-12-16");
  result.at = {"tree.yaml", line, 5};
  return result;
}

TEST(MetricTreeNames, ResolveInOccasions) {
  TreeSpec wrong = spec({metric("orders", 3)});
  wrong.occasions = {
      occasion("A", "order", 10), occasion("B", "orders", 11), occasion("B", "orders", 12)};
  wrong.occasions[1].end = *parse_day("2011-10-01");
  const Diagnostics errors = errors_of(wrong);
  EXPECT_THAT(places(errors), ElementsAre("T008@10:5", "T020@11:5", "T019@12:5"));
  EXPECT_EQ(errors[1].message, "the event `B` ends on 2011-10-01, before it starts on 2011-11-01");
}

TEST(MetricTreeNames, ResolveInWeights) {
  Metric a = metric("a", 3);
  Metric b = metric("b", 5);
  Metric c = metric("c", 7);
  a.rollup = {RollupKind::weighted, "a"};
  b.rollup = {RollupKind::weighted, "aa"};
  c.rollup = {RollupKind::weighted, "a"};
  EXPECT_THAT(places(errors_of(spec({a, b, c}))), ElementsAre("T014@3:3", "T013@5:3"));
}

// Loops ------------------------------------------------------------------------------------------

TEST(MetricTreeLoops, AreWrittenOutAsTheLoopItself) {
  const Diagnostics errors = errors_of(spec({component("f", "a", 10),
                                             component("a", "b + 1", 20),
                                             component("b", "c * 2", 30),
                                             component("c", "a / 3", 40)}));
  EXPECT_THAT(places(errors), ElementsAre("T012@21:14"));
  EXPECT_EQ(errors[0].message, "a loop within one period: a -> c -> b -> a");
  EXPECT_THAT(errors[0].hint, HasSubstr("lag(b, 1) in `a`"));
}

TEST(MetricTreeLoops, AreTheShortestOfTheirGroup) {
  // One group with the loops a b c d and b d (b reads d, d reads b).
  const Diagnostics errors = errors_of(spec({component("a", "d", 10),
                                             component("b", "a + d", 20),
                                             component("c", "b", 30),
                                             component("d", "c + b", 40)}));
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors[0].message, "a loop within one period: b -> d -> b");
}

TEST(MetricTreeLoops, AreAllReported) {
  const Diagnostics errors = errors_of(spec({component("f", "f + 1", 10),
                                             component("a", "b", 20),
                                             component("b", "a", 30),
                                             metric("x", 40),
                                             metric("y", 50)},
                                            {link("x", "y", 0, 60), link("y", "x", 0, 61)}));
  EXPECT_THAT(places(errors), ElementsAre("T012@11:14", "T012@21:14", "T012@40:3"));
  EXPECT_EQ(errors[0].message, "a loop within one period: f -> f");
  EXPECT_EQ(errors[1].message, "a loop within one period: a -> b -> a");
  EXPECT_EQ(errors[2].message, "a loop within one period: x -> y -> x");
  EXPECT_EQ(errors[2].hint, "give the link x->y a lag of at least one week");
}

TEST(MetricTreeLoops, AreNotHelpedByALagThatRoundsToNothing) {
  const auto loop = [](double weeks) {
    return errors_of(spec({component("f", "x", 10), metric("x", 20)}, {link("f", "x", weeks, 30)}));
  };
  EXPECT_THAT(loop(0.5), IsEmpty());
  EXPECT_THAT(loop(1), IsEmpty());
  const Diagnostics errors = loop(0.4);
  EXPECT_THAT(places(errors), ElementsAre("T012@11:14"));
  EXPECT_THAT(errors[0].hint, HasSubstr("its 0.4w rounds to no week at all"));
}

TEST(MetricTreeLoops, MayPassThroughALag) {
  EXPECT_THAT(errors_of(spec({component("active", "kept + new"),
                              component("kept", "rate * lag(active, 1)"),
                              metric("rate"),
                              metric("new")})),
              IsEmpty());
  EXPECT_THAT(errors_of(spec({component("a", "0.9 * lag(a, 1) + 1")})), IsEmpty());
  // Lagged once but read in the same period as well.
  EXPECT_THAT(places(errors_of(spec({component("a", "lag(a, 1) + a / 2", 10)}))),
              ElementsAre("T012@11:14"));
}

// Contradictions
// -----------------------------------------------------------------------------------

TEST(MetricTreeRules, LetNothingActOnAComponent) {
  Metric stated = component("g", "a", 30);
  stated.baseline = StatedBaseline{Distribution::constant(1), Distribution::constant(1)};
  TreeSpec wrong = spec({component("f", "a * b", 10), metric("a", 20), metric("b", 25), stated},
                        {link("a", "f", 1, 40)});
  wrong.occasions = {occasion("Christmas", "f", 50)};
  const Diagnostics errors = errors_of(wrong);
  EXPECT_THAT(places(errors), ElementsAre("T011@30:3", "T009@40:5", "T010@50:5"));
  EXPECT_EQ(errors[1].hint, "aim at what it is made of: a, b");
}

TEST(MetricTreeRules, AddNoApplesToPears) {
  const auto with_units = [](const std::string& text, const std::string& unit) {
    Metric f = component("f", text, 10);
    Metric a = metric("a");
    Metric b = metric("b");
    Metric c = metric("c");
    f.unit = unit;
    a.unit = "GBP";
    b.unit = "orders";
    c.unit = "GBP";
    f.support = Support::real;
    return places(errors_of(spec({f, a, b, c})));
  };
  EXPECT_THAT(with_units("a + b", ""), ElementsAre("T016@11:16"));
  EXPECT_THAT(with_units("a - b", "GBP"), ElementsAre("T016@11:16"));
  EXPECT_THAT(with_units("min(a, c, b)", ""), ElementsAre("T016@11:14"));
  EXPECT_THAT(with_units("clamp(a, 0, b)", ""), IsEmpty());
  EXPECT_THAT(with_units("clamp(a, c, b)", ""), ElementsAre("T016@11:14"));
  EXPECT_THAT(with_units("-a + abs(lag(b, 1))", ""), ElementsAre("T016@11:17"));
  EXPECT_THAT(with_units("(a + c) - b", ""), ElementsAre("T016@11:22"));
  EXPECT_THAT(with_units("a + c", "orders"), ElementsAre("T016@11:14"));
  EXPECT_THAT(with_units("a", "orders"), ElementsAre("T016@11:14"));
  // Nothing is known of these.
  EXPECT_THAT(with_units("a + c", "GBP"), IsEmpty());
  EXPECT_THAT(with_units("a + c", ""), IsEmpty());
  EXPECT_THAT(with_units("a * b", "GBP"), IsEmpty());
  EXPECT_THAT(with_units("a / b + b", "GBP"), IsEmpty());
  EXPECT_THAT(with_units("a + 2 * b", "GBP"), IsEmpty());
  EXPECT_THAT(with_units("1 - a", "orders"), IsEmpty());
}

TEST(MetricTreeRules, ReportFormulasThatNeverFit) {
  const auto with_support = [](const std::string& text, Support support) {
    Metric f = component("f", text, 10);
    f.support = support;
    Metric share = metric("share");
    share.support = Support::fraction;
    Metric any = metric("any");
    any.support = Support::real;
    return places(errors_of(spec({f, share, any, metric("count")})));
  };
  EXPECT_THAT(with_support("1 + share", Support::fraction), ElementsAre("T017@11:14"));
  EXPECT_THAT(with_support("-count", Support::positive), ElementsAre("T017@11:14"));
  EXPECT_THAT(with_support("share - 1", Support::positive), ElementsAre("T017@11:14"));
  EXPECT_THAT(with_support("log(share - 1)", Support::real), ElementsAre("T017@11:14"));
  EXPECT_THAT(with_support("1 + sqrt(-count)", Support::real), ElementsAre("T017@11:18"));
  EXPECT_THAT(with_support("count / 0", Support::real), ElementsAre("T017@11:20"));
  EXPECT_THAT(with_support("1 - share", Support::fraction), IsEmpty());
  EXPECT_THAT(with_support("share + share", Support::fraction), IsEmpty());
  EXPECT_THAT(with_support("log(any)", Support::positive), IsEmpty());
  EXPECT_THAT(with_support("count - any", Support::fraction), IsEmpty());
}

TEST(MetricTreeRules, WeighWithWhatIsPositive) {
  Metric rate = metric("rate", 10);
  rate.rollup = {RollupKind::weighted, "net"};
  Metric net = metric("net", 20);
  EXPECT_THAT(errors_of(spec({rate, net})), IsEmpty());
  net.support = Support::real;
  EXPECT_THAT(places(errors_of(spec({rate, net}))), ElementsAre("T015@10:3"));
}

TEST(MetricTreeRules, KeepElasticitiesToPositiveMetrics) {
  Metric net = metric("net", 10);
  net.support = Support::real;
  Link out = link("net", "a", 1, 30);
  Link in = link("b", "net", 1, 31);
  const Diagnostics errors = errors_of(spec({net, metric("a", 20), metric("b", 21)}, {out, in}));
  EXPECT_THAT(places(errors), ElementsAre("T018@30:5", "T018@31:5"));
  EXPECT_EQ(errors[0].message,
            "the link net->a has an elasticity, but `net` can be zero or negative");
  out.kind = LinkKind::slope;
  in.kind = LinkKind::slope;
  EXPECT_THAT(errors_of(spec({net, metric("a", 20), metric("b", 21)}, {out, in})), IsEmpty());
}

TEST(MetricTreeRules, KeepBeliefsInsideTheSupport) {
  Metric share = metric("share", 10);
  share.support = Support::fraction;
  share.baseline = StatedBaseline{Distribution::constant(12), Distribution::constant(0.1)};
  Metric count = metric("count", 20);
  count.baseline = StatedBaseline{Distribution::constant(5), Distribution::constant(-5)};
  TreeSpec wrong = spec({share, count});
  wrong.occasions = {occasion("strike", "count", 30)};
  wrong.occasions[0].amount = Distribution::constant(-1);
  EXPECT_THAT(places(errors_of(wrong)), ElementsAre("T021@10:3", "T021@20:3", "T021@30:5"));
  wrong.occasions[0].amount = Distribution::constant(-0.99);
  wrong.metrics[0].baseline->start = Distribution::constant(0.12);
  wrong.metrics[1].baseline->end = Distribution::constant(5);
  EXPECT_THAT(errors_of(wrong), IsEmpty());
}

TEST(MetricTreeRules, ReportEverythingAtOnceInTheOrderOfTheFile) {
  TreeSpec wrong = spec({component("f", "a + nope", 10),
                         component("a", "b", 20),
                         component("b", "a", 30),
                         metric("b", 40)},
                        {link("ghost", "a", 0, 50)});
  wrong.focus = "g";
  EXPECT_THAT(
      places(errors_of(wrong)),
      ElementsAre("T003@1:1", "T004@11:18", "T012@21:14", "T002@40:3", "T005@50:5", "T009@50:5"));
}

}  // namespace
}  // namespace betledger::tree
