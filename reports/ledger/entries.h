#pragma once

#include <vector>

#include "ledger/book/book.h"
#include "ledger/text/node.h"
#include "reports/page/table.h"

namespace betledger::reports {

/// "seq, when, who, what" of ledger entries: table rows and JSON.
[[nodiscard]] Table entry_table(const std::vector<ledger::Entry>& entries);
[[nodiscard]] ledger::Node entry_nodes(const std::vector<ledger::Entry>& entries);

}  // namespace betledger::reports
