#pragma once

#include <string>
#include <vector>

#include "core/result.h"
#include "forecast/projection/settings.h"
#include "ledger/book/book.h"
#include "ledger/book/book_as_of.h"
#include "ledger/book/event.h"
#include "sim/tasks/executor.h"

namespace betledger::forecast {

/// A plan to lock as the plan of record.
struct CommitRequest {
  std::string cycle;  // empty: the only open one
  Settings settings;
  std::string because;  // needed once periods of the cycle are known
  std::string version;  // of the program that makes it
};

/// Simulates the plan of the cycle; the event that locks it. A plan that is locked with part of its
/// cycle known is a plan for the rest of it, and whoever reads it must know: refused without a
/// reason (U033), told with one (B048). Fails with what find_cycle, make_plan and make_forecast
/// say. `warnings` are of the plan and of experiments that it takes no account of.
[[nodiscard]] Result<std::vector<ledger::Event>> commit_plan(const ledger::Book& book,
                                                             const ledger::BookAsOf& book_as_of,
                                                             const CommitRequest& request,
                                                             sim::Executor& executor,
                                                             Diagnostics& warnings);

}  // namespace betledger::forecast
