#pragma once

#include <vector>

#include "ledger/book/book.h"
#include "reports/page/table.h"

namespace betledger::reports {

/// "seq, when, who, what" of ledger entries.
[[nodiscard]] Table entry_table(const std::vector<ledger::Entry>& entries);

}  // namespace betledger::reports
