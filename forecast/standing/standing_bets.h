#pragma once

#include "core/diagnostic.h"
#include "forecast/standing/standing.h"
#include "ledger/book/book.h"

namespace betledger::forecast {

/// Brings the bets of `now` to what `known` says of them.  \pre locked, now and as_of are set
void take_facts(Standing& standing, const ledger::Book& known, Diagnostics& warnings);

}  // namespace betledger::forecast
