#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/calendar.h"
#include "core/result.h"
#include "ledger/book/book.h"
#include "ledger/requests/writing.h"

namespace betledger::ledger {

/// A cycle to open, or new terms for one that is open and not committed.
struct CycleOpening {
  std::string key;                    // 2026Q3, 2026-07, 2026H2 or 2026 say their days themselves
  std::optional<Day> start;           // else these do: the first day
  std::optional<Day> end;             // and the last
  std::optional<PeriodKind> period;   // what it is counted in; nothing: the tree's period
  std::optional<std::string> target;  // `METRIC >= NUMBER` or `METRIC <= NUMBER`
  std::vector<std::string> focus_inputs;
};

/// Without events where the cycle is open with these terms. Refuses days that nobody can tell
/// (U005, U009) and a target that its metric can never or must always meet (U020): a percent sign
/// lost, or one too many.
[[nodiscard]] Result<Writing> open_cycle(const Book& book, const CycleOpening& request);

}  // namespace betledger::ledger
