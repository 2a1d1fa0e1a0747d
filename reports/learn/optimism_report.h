#pragma once

#include <string>
#include <vector>

#include "forecast/review/optimism_offer.h"
#include "ledger/book/optimism.h"
#include "reports/contracts/optimism.h"
#include "reports/page/document.h"
#include "reports/page/report.h"

namespace betledger::reports {

/// `optimism show` and `optimism apply`: how the effects that teams state are read, and what past
/// cycles say of it. Borrows. csv: a row per team. json: betledger.optimism/1.
[[nodiscard]] std::string render(const OptimismPage& page,
                                 const Provenance& provenance,
                                 Format format,
                                 const Style& style);

}  // namespace betledger::reports
