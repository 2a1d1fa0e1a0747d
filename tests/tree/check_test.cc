#include "tree/check.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "tests/tree/builders.h"

namespace betledger::tree {
namespace {

using testing::built;
using testing::component;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::link;
using testing::places;
using testing::spec;

/// No finding has anything to say of this one.
Metric metric(const std::string& key, std::uint32_t line = 0) {
  Metric result = testing::metric(key, line);
  result.unit = "GBP";
  return result;
}

Metric guard(std::uint32_t line = 0) {
  Metric result = metric("guard", line);
  result.guardrail = true;
  result.controllable = true;
  result.desired = Desired::down;
  return result;
}

Metric whole(const std::string& text, std::uint32_t line) {
  Metric result = component("focus", text, line);
  result.unit = "GBP";
  return result;
}

TEST(CheckStructure, HasNothingToSayOfASoundTree) {
  const MetricTree tree =
      built(spec({whole("a * b", 10), metric("a", 20), metric("b", 30), guard(40), metric("c", 50)},
                 {link("c", "a", 1, 60)}));
  EXPECT_THAT(places(check_structure(tree)), IsEmpty());
}

TEST(CheckStructure, FindsSecondRootsAndOrphans) {
  const Diagnostics found = check_structure(
      built(spec({whole("a * b", 10),
                  metric("a", 20),
                  metric("b", 30),
                  component("other", "x * a", 40),  // a second root: one finding for it and x
                  metric("x", 50),
                  metric("orphan", 60),
                  guard(70)})));
  EXPECT_THAT(places(found), ElementsAre("T101@40:3", "T104@40:3", "T102@60:3"));
  EXPECT_EQ(found[0].message, "`other` is a second root: it does not lead to `focus`");
  EXPECT_EQ(found[2].message, "`orphan` is tied to no other metric");
}

TEST(CheckStructure, FindsLoopsThatLeadNowhereOnce) {
  EXPECT_THAT(places(check_structure(built(spec(
                  {whole("a", 10), metric("a", 20), guard(30), metric("x", 40), metric("y", 50)},
                  {link("x", "y", 1, 60), link("y", "x", 1, 61)})))),
              ElementsAre("T101@40:3"));
}

TEST(CheckStructure, CountsGuardrailsAndWeightsAsUsed) {
  Metric a = metric("a", 20);
  a.rollup = {RollupKind::weighted, "weight"};
  EXPECT_THAT(places(check_structure(built(spec(
                  {whole("a", 10), a, metric("weight", 30), guard(40), metric("below_guard", 50)},
                  {link("below_guard", "guard", 0, 60)})))),
              IsEmpty());
}

TEST(CheckStructure, MissesWhatEveryMetricHas) {
  Metric bare = metric("a", 20);
  bare.owner = bare.unit = bare.definition = "";
  EXPECT_THAT(places(check_structure(built(spec({whole("a", 10), bare, guard(30)})))),
              ElementsAre("T103@20:3", "T104@20:3", "T105@20:3"));
}

TEST(CheckStructure, CountsDriversAndDepth) {
  std::vector<Metric> metrics{whole("a * b * c * d * e", 10), guard(11)};
  for (const char* key : {"a", "b", "c", "d", "e"}) {
    metrics.push_back(metric(key, 20));
  }
  EXPECT_THAT(places(check_structure(built(spec(metrics)))), ElementsAre("T106@10:3"));

  std::vector<Metric> chain{whole("m1", 10), guard(11)};
  for (int i = 1; i < 8; ++i) {
    Metric next =
        i < 7 ? component(fmt::format("m{}", i), fmt::format("m{}", i + 1)) : metric("m7");
    next.unit = "GBP";
    next.at = {"tree.yaml", static_cast<std::uint32_t>(20 + i), 3};
    chain.push_back(next);
  }
  const Diagnostics found = check_structure(built(spec(chain)));
  EXPECT_THAT(places(found), ElementsAre("T107@27:3"));
  EXPECT_EQ(found[0].message, "`m7` is 7 steps below the focus, more than 6");
}

TEST(CheckStructure, LooksAtTheWhole) {
  Metric focus = metric("focus", 10);
  focus.desired = Desired::none;
  EXPECT_THAT(places(check_structure(built(spec({focus})))),
              ElementsAre("T108@1:1", "T123@1:1", "T109@10:3", "T124@10:3"));
}

TEST(CheckStructure, ActsOnlyOnWhatCanMove) {
  Metric focus = whole("a", 10);
  focus.controllable = true;
  EXPECT_THAT(places(check_structure(built(spec({focus, metric("a", 20), guard(30)})))),
              ElementsAre("T110@10:3"));
}

TEST(CheckStructure, LooksAtKeysThatFormulasCannotName) {
  EXPECT_THAT(
      places(check_structure(built(spec(
          {whole("a", 10), metric("a", 20), metric("new-buyers", 30), guard(40), metric("max", 50)},
          {link("new-buyers", "a", 0, 60), link("max", "a", 0, 61)})))),
      ElementsAre("T116@30:3", "T116@50:3"));
}

TEST(CheckStructure, LooksAtLinks) {
  Link weak = link("b", "a", 0, 60);
  weak.confidence = Confidence{Probability{0.09}};
  weak.evidence = "";
  Link nil = link("c", "a", 0.4, 61);
  nil.strength = Distribution::constant(0);
  const Diagnostics found = check_structure(
      built(spec({whole("a", 10), metric("a", 20), metric("b", 30), metric("c", 40), guard(50)},
                 {weak, nil})));
  EXPECT_THAT(places(found), ElementsAre("T111@60:5", "T112@60:5", "T114@61:5", "T113@61:5"));
  EXPECT_EQ(found[0].message, "the link b->a is believed with 9.0% only");
  EXPECT_EQ(found[3].severity, Severity::note);
  EXPECT_EQ(found[3].message, "the lag of c->a, 0.4w, rounds to no week at all");
}

TEST(CheckStructure, ReadsConfidenceWordsOnTheScaleOfTheTree) {
  TreeSpec from =
      spec({whole("a", 10), metric("a", 20), metric("b", 30), guard(50)}, {link("b", "a", 0, 60)});
  from.links[0].confidence = Confidence{Confidence::Word::low};
  from.confidence.low = Probability{0.05};
  EXPECT_THAT(places(check_structure(built(from))), ElementsAre("T111@60:5"));
}

TEST(CheckStructure, LooksAtLimits) {
  Metric share = guard(30);
  share.support = Support::fraction;
  share.rollup.kind = RollupKind::mean;
  share.limit = Limit{Limit::Side::at_most, 5};
  Metric loose = metric("a", 20);
  loose.limit = Limit{Limit::Side::at_least, 5};
  const Diagnostics found = check_structure(built(spec({whole("a", 10), loose, share})));
  EXPECT_THAT(places(found), ElementsAre("T117@20:3", "T119@30:3"));
  EXPECT_EQ(found[1].message, "the limit of `guard` is 5, which is no fraction value");
  share.limit.reset();
  share.desired = Desired::none;
  EXPECT_THAT(places(check_structure(built(spec({whole("a", 10), metric("a", 20), share})))),
              ElementsAre("T118@30:3"));
}

TEST(CheckStructure, AddsNoSharesUp) {
  Metric share = metric("a", 20);
  share.support = Support::fraction;
  EXPECT_THAT(places(check_structure(built(spec({whole("a", 10), share, guard(30)})))),
              ElementsAre("T120@20:3"));
}

std::vector<std::string> formula_findings(const std::string& text, Support support) {
  Metric focus = whole(text, 10);
  focus.support = support;
  focus.rollup.kind = RollupKind::mean;
  Metric share = metric("share", 20);
  share.support = Support::fraction;
  share.rollup.kind = RollupKind::mean;
  Metric any = metric("any", 30);
  any.support = Support::real;
  Metric count = metric("count", 40);
  share.unit = any.unit = count.unit = "GBP";
  any.guardrail = share.guardrail = count.guardrail = count.controllable = true;
  return places(check_structure(built(spec({focus, share, any, count}))));
}

TEST(CheckStructure, LooksAtTheDomainsOfFormulas) {
  EXPECT_THAT(formula_findings("log(any)", Support::real), ElementsAre("T121@11:14"));
  EXPECT_THAT(formula_findings("1 + sqrt(any)", Support::positive), ElementsAre("T121@11:18"));
  EXPECT_THAT(formula_findings("count / any", Support::real), ElementsAre("T121@11:20"));
  EXPECT_THAT(formula_findings("1 / (count - share)", Support::real), ElementsAre("T121@11:16"));
  EXPECT_THAT(formula_findings("any ^ share", Support::real), ElementsAre("T121@11:18"));
  EXPECT_THAT(formula_findings("any ^ -2", Support::real), ElementsAre("T121@11:18"));
  // All of these are safe, and seen to be.
  for (const char* text : {"log(count)",
                           "sqrt(share * count)",
                           "count / share",
                           "1 / (1 - share)",
                           "1 / (1 + exp(any))",
                           "log(max(any, 0.1))",
                           "count ^ any",
                           "any ^ 2",
                           "sqrt(any ^ 2)",
                           "sqrt(abs(any))",
                           "1 / clamp(any, 1, 2)",
                           "log(count + share)",
                           "any / 2"}) {
    EXPECT_THAT(formula_findings(text, Support::real), IsEmpty()) << text;
  }
}

TEST(CheckStructure, LooksAtTheSupportsOfSums) {
  EXPECT_THAT(formula_findings("count - share", Support::positive), ElementsAre("T122@11:14"));
  EXPECT_THAT(formula_findings("share + share", Support::fraction), ElementsAre("T122@11:14"));
  EXPECT_THAT(formula_findings("count + any", Support::positive), ElementsAre("T122@11:14"));
  EXPECT_THAT(formula_findings("1 - share", Support::fraction), IsEmpty());
  EXPECT_THAT(formula_findings("count + share", Support::positive), IsEmpty());
  // A ratio below 1 is the author's knowledge.
  EXPECT_THAT(formula_findings("share / count", Support::fraction), IsEmpty());
}

TEST(CheckStructure, FindsConstants) {
  EXPECT_THAT(formula_findings("2 ^ 3", Support::real), Contains("T115@11:14"));
}

}  // namespace
}  // namespace betledger::tree
