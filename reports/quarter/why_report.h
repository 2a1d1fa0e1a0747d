#pragma once

#include <vector>

#include "forecast/gap/why.h"
#include "ledger/text/node.h"
#include "reports/page/document.h"
#include "reports/page/table.h"
#include "reports/quarter/bridge_report.h"

namespace betledger::reports {

/// The 5 whys: an answer per metric on the way down, the other causes beside it.
[[nodiscard]] Document why_document(const std::vector<forecast::WhyStep>& steps,
                                    const BridgeView& view);
/// step,metric,cause,kind,source,amount,se,share
[[nodiscard]] Table why_table(const std::vector<forecast::WhyStep>& steps);

}  // namespace betledger::reports
