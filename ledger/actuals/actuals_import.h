#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/calendar.h"
#include "core/result.h"
#include "ledger/actuals/actuals_table.h"
#include "ledger/book/book.h"
#include "ledger/book/event.h"

namespace betledger::ledger {

/// What importing a table would record; a dry run is this and no more.
struct ImportPlan {
  std::vector<Event> events;  // one ActualsRecorded per metric that has news
  std::size_t added = 0;
  std::size_t revised = 0;
  std::size_t unchanged = 0;
  /// Dates to come, far from all others or after the last cycle, columns that are no metric, notes
  /// of the table.
  Diagnostics warnings;
  Diagnostics too_late;  // values of cycles that are closed (U032)
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
