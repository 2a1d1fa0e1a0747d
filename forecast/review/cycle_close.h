#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/result.h"
#include "forecast/gap/gap.h"
#include "forecast/review/closing.h"
#include "ledger/book/book.h"
#include "ledger/book/book_as_of.h"
#include "ledger/book/event.h"
#include "sim/tasks/executor.h"

namespace betledger::forecast {

/// The end of a cycle.
struct CloseRequest {
  ClosingRequest closing;  // its cycle may be empty: the only open one
  GapSettings settings;    // of the review that tells what is passed over
  std::string version;     // of the program
};

struct ClosedCycle {
  Closing closing;
  Rerun rerun;
  std::vector<ledger::Event> events;
};

/// Everything that the close of a cycle does. Links that nobody decided on are reviewed if the
/// cycle has any actuals: without any there is nothing to review. Refuses a cycle that is closed
/// (L072) or was never committed (U018), a half-life that is none (U005), and what make_closing
/// refuses. `stated` has every link of the book's tree (stated_links).
[[nodiscard]] Result<ClosedCycle> close_cycle(const ledger::Book& book,
                                              const ledger::BookAsOf& book_as_of,
                                              const std::map<std::string, tree::Link>& stated,
                                              const CloseRequest& request,
                                              sim::Executor& executor,
                                              Diagnostics& warnings);

}  // namespace betledger::forecast
