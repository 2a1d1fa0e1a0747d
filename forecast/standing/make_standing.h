#pragma once

#include <optional>
#include <string>

#include "core/calendar.h"
#include "core/result.h"
#include "forecast/standing/standing.h"
#include "ledger/book/book.h"
#include "ledger/book/book_as_of.h"

namespace betledger::forecast {

struct StandingRequest {
  std::string cycle;         // empty: the only one that has a plan of record
  std::optional<Day> as_of;  // nothing: the last day of the newest period with actuals in the cycle
  std::optional<Day> recorded_by;  // what the book was cut to; only carried along
  std::optional<Day> today = {};   // if given, a day to come is warned of (U034)
};

/// What is known at a day. `known` is the book as recorded by the day that the caller chose (its
/// head, or ledger::Ledger::seq_by). Pure: no clock.
///
/// Fails (B-codes) without a cycle, a plan of record or anything to take the day from, for a day
/// before the cycle, and with what make_plan says. Baselines are those of the commit, fitted again
/// only where it does not hold them (D565). A day after the cycle counts as its last. Added
/// to `warnings`: a day to come, values left out (outside the support, of a period that is not
/// over, later than the day), metrics that stopped reporting, identities that the actuals break
/// (past 1 %), and what happened to bets outside the plan of record.
[[nodiscard]] Result<Standing> make_standing(const ledger::Book& known,
                                             const ledger::BookAsOf& book_as_of,
                                             const StandingRequest& request,
                                             Diagnostics& warnings);

}  // namespace betledger::forecast
