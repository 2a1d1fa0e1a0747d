#pragma once

#include "ledger/authoring/proposal.h"
#include "reports/page/page.h"

namespace betledger::reports {

/// A diff as lines and as rows (kind, what, field), with its counts.
void add_changes(Page& page, const ledger::Proposal& proposal, bool recorded);

}  // namespace betledger::reports
