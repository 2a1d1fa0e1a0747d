#pragma once

#include <optional>
#include <string>

#include "core/calendar.h"
#include "core/result.h"
#include "forecast/plan/plan.h"
#include "ledger/book/book.h"

namespace betledger::forecast {

struct PlanRequest {
  std::string cycle;  // empty: the only one that is open, else an error that lists them
  std::optional<Day> data_through;  // nothing: the day before the cycle starts
};

/// Fails with everything that stands in the way (B- and D-codes): no tree, no such cycle, a target
/// or focus input that is not in the tree, a stochastic metric with neither history nor stated
/// baseline, formulas that read further back than the history, needed bets that are not funded, two
/// funded bets that exclude each other. What was blanked or assumed is added to `warnings`.
///
/// Only whole periods count: a week that the data cut falls into is left out. A value that a `lag`
/// reads and that is missing (a gap, or the periods between the data cut and the cycle) is the
/// formula's value of its children where it has them, else the last known one or the median of the
/// stated baseline, with a warning.
[[nodiscard]] Result<Plan> make_plan(const ledger::Book& book,
                                     const PlanRequest& request,
                                     Diagnostics& warnings);

}  // namespace betledger::forecast
