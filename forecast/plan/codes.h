#pragma once

#include <span>

#include "core/diagnostic.h"

namespace betledger::forecast {

/// Every code that this layer gives: B (bets and plan), D from 500 (history that cannot be fitted)
/// and E (past experiments and forecasts to learn from).
[[nodiscard]] std::span<const CodeInfo> codes() noexcept;

}  // namespace betledger::forecast
