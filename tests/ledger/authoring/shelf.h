#pragma once

#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "ledger/authoring/authored.h"
#include "ledger/authoring/proposal.h"
#include "ledger/book/fold.h"
#include "ledger/codec/event_text.h"

#include "tests/ledger/store/ledger_fixture.h"

namespace betledger::ledger {

/// A book that has followed the events: what a ledger would hold.
class Shelf {
 public:
  Shelf() { follow({LedgerOpened{"Shop", "n"}}); }

  void follow(const std::vector<Event>& events) {
    for (const Event& event : events) {
      // Through the payload, as in the file.
      const auto decoded = decode(kind_of(event), encode(event));
      ASSERT_TRUE(decoded) << kind_of(event) << render(decoded.error());
      const Entry entry = next_entry(book, *decoded);
      const Diagnostics against = ledger::apply(book, entry);
      ASSERT_TRUE(against.empty()) << render(against);
    }
  }

  Proposal apply(const std::vector<AuthoredFile>& files) {
    warnings.clear();
    const auto authored = read_authored(files, book, warnings);
    EXPECT_TRUE(authored) << render(authored.error());
    if (!authored) {
      return {};
    }
    Proposal proposal = propose(book, *authored);
    follow(proposal.events);
    return proposal;
  }

  std::vector<std::string> refusals(const std::vector<AuthoredFile>& files) {
    warnings.clear();
    const auto authored = read_authored(files, book, warnings);
    std::vector<std::string> list;
    if (!authored) {
      for (const Diagnostic& found : authored.error()) {
        list.push_back(
            fmt::format("{}:{}:{} {}", found.at.file, found.at.line, found.at.column, found.code));
      }
    }
    return list;
  }

  Book book;
  Diagnostics warnings;
};

inline const std::string one_bet =
    "cycle: 2026Q3\n"
    "capacity: {core: 12pw}\n"
    "bets:\n"
    "  one:\n"
    "    hypothesis: {action: mail buyers, metric: orders, change: rise}\n"
    "    effects:\n"
    "      - {metric: orders, lift: 3%}\n"
    "      - {metric: return_share, shift: 0.1pp}\n"
    "    start: 2026-07-20\n"
    "    effort: {core: 2pw}\n";

inline std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

}  // namespace betledger::ledger
