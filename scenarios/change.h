#pragma once

#include <string>
#include <variant>
#include <vector>

#include "core/result.h"
#include "forecast/plan/plan.h"

namespace betledger::scenarios {

/// Moves a bet to the cut list.
struct DropBet {
  std::string bet;
};
/// Funds a bet that is on the cut list.
struct FundBet {
  std::string bet;
};
struct MoveTarget {
  ledger::Target target;
};
/// What high, medium and low stand for.
struct RescaleConfidence {
  tree::ConfidenceScale scale;
};

using Change = std::variant<DropBet, FundBet, MoveTarget, RescaleConfidence>;

/// Applies what-if changes to a plan in order; the random numbers of everything else stay the same.
/// Fails with every change that does not fit (unknown bet with did-you-mean, needs and excludes),
/// told of the plan as it would be after all of them: a bet and the one that needs it can be
/// dropped together.
[[nodiscard]] Result<forecast::Plan> apply(forecast::Plan plan, const std::vector<Change>& changes);

}  // namespace betledger::scenarios
