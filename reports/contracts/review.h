#pragma once

#include <string>

#include "forecast/review/review.h"
#include "ledger/text/node.h"

namespace betledger::reports {

/// BetVerdict::delivered above which a bet came early; what is nearer to 1 may be chance.
inline constexpr double early_above = 1.05;

/// What programs read of a review, `betledger.review/1`: everything a person can see of it. Keys
/// are only ever added (docs/contracts.md). `version` is of the software.
[[nodiscard]] ledger::Node contract_of(const forecast::Review& review, const std::string& version);
[[nodiscard]] ledger::Node review_schema();

}  // namespace betledger::reports
