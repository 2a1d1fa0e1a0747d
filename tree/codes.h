#pragma once

#include <span>

#include "core/diagnostic.h"

namespace betledger::tree {

/// Every code that this layer gives: F (formula), T (structure), D (data).
[[nodiscard]] std::span<const CodeInfo> codes() noexcept;

}  // namespace betledger::tree
