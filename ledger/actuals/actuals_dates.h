#pragma once

#include <vector>

#include "core/diagnostic.h"
#include "ledger/actuals/actuals_table.h"
#include "ledger/book/book.h"
#include "ledger/book/event.h"

namespace betledger::ledger {

/// Values of a table that will be recorded, but whose dates deserve a look: more than a year from
/// all others of their metric, known ones included (C027), and after the end of the last cycle
/// (C028). One finding each, at the first such value.
[[nodiscard]] Diagnostics strange_dates(const Book& book, const ActualsTable& table);

/// Values of cycles that are closed: they were judged without them (U032). One finding per cycle.
[[nodiscard]] Diagnostics values_of_closed_cycles(const Book& book,
                                                  const std::vector<Event>& events);

}  // namespace betledger::ledger
