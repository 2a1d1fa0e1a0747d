#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/calendar.h"
#include "core/result.h"
#include "core/series.h"

namespace betledger::ledger {

/// What a file of actuals holds: values per metric, days strictly increasing, each the first day of
/// its period.
struct ActualsTable {
  struct Column {
    std::string metric;
    Position named_at;  // the header of a wide file; the first row of the metric in a long one
    std::vector<Observation> values;
    std::vector<Position> at;  // of each value
  };
  PeriodKind kind = PeriodKind::week;
  std::vector<Column> columns;  // in the order of first appearance
  Diagnostics notes;            // what was understood and could surprise: weeks moved to Monday
  std::string text;             // the file, to show lines of
};

/// Reads a long (date, metric, value; in any order) or a wide file (date, metric1, metric2, ...).
/// An empty field is missing. Numbers may carry k, M, B or %. `1,5`, `1.000,5`, `NaN`, `n/a`, a
/// date that is none, two values for one period: refused (C-codes), each at its place, with the way
/// to write it.
///
/// Dates are `2026-07-06`, `2026-07` or `2026-W31`, moved to the first day of their period. `kind`
/// nothing: told from the spacing of the dates. A stated kind that the spacing contradicts is
/// refused.
[[nodiscard]] Result<ActualsTable> parse_actuals(std::string_view text,
                                                 const std::string& file,
                                                 std::optional<PeriodKind> kind);

}  // namespace betledger::ledger
