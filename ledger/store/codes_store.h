#pragma once

#include <span>

#include "core/diagnostic.h"

namespace betledger::ledger {

/// The codes of the ledger (L) and of CSV files (C).
[[nodiscard]] std::span<const CodeInfo> store_codes() noexcept;

}  // namespace betledger::ledger
