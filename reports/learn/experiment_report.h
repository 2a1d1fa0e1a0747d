#pragma once

#include <string>

#include "ledger/book/book.h"
#include "reports/contracts/experiments.h"
#include "reports/page/report.h"

namespace betledger::reports {

/// `experiment list`: every experiment with what it says of the metric as a whole, and what all
/// that count make of the chance that the effect or link is real, in closed form. json:
/// betledger.experiments/1.
[[nodiscard]] std::string render(const ExperimentsPage& page,
                                 const Provenance& provenance,
                                 Format format,
                                 const Style& style);

}  // namespace betledger::reports
