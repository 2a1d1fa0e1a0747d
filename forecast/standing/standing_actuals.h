#pragma once

#include "core/diagnostic.h"
#include "forecast/standing/standing.h"
#include "ledger/book/book.h"

namespace betledger::forecast {

/// Fills `observed` from the values in `known`.  \pre locked, now, as_of and periods_known are set
void observe(Standing& standing, const ledger::Book& known, Diagnostics& warnings);

}  // namespace betledger::forecast
