#pragma once

#include <cstdint>
#include <functional>

#include "ledger/book/book.h"

namespace betledger::ledger {

/// The book as of an entry: what a rule asks that must know what was known then. May throw what
/// reading the ledger throws.
using BookAsOf = std::function<Book(std::int64_t seq)>;

}  // namespace betledger::ledger
