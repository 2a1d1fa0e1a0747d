#pragma once

#include <span>

#include "core/diagnostic.h"

namespace betledger::ledger {

/// The codes of authoring files: Y (YAML and JSON syntax) and A (content), in order.
[[nodiscard]] std::span<const CodeInfo> authoring_codes() noexcept;

}  // namespace betledger::ledger
