#pragma once

#include "core/diagnostic.h"
#include "forecast/standing/standing.h"

namespace betledger::forecast {

/// Fills `observed` from the values in `known`.  \pre locked, now, as_of and periods_known are set
void observe(Standing& standing, const ledger::Book& known, Diagnostics& warnings);

/// Brings the bets of `now` to what `known` says of them.  \pre locked, now and as_of are set
void take_facts(Standing& standing, const ledger::Book& known, Diagnostics& warnings);

}  // namespace betledger::forecast
