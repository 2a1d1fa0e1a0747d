#pragma once

#include <span>

#include "core/diagnostic.h"

namespace betledger::forecast {

/// Every code that this layer gives: B (bets and plan), D from 500 (history that cannot be fitted)
/// E (past experiments and forecasts to learn from), and those of U that are about a plan of
/// record.
[[nodiscard]] std::span<const CodeInfo> codes() noexcept;

}  // namespace betledger::forecast
