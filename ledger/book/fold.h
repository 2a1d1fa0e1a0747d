#pragma once

#include <vector>

#include "core/result.h"
#include "ledger/book/book.h"
#include "ledger/book/event.h"

namespace betledger::ledger {

/// Follows one entry. Refuses, naming the rule (L-codes), what cannot follow: an unknown bet, a
/// second delivery, values for an unknown metric, an entry out of sequence. On refusal nothing
/// changes. The order of entries within one append is free where it can be: a list may name what
/// follows it.
[[nodiscard]] Diagnostics apply(Book& book, const Entry& entry);

/// Everything from the first entry on.  O(entries), tree edits O(metrics)
[[nodiscard]] Result<Book> replay(const std::vector<Entry>& entries);

}  // namespace betledger::ledger
