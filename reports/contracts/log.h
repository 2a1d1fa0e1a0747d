#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/actuals/actuals_import.h"
#include "ledger/authoring/proposal.h"
#include "ledger/book/book.h"
#include "ledger/store/verify.h"
#include "ledger/text/node.h"
#include "reports/page/report.h"

namespace betledger::reports {

// What stands in the ledger, or would. Pages borrow.

/// Entries, in the order given.
struct LogPage {
  const std::vector<ledger::Entry>& entries;
};
/// betledger.log/1
[[nodiscard]] ledger::Node contract_of(const LogPage& page, const Provenance& provenance);
[[nodiscard]] ledger::Node log_schema();
/// Entries as other pages list them.
[[nodiscard]] ledger::Node entry_nodes(const std::vector<ledger::Entry>& entries);
[[nodiscard]] ledger::Node entries_schema();

/// One entry, whole.
struct EntryPage {
  const ledger::Entry& entry;
};
/// betledger.entry/1
[[nodiscard]] ledger::Node contract_of(const EntryPage& page, const Provenance& provenance);
[[nodiscard]] ledger::Node entry_schema();

/// betledger.verify/1
[[nodiscard]] ledger::Node contract_of(const ledger::Verification& verification,
                                       const Provenance& provenance);
[[nodiscard]] ledger::Node verify_schema();

/// From the book to what was written.
struct ProposalPage {
  const ledger::Proposal& proposal;
  bool recorded = false;  // false: a dry run
};
/// betledger.diff/1
[[nodiscard]] ledger::Node contract_of(const ProposalPage& page, const Provenance& provenance);
[[nodiscard]] ledger::Node diff_schema();
/// "added", "changed", "removed"
[[nodiscard]] std::string_view change_word(ledger::Change::Kind kind) noexcept;
[[nodiscard]] ledger::Node change_nodes(const ledger::Proposal& proposal);
[[nodiscard]] ledger::Node changes_schema();

/// Values read from a file.
struct ImportPage {
  const ledger::ImportPlan& plan;
  std::string source;     // the file as given
  bool recorded = false;  // false: a dry run
};
/// What an import brings of one metric.
struct Imported {
  std::string metric;
  std::size_t count;
  std::string first;
  std::string last;
};
[[nodiscard]] std::vector<Imported> imported(const ledger::ImportPlan& plan);
/// betledger.import/1
[[nodiscard]] ledger::Node contract_of(const ImportPage& page, const Provenance& provenance);
[[nodiscard]] ledger::Node import_schema();

}  // namespace betledger::reports
