#pragma once

#include <string>
#include <vector>

#include "core/result.h"
#include "ledger/authoring/authored.h"
#include "ledger/book/book.h"
#include "ledger/book/event.h"

namespace betledger::ledger {

/// One line of a diff: what is added, changed or removed, and for a change the fields old -> new.
struct Change {
  enum class Kind : std::uint8_t { added, changed, removed } kind = Kind::added;
  std::string what;  // "metric orders", "link reach->orders", "bet one_click", "order of metrics"
  std::vector<std::string> fields;  // "works: 0.3 -> 0.5"
};

/// The difference between a book and what was authored, and the events that close it. A file states
/// its tree (or its cycle's bets) completely: what it leaves out is retired (or withdrawn).
struct Proposal {
  std::vector<Change> changes;
  std::vector<Event> events;  // empty: nothing to do
};
[[nodiscard]] Proposal propose(const Book& book, const Authored& authored);

/// What applying files comes to: read, checked with the book (read_authored) and compared with it.
/// Bets that are amended or withdrawn carry the reason `because`, which may be empty.
[[nodiscard]] Result<Proposal> propose_files(const Book& book,
                                             const std::vector<AuthoredFile>& files,
                                             const std::string& because,
                                             Diagnostics& warnings);

}  // namespace betledger::ledger
