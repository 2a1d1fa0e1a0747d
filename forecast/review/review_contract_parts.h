#pragma once

#include "forecast/review/review.h"
#include "ledger/text/node.h"

// Inside the review's contract only.

namespace betledger::forecast {

/// A proposal with what was decided on it.
[[nodiscard]] ledger::Node proposal_node(const LinkProposal& proposal);
[[nodiscard]] ledger::Node experiments_node(const NextExperiments& experiments);

}  // namespace betledger::forecast
