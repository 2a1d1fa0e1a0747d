#pragma once

#include <span>

#include "core/diagnostic.h"

namespace betledger::core {

/// The Q codes, of distributions, in ascending order.
[[nodiscard]] std::span<const CodeInfo> codes() noexcept;

}  // namespace betledger::core
