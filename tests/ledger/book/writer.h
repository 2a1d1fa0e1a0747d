#pragma once

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "ledger/book/fold.h"

#include "tests/ledger/store/ledger_fixture.h"

namespace betledger::ledger {

/// Chains events to a book, with hashes that only need to differ.
struct Writer {
  Book book;
  std::vector<Entry> entries;

  [[nodiscard]] Entry next(const Event& event) const {
    Entry entry;
    entry.seq = book.head_seq + 1;
    entry.recorded_at = stamp().at;
    entry.actor = "steward";
    entry.previous = book.head_seq == 0 ? std::string(64, '0') : book.head_hash;
    entry.hash = std::string(63, 'e') + std::to_string(entry.seq);
    entry.hash = entry.hash.substr(entry.hash.size() - 64);
    entry.event = event;
    return entry;
  }

  Diagnostics add(const Event& event) {
    const Entry entry = next(event);
    Diagnostics against = apply(book, entry);
    if (against.empty()) {
      entries.push_back(entry);
    }
    return against;
  }
};

/// The book of `one_of_each`.
inline Writer shop() {
  Writer writer;
  EXPECT_TRUE(writer.add(LedgerOpened{"Shop", "n"}).empty());
  for (const Event& event : one_of_each()) {
    const Diagnostics against = writer.add(event);
    EXPECT_TRUE(against.empty()) << describe(event) << "\n" << render(against);
  }
  return writer;
}

inline Writer committed_shop() {
  Writer writer = shop();
  EXPECT_TRUE(
      writer.add(commit_of("2026Q3", {writer.book.head_seq, writer.book.head_hash})).empty());
  return writer;
}

}  // namespace betledger::ledger
