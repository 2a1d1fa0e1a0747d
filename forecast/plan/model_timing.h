#pragma once

#include "core/calendar.h"
#include "core/distribution.h"
#include "ledger/book/book.h"
#include "sim/model/model.h"

namespace betledger::forecast {

/// The distribution of `factor` times what `distribution` describes, in the same family where that
/// can say it (a beta cannot: its quantiles on a fine grid stand in).  \pre factor > 0
[[nodiscard]] Distribution scaled(const Distribution& distribution, double factor);

/// When and how much of a bet's effects is live, as far as the ledger knows.
///
/// A delivered bet starts on the day of its delivery, without delay, at the share delivered. One
/// that was started later than planned cannot take effect before that. A stopped bet ends with that
/// day.
[[nodiscard]] sim::Profile timing_of(const ledger::BetRecord& record, const Timeline& timeline);

/// The share of each period that lies in [start, end], both days included.
[[nodiscard]] std::vector<double> coverage(const Timeline& timeline, Day start, Day end);

}  // namespace betledger::forecast
