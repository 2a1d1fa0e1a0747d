#include <gtest/gtest.h>

#include "ledger/authoring/authored.h"
#include "ledger/authoring/canonical_files.h"
#include "ledger/authoring/proposal.h"

#include "tests/ledger/store/ledger_fixture.h"

namespace betledger::ledger {
namespace {

const char* const sheet =
    "cycle: 2026Q4\n"
    "bets:\n"
    "  silent:\n"
    "    hypothesis: {action: do it, metric: orders, change: rise}\n"
    "    effects:\n"
    "      - {metric: orders, lift: 3%}\n"
    "    start: 2026-10-05\n"
    "    effort: {growth: 1pw}\n"
    "  sure:\n"
    "    hypothesis: {action: do it, metric: orders, change: rise}\n"
    "    effects:\n"
    "      - {metric: orders, lift: 3%}\n"
    "    works: 0.3\n"
    "    start: 2026-10-05\n"
    "    effort: {growth: 1pw}\n";

Authored authored(const Book& book) {
  Diagnostics warnings;
  const auto read = read_authored({{"bets.yaml", sheet}}, book, warnings);
  EXPECT_TRUE(read) << (read ? "" : render(read.error()));
  return read ? *read : Authored{};
}

TEST(LearnedDefault, ABetThatStatesNoChanceToWorkGetsWhatWasLearned) {
  const ScratchFolder folder;
  Ledger ledger = make_ledger(folder / "a.db");
  EXPECT_EQ(authored(ledger.book()).sheets.at(0).bets.at(0).works, Probability{0.3});
  RecordedPrior prior;
  prior.source = "tests.csv";
  prior.family = "normal";
  prior.effects = 812;
  prior.base_rate = 0.25;
  prior.works = 0.1249;
  ASSERT_TRUE(ledger.append({PriorsLearned{prior}}, stamp(1000)));
  const auto after = authored(ledger.book());
  EXPECT_EQ(after.sheets.at(0).bets.at(0).works, Probability{0.12});
  EXPECT_EQ(after.sheets.at(0).bets.at(1).works, Probability{0.3});
}

TEST(LearnedDefault, WhatIsExportedMeansTheSameWhenItIsAppliedAgain) {
  const ScratchFolder folder;
  Ledger ledger = make_ledger(folder / "a.db");
  ASSERT_TRUE(ledger.append(propose(ledger.book(), authored(ledger.book())).events, stamp(1000)));
  const std::string file = export_bets(ledger.book(), "2026Q4");
  RecordedPrior prior;
  prior.source = "tests.csv";
  prior.family = "normal";
  prior.effects = 812;
  prior.works = 0.1;
  ASSERT_TRUE(ledger.append({PriorsLearned{prior}}, stamp(1001)));
  Diagnostics warnings;
  const auto again = read_authored({{"bets.yaml", file}}, ledger.book(), warnings);
  ASSERT_TRUE(again) << render(again.error());
  EXPECT_TRUE(propose(ledger.book(), *again).events.empty());
}

}  // namespace
}  // namespace betledger::ledger
