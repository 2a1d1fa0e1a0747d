#pragma once

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "ledger/book/fold.h"

#include "tests/ledger/store/ledger_fixture.h"

namespace betledger::ledger {

/// Chains events to a book.
struct Writer {
  Book book;
  std::vector<Entry> entries;

  Diagnostics add(const Event& event) {
    const Entry entry = next_entry(book, event);
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
