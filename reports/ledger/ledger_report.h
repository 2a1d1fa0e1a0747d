#pragma once

#include <string>
#include <vector>

#include "ledger/actuals/actuals_import.h"
#include "ledger/authoring/proposal.h"
#include "ledger/store/ledger.h"
#include "ledger/store/verify.h"
#include "reports/contracts/log.h"
#include "reports/page/report.h"

namespace betledger::reports {

/// `log`: one line per entry (seq, when, who, what), in the order given. json: betledger.log/1.
[[nodiscard]] std::string render(const LogPage& page,
                                 const Provenance& provenance,
                                 Format format,
                                 const Style& style);

/// `show SEQ`: everything in one entry; the payload as written in the file. json:
/// betledger.entry/1.
[[nodiscard]] std::string render(const EntryPage& page,
                                 const Provenance& provenance,
                                 Format format,
                                 const Style& style);

/// `verify`: what was checked and what was found. json: betledger.verify/1.
[[nodiscard]] std::string render(const ledger::Verification& verification,
                                 const Provenance& provenance,
                                 Format format,
                                 const Style& style);

/// `apply`: the diff, `+` added, `~` changed with its fields, `-` removed, and a count; "nothing to
/// change" when it is empty. json: betledger.diff/1.
[[nodiscard]] std::string render(const ProposalPage& page,
                                 const Provenance& provenance,
                                 Format format,
                                 const Style& style);

/// `actuals import`: per metric the values added and revised with their first and last period, then
/// the counts (added, revised, unchanged). json: betledger.import/1.
[[nodiscard]] std::string render(const ImportPage& page,
                                 const Provenance& provenance,
                                 Format format,
                                 const Style& style);

}  // namespace betledger::reports
