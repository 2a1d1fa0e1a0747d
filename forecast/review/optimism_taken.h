#pragma once

#include <string>
#include <vector>

#include "core/calendar.h"
#include "forecast/gap/gap.h"
#include "forecast/review/optimism_offer.h"
#include "ledger/book/book.h"
#include "ledger/book/book_as_of.h"
#include "ledger/book/event.h"
#include "ledger/book/optimism.h"
#include "sim/tasks/executor.h"

namespace betledger::forecast {

/// Correct the next forecasts by what past cycles say of each team's beliefs.
struct OptimismRequest {
  GapSettings settings;
  std::string because;
  Day today{};
};

/// What is offered taken up: the evidence, how effects are read from then on, and the events; none
/// where nothing changes.
struct OptimismTaken {
  OptimismEvidence evidence;
  ledger::OptimismByTeam corrections;
  std::vector<ledger::Event> events;
};

/// The evidence is of every cycle with a plan of record that is closed or over by today. Cycles
/// that cannot be made up are warned of and left out.
[[nodiscard]] OptimismTaken take_offer(const ledger::Book& book,
                                       const ledger::BookAsOf& book_as_of,
                                       const OptimismRequest& request,
                                       sim::Executor& executor,
                                       Diagnostics& warnings);

}  // namespace betledger::forecast
