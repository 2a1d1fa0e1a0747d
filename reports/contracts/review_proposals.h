#pragma once

#include "forecast/review/link_proposals.h"
#include "forecast/review/next_experiments.h"
#include "ledger/text/node.h"

namespace betledger::reports {

/// A proposal with what was decided on it.
[[nodiscard]] ledger::Node proposal_node(const forecast::LinkProposal& proposal);
/// Refers to "belief".
[[nodiscard]] ledger::Node proposal_schema();
/// What could be measured next, by what it is worth.
[[nodiscard]] ledger::Node experiments_node(const forecast::NextExperiments& experiments);
[[nodiscard]] ledger::Node experiments_schema();

}  // namespace betledger::reports
