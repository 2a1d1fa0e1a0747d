#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "ledger/book/book.h"
#include "ledger/book/event.h"
#include "ledger/text/csv.h"

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

/// What importing a table would record; a dry run is this and no more.
struct ImportPlan {
  std::vector<Event> events;  // one ActualsRecorded per metric that has news
  std::size_t added = 0;
  std::size_t revised = 0;
  std::size_t unchanged = 0;
  /// Dates to come, far from all others or after the last cycle, columns that are no metric, notes
  /// of the table.
  Diagnostics warnings;
};

struct ImportSettings {
  std::string source;  // the file
  Day today{};
  bool skip_unknown = false;
};

/// Values already there are left out; different ones are revisions. Refused: metrics that are not
/// in the tree (with did-you-mean) unless `skip_unknown`, periods that are not the tree's, values
/// outside the support, dates more than 100 years before or 20 years after today (later than today:
/// a warning), and a metric whose source is locked (`source_of_truth`) when neither the source nor
/// its file name is the metric's `source`.
[[nodiscard]] Result<ImportPlan> plan_import(const Book& book,
                                             const ActualsTable& table,
                                             const ImportSettings& settings);

}  // namespace betledger::ledger
