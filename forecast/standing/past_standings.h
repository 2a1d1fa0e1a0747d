#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "core/calendar.h"
#include "core/diagnostic.h"
#include "forecast/standing/standing.h"
#include "ledger/book/book.h"
#include "ledger/book/book_as_of.h"

namespace betledger::forecast {

/// What was known at the end of every cycle with a plan of record that `counts`, oldest first. A
/// cycle that cannot be made up is warned of and left out; what was warned of then is not news.
[[nodiscard]] std::vector<Standing> past_standings(
    const ledger::Book& known,
    const ledger::BookAsOf& book_as_of,
    std::optional<Day> recorded_by,
    const std::function<bool(const ledger::CycleRecord&)>& counts,
    Diagnostics& warnings);

}  // namespace betledger::forecast
