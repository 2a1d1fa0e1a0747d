#pragma once

#include "core/number.h"
#include "ledger/book/book.h"

namespace betledger::ledger {

/// How people write the amount of an effect: in per cent for a lift, in percentage points for a
/// shift of a fraction, else as a plain number.
[[nodiscard]] NumberKind kind_of_amount(const Book& book, const Effect& effect);

}  // namespace betledger::ledger
