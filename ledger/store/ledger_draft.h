#pragma once

#include <cstdint>
#include <vector>

#include "ledger/book/book.h"
#include "ledger/store/ledger_chain.h"
#include "ledger/store/stamp.h"

namespace betledger::ledger {

/// What is wrong with a stamp (L004, L005, L007).  \pre its time is in the years 1900 to 2200
[[nodiscard]] Diagnostics refusals(const Stamp& stamp);

/// Whether the entries hold just these events.
[[nodiscard]] bool hold(const std::vector<Entry>& entries, const std::vector<Event>& events);

/// What an append would write on top of a book, or all that is against it.
struct Draft {
  Book book;  // after the entries
  std::vector<EntryRow> rows;
  std::vector<Entry> entries;
  Diagnostics findings;

  void add(const Event& event, const Stamp& stamp, std::uint32_t parts);
};

}  // namespace betledger::ledger
