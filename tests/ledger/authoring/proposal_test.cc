#include "ledger/authoring/proposal.h"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "ledger/authoring/canonical_files.h"
#include "ledger/codec/codec.h"
#include "ledger/text/yaml_write.h"

#include "tests/ledger/authoring/malformed_cases.h"
#include "tests/ledger/authoring/shelf.h"
#include "tests/ledger/codec/random.h"
#include "tests/support/files.h"

namespace betledger::ledger {
namespace {

std::string example(const std::string& name) {
  return read_file(project_file("examples/" + name));
}

std::vector<std::string> changes(const Proposal& proposal) {
  std::vector<std::string> list;
  for (const Change& change : proposal.changes) {
    const char sign = change.kind == Change::Kind::added     ? '+'
                      : change.kind == Change::Kind::removed ? '-'
                                                             : '*';
    list.push_back(fmt::format(
        "{} {}{}",
        sign,
        change.what,
        change.fields.empty() ? "" : fmt::format(" ({})", fmt::join(change.fields, "; "))));
  }
  return list;
}

using Texts = std::vector<std::string>;

/// A tree that a file may state: no metric asks to be hidden.
tree::TreeSpec authored_tree(Random& random) {
  tree::TreeSpec tree = random_tree(random);
  for (tree::Metric& metric : tree.metrics) {
    metric.sensitive = false;
  }
  return tree;
}

TEST(Proposal, ExportAfterApplyIsTheCanonicalFileByteForByte) {
  Random random{11};
  for (int i = 0; i < 150; ++i) {
    tree::TreeSpec tree = authored_tree(random);
    const std::string tree_file = write_yaml(encode_tree(tree));
    const std::string bets_file = write_yaml(encode_bets(random_sheet(random, tree), &tree));
    Shelf shelf;
    shelf.apply({{"tree.yaml", tree_file}, {"bets.yaml", bets_file}});
    ASSERT_FALSE(HasFailure()) << tree_file << bets_file;
    ASSERT_EQ(export_tree(shelf.book), tree_file);
    ASSERT_EQ(export_bets(shelf.book, "2026Q3"), bets_file);
    // Applied again there is nothing to do; over another tree it still comes out the same.
    EXPECT_TRUE(shelf.apply({{"tree.yaml", tree_file}, {"bets.yaml", bets_file}}).events.empty());
    tree = authored_tree(random);
    tree.period = shelf.book.tree.period;
    const std::string other_tree = write_yaml(encode_tree(tree));
    const std::string other_bets = write_yaml(encode_bets(random_sheet(random, tree), &tree));
    shelf.apply({{"tree.yaml", other_tree}, {"bets.yaml", other_bets}});
    ASSERT_FALSE(HasFailure()) << other_tree << other_bets;
    ASSERT_EQ(export_tree(shelf.book), other_tree);
    ASSERT_EQ(export_bets(shelf.book, "2026Q3"), other_bets);
  }
}

TEST(Proposal, TheExamplesApplyAndTheirExportAppliesToNothing) {
  for (const std::string name : {"store", "tutorial"}) {
    Shelf shelf;
    shelf.apply(
        {{"tree.yaml", example(name + "/tree.yaml")}, {"bets.yaml", example(name + "/bets.yaml")}});
    ASSERT_EQ(shelf.book.cycles.size(), 1U);
    const std::string cycle = shelf.book.cycles.begin()->first;
    const std::vector<AuthoredFile> exported{{"tree.yaml", export_tree(shelf.book)},
                                             {"bets.yaml", export_bets(shelf.book, cycle)}};
    EXPECT_TRUE(shelf.apply(exported).events.empty());
    EXPECT_EQ(export_tree(shelf.book), exported[0].text);
    EXPECT_EQ(export_bets(shelf.book, cycle), exported[1].text);
  }
}

TEST(Proposal, SaysWhatChangesFieldByField) {
  Shelf shelf;
  EXPECT_EQ(changes(shelf.apply({{"tree.yaml", standard_tree}, {"bets.yaml", one_bet}})),
            (Texts{"+ tree (tree: (none) -> Shop; focus: (none) -> revenue)",
                   "+ metric revenue",
                   "+ metric orders",
                   "+ metric price",
                   "+ metric return_share",
                   "+ bet one",
                   "+ capacity of 2026Q3 (core: (none) -> 12pw)"}));
  std::string bets = replaced(one_bet, "start: 2026-07-20", "works: 0.5\n    start: 2026-07-27");
  bets = replaced(bets, "12pw", "9pw");
  EXPECT_EQ(changes(shelf.apply({{"bets.yaml", bets}})),
            (Texts{"* bet one (works: 0.3 -> 0.5; start: 2026-07-20 -> 2026-07-27)",
                   "* capacity of 2026Q3 (core: 12pw -> 9pw)"}));
  EXPECT_EQ(shelf.book.bets.at("one").terms.works.value(), 0.5);
  const std::string tree = replaced(
      standard_tree,
      "  price: {unit: GBP/orders, support: positive}\n  return_share: {support: fraction}\n",
      "  return_share: {support: fraction, owner: me}\n  price: {unit: GBP/orders, support: "
      "positive}\n  reach: {support: positive}\n");
  EXPECT_EQ(
      changes(shelf.apply({{"tree.yaml", tree}})),
      (Texts{
          "* order of metrics", "* metric return_share (owner: (none) -> me)", "+ metric reach"}));
}

TEST(Proposal, WhatAFileLeavesOutIsRetiredOrWithdrawn) {
  Shelf shelf;
  const std::string tree = std::string{standard_tree} +
                           "  reach: {support: positive}\nlinks:\n  - {from: reach, to: orders, "
                           "elasticity: 0.1, confidence: low}\n";
  const std::string two =
      one_bet + "  two:\n" +
      replaced(one_bet.substr(one_bet.find("    hypothesis")), "mail buyers", "call buyers");
  shelf.apply({{"tree.yaml", tree}, {"bets.yaml", two}});
  EXPECT_EQ(changes(shelf.apply({{"tree.yaml", standard_tree}, {"bets.yaml", one_bet}})),
            (Texts{"- link reach->orders", "- metric reach", "- bet two"}));
  EXPECT_EQ(shelf.book.bets.at("two").status, BetStatus::withdrawn);
  EXPECT_EQ(export_tree(shelf.book).find("reach"), std::string::npos);
  EXPECT_EQ(changes(shelf.apply({{"bets.yaml", two}})), (Texts{"+ bet two"})) << "and put back";
  // The canonical form states what a file may leave out.
  std::string stated = two;
  for (auto at = stated.find("    start:"); at != std::string::npos;
       at = stated.find("    start:", at + 20)) {
    stated.insert(at, "    works: 0.3\n");
  }
  EXPECT_EQ(export_bets(shelf.book, "2026Q3"), stated);
}

TEST(Authored, BetsAreTiedToTheTreeOfTheLedgerWhereNoFileBringsOne) {
  Shelf shelf;
  EXPECT_EQ(shelf.refusals({{"bets.yaml", one_bet}}), (Texts{"bets.yaml:1:1 A119"}));
  shelf.apply({{"tree.yaml", standard_tree}});
  EXPECT_TRUE(shelf.refusals({{"bets.yaml", one_bet}}).empty());
}

TEST(Authored, TwoTreesOrTwoSheetsOfACycleAreRefused) {
  Shelf shelf;
  EXPECT_EQ(shelf.refusals({{"a.yaml", standard_tree}, {"b.yaml", standard_tree}}),
            (Texts{"b.yaml:1:1 A101"}));
  EXPECT_EQ(shelf.refusals({{"t.yaml", standard_tree}, {"a.yaml", one_bet}, {"b.yaml", one_bet}}),
            (Texts{"b.yaml:1:1 A102"}));
}

TEST(Authored, ABetBelongsToOneCycle) {
  Shelf shelf;
  const std::string next =
      replaced(replaced(one_bet, "2026Q3", "2026Q4"), "2026-07-20", "2026-10-20");
  EXPECT_EQ(shelf.refusals({{"t.yaml", standard_tree}, {"a.yaml", one_bet}, {"b.yaml", next}}),
            (Texts{"b.yaml:4:3 A115"}));
  shelf.apply({{"t.yaml", standard_tree}, {"a.yaml", one_bet}});
  EXPECT_EQ(shelf.refusals({{"b.yaml", next}}), (Texts{"b.yaml:4:3 A115"}));
}

TEST(Authored, ATreeMayNotOrphanTheBetsOfTheLedger) {
  Shelf shelf;
  shelf.apply({{"t.yaml", standard_tree}, {"a.yaml", one_bet}});
  const std::string tree = replaced(standard_tree, "  return_share: {support: fraction}\n", "");
  EXPECT_EQ(shelf.refusals({{"t.yaml", tree}}), (Texts{"t.yaml:2:8 A117"}));
  EXPECT_EQ(shelf.refusals({{"t.yaml", tree}, {"a.yaml", one_bet}}), (Texts{"a.yaml:8:18 A103"}));
  const std::string without =
      replaced(one_bet, "      - {metric: return_share, shift: 0.1pp}\n", "");
  EXPECT_TRUE(shelf.refusals({{"t.yaml", tree}, {"a.yaml", without}}).empty());
}

TEST(Authored, FindingsComeInTheOrderOfTheFiles) {
  Shelf shelf;
  const std::string tree = replaced(standard_tree, "orders * price", "orders * pirce");
  const std::string bets =
      replaced(replaced(one_bet, "metric: orders, lift", "metric: ordres, lift"),
               "metric: orders, change",
               "metric: ordres, change");
  EXPECT_EQ(shelf.refusals({{"bets.yaml", bets}, {"tree.yaml", tree}}),
            (Texts{"bets.yaml:7:18 A103", "tree.yaml:4:42 T004"}));
}

TEST(Authored, ABrokenTreeHidesNoErrorOfTheBetsButMakesUpNone) {
  Shelf shelf;
  EXPECT_EQ(shelf.refusals({{"tree.yaml", "tree: \"Shop\n" + std::string{standard_tree}},
                            {"bets.yaml", replaced(one_bet, "3%", "3")}}),
            (Texts{"tree.yaml:1:7 Y013", "bets.yaml:7:32 A006"}));
}

TEST(Authored, WarningsTravelBesideASuccess) {
  Shelf shelf;
  std::string bets =
      replaced(one_bet, "start: 2026-07-20", "works: 0.7\n    start: 2026-06-01\n    needs: [two]");
  bets = replaced(bets, "effort: {core: 2pw}", "effort: {cor: 2pw}");
  bets = replaced(bets, "change: rise", "change: fall");
  bets +=
      "  two:\n    hypothesis: {action: call buyers, metric: price, change: rise}\n    effects: "
      "[{metric: price, lift: {p10: 1%, p50: 8.5%, p90: 9%}}]\n"
      "    start: 2026-07-20\n    funded: false\n";
  EXPECT_TRUE(shelf.refusals({{"t.yaml", standard_tree}, {"b.yaml", bets}}).empty());
  Texts codes;
  for (const Diagnostic& warning : shelf.warnings) {
    EXPECT_EQ(warning.severity, Severity::warning);
    EXPECT_FALSE(warning.excerpt.empty());
    codes.push_back(fmt::format("{}:{} {}", warning.at.line, warning.at.column, warning.code));
  }
  EXPECT_EQ(codes,
            (Texts{"5:63 A114",
                   "9:12 A112",
                   "10:12 A110",
                   "11:13 A118",
                   "12:13 A113",
                   "13:3 A116",
                   "15:15 Q020"}));
}

TEST(Authored, ASensitiveMetricOfAnOldLedgerStaysAndNoFileMakesOne) {
  Shelf shelf;
  (void)shelf.apply({{"t.yaml", standard_tree}});
  tree::Metric orders = *shelf.book.tree.find("orders");
  orders.sensitive = true;
  shelf.follow({MetricDefined{orders}});
  EXPECT_TRUE(shelf.book.tree.find("orders")->sensitive);
  const std::string exported = export_tree(shelf.book);
  EXPECT_NE(exported.find("sensitive: true"), std::string::npos);
  EXPECT_EQ(shelf.refusals({{"t.yaml", exported}}).size(), 1U);
  EXPECT_EQ(changes(shelf.apply({{"t.yaml", standard_tree}})),
            (Texts{"* metric orders (sensitive: true -> (none))"}));
}

TEST(Authored, AKillRuleThatIsOnlyWordsIsKeptAndSaid) {
  Shelf shelf;
  const auto with_rule = [](const std::string& rule) {
    return replaced(one_bet, "start: 2026-07-20", "start: 2026-07-20\n    stop when: " + rule);
  };
  (void)shelf.apply({{"t.yaml", standard_tree}, {"b.yaml", with_rule("lift < 1% after 5w")}});
  EXPECT_TRUE(shelf.warnings.empty()) << render(shelf.warnings);
  (void)shelf.apply({{"b.yaml", with_rule("nobody uses it")}});
  ASSERT_EQ(shelf.warnings.size(), 1U);
  EXPECT_EQ(shelf.warnings[0].code, "A121");
  EXPECT_EQ(shelf.warnings[0].excerpt, "    stop when: nobody uses it");
  EXPECT_EQ(shelf.book.sheet("2026Q3").bets.front().stop_when, "nobody uses it");
}

}  // namespace
}  // namespace betledger::ledger
