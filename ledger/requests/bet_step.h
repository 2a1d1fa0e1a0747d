#pragma once

#include <optional>
#include <string>

#include "core/calendar.h"
#include "core/result.h"
#include "ledger/book/bet.h"
#include "ledger/book/book.h"
#include "ledger/book/book_as_of.h"
#include "ledger/requests/writing.h"

namespace betledger::ledger {

/// A bet was started, delivered or stopped.
struct BetStepRequest {
  std::string bet;
  BetStep step = BetStep::started;
  std::optional<Day> on;  // nothing: today; in a correction the day that is recorded
  std::optional<double>
      share;              // of a delivery, in (0, 1]; nothing: all; in a correction as recorded
  bool corrects = false;  // in place of what is recorded
  std::string because;    // of a stop or a correction
  Day today{};
};

/// Refuses what no book rule can: a bet that is not there (U016), a day more than a year from its
/// cycle (U021), a correction that changes nothing (U035). Notes: a day to come (U023), a delivery
/// of a bet that the plan of record does not fund (U036) or from before its data cut (U037).
[[nodiscard]] Result<Writing> record_bet_step(const Book& book,
                                              const BookAsOf& book_as_of,
                                              const BetStepRequest& request);

/// A step that did not happen does not count any more (U016).
[[nodiscard]] Result<Writing> undo_bet_step(const Book& book,
                                            const std::string& bet,
                                            BetStep step,
                                            const std::string& because);

}  // namespace betledger::ledger
