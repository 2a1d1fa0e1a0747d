#pragma once

#include <optional>
#include <vector>

#include "core/calendar.h"

namespace betledger::ledger {

/// The kind of period whose starts (or ends) the days are, told from their spacing; nothing where
/// it cannot be told (one day, or no regular spacing).  \pre strictly increasing
[[nodiscard]] std::optional<PeriodKind> tell_period(const std::vector<Day>& days);

/// Whether data of periods `told` may be read as periods `stated`: only if they are the same, or if
/// some days are missing from daily data.
[[nodiscard]] bool can_be_read_as(PeriodKind told, PeriodKind stated) noexcept;

}  // namespace betledger::ledger
