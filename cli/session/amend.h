#pragma once

#include "cli/words/command.h"
#include "ledger/authoring/proposal.h"

namespace betledger::cli {

/// What `bet amend` changes: --set fields or the bet of a --from file, checked as part of its
/// sheet.
[[nodiscard]] Result<ledger::Proposal> propose_amendment(const Call& call,
                                                         const ledger::Book& book,
                                                         const ledger::BetRecord& bet,
                                                         Diagnostics& warnings);

}  // namespace betledger::cli
