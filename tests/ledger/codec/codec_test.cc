#include "ledger/codec/codec.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "ledger/codec/fields.h"
#include "ledger/text/json_text.h"
#include "ledger/text/json_write.h"
#include "ledger/text/yaml.h"
#include "ledger/text/yaml_write.h"

#include "tests/ledger/codec/random.h"
#include "tests/support/values.h"

namespace betledger::ledger {
namespace {

/// A node after a trip through both text forms.
Node through_json(const Node& node) {
  const auto back = parse_json(write_json(node), "x.json");
  EXPECT_TRUE(back) << write_json(node);
  return back ? *back : Node{};
}

Node through_yaml(const Node& node) {
  const auto back = parse_yaml(write_yaml(node), "x.yaml");
  EXPECT_TRUE(back) << write_yaml(node) << render(back.error());
  return back ? *back : Node{};
}

/// Every diagnostic of a decoder as "line:column code".
template <class T>
std::vector<std::string> findings(const Result<T>& result) {
  std::vector<std::string> list;
  if (!result) {
    for (const Diagnostic& found : result.error()) {
      list.push_back(fmt::format("{}:{} {}", found.at.line, found.at.column, found.code));
    }
  }
  return list;
}

Node yaml(const std::string& text) {
  const auto node = parse_yaml(text, "x.yaml");
  EXPECT_TRUE(node) << render(node.error());
  return node ? *node : Node{};
}

constexpr int rounds = 1500;

TEST(Codec, MetricsComeBackAsTheyWere) {
  Random random{2};
  for (int i = 0; i < rounds; ++i) {
    const tree::Metric metric = random_metric(random, random.key());
    const Node node = encode_metric(metric);
    for (const Node& read : {node, through_json(node), through_yaml(node)}) {
      const auto back = decode_metric(metric.key, read);
      ASSERT_TRUE(back) << write_yaml(node) << render(back.error());
      ASSERT_TRUE(back->same_as(metric)) << write_yaml(node) << write_yaml(encode_metric(*back));
    }
  }
}

TEST(Codec, LinksComeBackAsTheyWere) {
  Random random{3};
  for (int i = 0; i < rounds; ++i) {
    const tree::Link link = random_link(random);
    const Node node = encode_link(link);
    for (const Node& read : {node, through_json(node), through_yaml(node)}) {
      const auto back = decode_link(read);
      ASSERT_TRUE(back) << write_yaml(node) << render(back.error());
      ASSERT_TRUE(back->same_as(link)) << write_yaml(node);
    }
  }
}

TEST(Codec, OccasionsComeBackAsTheyWere) {
  Random random{4};
  for (int i = 0; i < rounds; ++i) {
    const tree::Occasion occasion = random_occasion(random);
    const Node node = encode_occasion(occasion);
    for (const Node& read : {node, through_json(node), through_yaml(node)}) {
      const auto back = decode_occasion(read);
      ASSERT_TRUE(back) << write_yaml(node) << render(back.error());
      ASSERT_TRUE(back->same_as(occasion)) << write_yaml(node);
    }
  }
}

TEST(Codec, BetsComeBackAsTheyWere) {
  Random random{5};
  for (int i = 0; i < rounds; ++i) {
    const Bet bet = random_bet(random, random.key());
    const Node node = encode_bet(bet);
    for (const Node& read : {node, through_json(node), through_yaml(node)}) {
      const auto back = decode_bet(bet.key, read);
      ASSERT_TRUE(back) << write_yaml(node) << render(back.error());
      ASSERT_TRUE(back->same_as(bet)) << write_yaml(node) << write_yaml(encode_bet(*back));
    }
  }
}

TEST(Codec, TreesAndSheetsComeBackAsTheyWere) {
  Random random{6};
  for (int i = 0; i < 200; ++i) {
    const tree::TreeSpec tree = random_tree(random);
    const auto back = decode_tree(through_yaml(encode_tree(tree)));
    ASSERT_TRUE(back) << render(back.error());
    ASSERT_TRUE(back->same_as(tree)) << write_yaml(encode_tree(tree));

    const BetSheet sheet = random_sheet(random, tree);
    for (const tree::TreeSpec* beside : {&tree, static_cast<const tree::TreeSpec*>(nullptr)}) {
      const Node node = encode_bets(sheet, beside);
      const auto bets = decode_bets(through_yaml(node));
      ASSERT_TRUE(bets) << render(bets.error());
      EXPECT_EQ(bets->cycle, sheet.cycle);
      EXPECT_EQ(bets->capacity_person_weeks, sheet.capacity_person_weeks);
      ASSERT_TRUE(std::equal(bets->bets.begin(),
                             bets->bets.end(),
                             sheet.bets.begin(),
                             sheet.bets.end(),
                             [](const Bet& a, const Bet& b) { return a.same_as(b); }))
          << write_yaml(node);
    }
  }
}

TEST(Codec, CyclesAndScalesComeBackAsTheyWere) {
  Cycle cycle;
  cycle.key = "2011Q3";
  cycle.timeline = {PeriodKind::week, *parse_day("2011-06-27"), 13};
  cycle.target = Target{"net_revenue", {tree::Limit::Side::at_least, 125'000}};
  cycle.focus_inputs = {"orders", "reach"};
  const Node node = encode_cycle(cycle);
  EXPECT_EQ(write_json(node),
            R"({"key":"2011Q3","period":"week","start":"2011-06-27","periods":13,)"
            R"("target":"net_revenue >= 125000","focus inputs":["orders","reach"]})");
  const auto back = decode_cycle(through_json(node));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->timeline, cycle.timeline);
  EXPECT_EQ(back->target, cycle.target);
  EXPECT_EQ(back->focus_inputs, cycle.focus_inputs);

  const tree::ConfidenceScale scale{Probability{0.95}, Probability{0.5}, Probability{0.05}};
  const auto again = decode_confidence_scale(through_json(encode_confidence_scale(scale)));
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, scale);
}

TEST(Codec, RulesOfAReviewComeBackAndWhatIsLeftOutIsTheDefault) {
  tree::ReviewRules rules;
  rules.sure = 0.9;
  rules.data_odds = 10;
  rules.harden_cycles = 3;
  const auto back = decode_review_rules(through_json(encode_review_rules(rules)));
  ASSERT_TRUE(back);
  EXPECT_EQ(*back, rules);
  const auto partial = decode_review_rules(
      parse_yaml("sure: 90%\ndata odds: 10\nharden cycles: 3\n", "x.yaml").value());
  ASSERT_TRUE(partial);
  EXPECT_EQ(*partial, rules);
}

TEST(Codec, EveryThresholdOfAReviewHasItsRange) {
  const char* const wrong[] = {"sure: 50%",
                               "sure: 1",
                               "as believed: 0",
                               "exceeded: 0.9",
                               "data odds: 0.5",
                               "harden real: 40%",
                               "sign certain: 0.5",
                               "useful share: 0",
                               "prune below: 60%",
                               "news bits: 30",
                               "harden cycles: 0",
                               "harden cycles: 1.5"};
  for (const char* const text : wrong) {
    const auto read = decode_review_rules(parse_yaml(std::string{text} + "\n", "x.yaml").value());
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().front().code, "A008") << text;
    EXPECT_FALSE(read.error().front().hint.empty()) << text;
  }
  const auto nothing_between =
      decode_review_rules(parse_yaml("as believed: 1\nexceeded: 1\n", "x.yaml").value());
  ASSERT_FALSE(nothing_between);
  EXPECT_EQ(nothing_between.error().front().code, "A025");
}

// The tables of fields.h are read by the schema; here each is held against what the encoders write.
TEST(Codec, EncodersWriteExactlyTheKeysOfTheTables) {
  Random random{7};
  const auto expect_keys = [](const Noun& noun, const std::set<std::string>& written) {
    std::set<std::string> known;
    for (const Field& field : noun.fields) {
      known.emplace(field.key);
    }
    EXPECT_EQ(written, known) << noun.name;
  };
  const auto collect = [](std::set<std::string>& keys, const Node& node) {
    for (const Member& member : node.members) {
      keys.insert(member.key);
    }
  };
  std::set<std::string> metric, rollup, guardrail, baseline, link, occasion, bet, hypothesis,
      effect, ramp, rice, tree, sheet, review;
  const auto part = [&collect](std::set<std::string>& keys, const Node& node, const char* key) {
    if (const Node* found = node.find(key)) {
      collect(keys, *found);
    }
  };
  for (int i = 0; i < 400; ++i) {
    const Node m = encode_metric(random_metric(random, "m"));
    collect(metric, m);
    part(rollup, m, "rollup");
    part(guardrail, m, "guardrail");
    part(baseline, m, "baseline");
    collect(link, encode_link(random_link(random)));
    collect(occasion, encode_occasion(random_occasion(random)));
    const Node b = encode_bet(random_bet(random, "b"));
    collect(bet, b);
    part(hypothesis, b, "hypothesis");
    part(rice, b, "rice");
    part(ramp, b, "ramp");
    for (const Node& item : b.find("effects")->items) {
      collect(effect, item);
    }
    const tree::TreeSpec spec = random_tree(random);
    collect(tree, encode_tree(spec));
    part(review, encode_tree(spec), "review");
    collect(sheet, encode_bets(random_sheet(random, spec)));
  }
  ramp.insert("linear");  // canonically written as the length alone
  expect_keys(metric_noun, metric);
  expect_keys(rollup_noun, rollup);
  expect_keys(guardrail_noun, guardrail);
  expect_keys(baseline_noun, baseline);
  expect_keys(link_noun, link);
  expect_keys(event_noun, occasion);
  expect_keys(bet_noun, bet);
  expect_keys(hypothesis_noun, hypothesis);
  expect_keys(effect_noun, effect);
  expect_keys(ramp_noun, ramp);
  expect_keys(rice_noun, rice);
  expect_keys(tree_noun, tree);
  expect_keys(review_noun, review);
  expect_keys(sheet_noun, sheet);
}

TEST(Codec, CanonicalNumbers) {
  const auto bet =
      decode_bet("one",
                 yaml("hypothesis: {action: x, metric: share, change: rise}\n"
                      "effects:\n"
                      "  - {metric: share, shift: {p10: 0pp, p50: 0.10pp, p90: 0.4pp}}\n"
                      "  - {metric: orders, lift: \"pert(1.0%, 3%, 08%)\", works: 60%}\n"
                      "works: 25%\n"
                      "start: 2026-07-20\n"
                      "delay: {p10: 0d, p50: 7d, p90: 10d}\n"
                      "ramp: {linear: 3w}\n"
                      "effort: {core: 6.50pw}\n"
                      "cost: 12k\n"));
  ASSERT_TRUE(bet) << render(bet.error());
  tree::TreeSpec tree;
  tree.metrics.resize(1);
  tree.metrics[0].key = "share";
  tree.metrics[0].support = tree::Support::fraction;
  BetSheet sheet;
  sheet.cycle = "2026Q3";
  sheet.bets = {*bet};
  EXPECT_EQ(write_yaml(encode_bets(sheet, &tree)),
            "cycle: 2026Q3\n"
            "bets:\n"
            "  one:\n"
            "    hypothesis: {action: x, metric: share, change: rise}\n"
            "    effects:\n"
            "      - {metric: share, shift: {p10: 0pp, p50: 0.1pp, p90: 0.4pp}}\n"
            "      - {metric: orders, lift: \"pert(1%, 3%, 8%)\", works: 0.6}\n"
            "    works: 0.25\n"
            "    start: 2026-07-20\n"
            "    delay: {p10: 0w, p50: 1w, p90: 10d}\n"
            "    ramp: 3w\n"
            "    effort: {core: 6.5pw}\n"
            "    cost: 12000\n");
}

TEST(Codec, QuantilesOfABaselineAreBoundedByTheSupport) {
  const auto metric =
      decode_metric("share",
                    yaml("support: fraction\n"
                         "baseline:\n"
                         "  start: {p10: 2%, p50: 0.04, p90: 9%}\n"
                         "  end: {p10: 2%, p50: 4%, p90: 9%, low: none, high: 20%}\n"));
  ASSERT_TRUE(metric) << render(metric.error());
  EXPECT_EQ(metric->baseline->start.lowest(), 0);
  EXPECT_EQ(metric->baseline->start.highest(), 1);
  EXPECT_LT(metric->baseline->end.lowest(), 0);
  EXPECT_EQ(metric->baseline->end.highest(), 0.2);
}

TEST(Codec, TheEffectOnTheHypothesisComesFirst) {
  const auto bet = decode_bet("one",
                              yaml("hypothesis: {action: x, metric: c, change: rise}\n"
                                   "effects: [{metric: a, lift: 1%}, {metric: b, lift: 2%}, "
                                   "{metric: c, lift: 3%}, {metric: d, lift: 4%}]\n"
                                   "start: 2026-07-20\n"));
  ASSERT_TRUE(bet) << render(bet.error());
  std::string order;
  for (const Effect& effect : bet->effects) {
    order += effect.metric;
  }
  EXPECT_EQ(order, "cabd");
}

TEST(Codec, AllErrorsAreReportedAtOnceInTheOrderOfTheText) {
  const auto bet = decode_bet("one",
                              yaml("hypothesis: {action: x, metric: a b, change: up}\n"
                                   "effects: [{metric: a, lift: 1}, {metric: b, lift: 2% to 3%}]\n"
                                   "works: 3\n"
                                   "start: 1.7.2026\n"
                                   "delay: 3\n"
                                   "effort: 6\n"
                                   "risk: high\n"));
  EXPECT_EQ(findings(bet),
            (std::vector<std::string>{"1:33 A004",
                                      "1:46 A013",
                                      "2:29 A006",
                                      "2:51 A015",
                                      "3:8 A009",
                                      "4:8 A010",
                                      "5:8 A011",
                                      "6:9 A003",
                                      "7:1 A001"}));
}

TEST(Codec, FamiliesCanNameTheirArguments) {
  const auto strength = [](const std::string& text) {
    const auto link =
        decode_link(yaml("{from: a, to: b, confidence: low, slope: \"" + text + "\"}"));
    EXPECT_TRUE(link) << render(link.error());
    return link ? link->strength : Distribution::constant(0);
  };
  EXPECT_EQ(strength("normal(sd=1, mean=3)"), strength("normal(3, 1)"));
  EXPECT_EQ(strength(" pert( 1 ,high=8, mode=3 )"), strength("pert(1, 3, 8)"));
  EXPECT_EQ(strength("uniform(1k, 2k)"), make(Uniform{1000, 2000}));
  EXPECT_EQ(strength("lognormal(p10=1, p90=9)"), make(lognormal_from_p10_p90(1, 9)));
  EXPECT_EQ(strength("empirical(3, 1, 2)"), make(Empirical{{1, 2, 3}}));
}

TEST(Codec, AnyLevelsInAnyOrder) {
  const auto link = decode_link(
      yaml("{from: a, to: b, confidence: 60%, slope: {p97.5: 4, p05: 1, p50: 2, high: 9}}"));
  ASSERT_TRUE(link) << render(link.error());
  EXPECT_EQ(write_yaml_line(*encode_link(*link).find("slope")),
            "{p5: 1, p50: 2, p97.5: 4, high: 9}");
  EXPECT_EQ(write_yaml_line(*encode_link(*link).find("confidence")), "0.6");
}

}  // namespace
}  // namespace betledger::ledger
