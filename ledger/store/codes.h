#pragma once

#include <span>

#include "core/diagnostic.h"

namespace betledger::ledger {

/// Every code that this layer gives: Y (YAML and JSON syntax), A (authoring content), C (CSV), U
/// (requests), L (ledger).
[[nodiscard]] std::span<const CodeInfo> codes() noexcept;

}  // namespace betledger::ledger
