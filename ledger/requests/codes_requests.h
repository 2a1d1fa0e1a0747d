#pragma once

#include <span>

#include "core/diagnostic.h"

namespace betledger::ledger {

/// The codes of what a request says wrongly (U), in order.
[[nodiscard]] std::span<const CodeInfo> request_codes() noexcept;

}  // namespace betledger::ledger
