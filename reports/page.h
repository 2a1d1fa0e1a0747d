#pragma once

#include <string>

#include "core/distribution.h"
#include "core/number.h"
#include "ledger/authoring/proposal.h"
#include "ledger/book/book.h"
#include "reports/document.h"
#include "reports/json_page.h"

namespace betledger::reports {

/// One answer in its three shapes: for people, for programs, for spreadsheets.
struct Page {
  Document document;
  ledger::Node json;
  Table csv;
};
[[nodiscard]] std::string write(const Page& page, Format format, const Style& style);

/// A distribution as "pert(1%, 3%, 8%)"-like words plus its p10, p50, p90 and mean, in `unit`.
[[nodiscard]] std::string in_words(const Distribution& distribution,
                                   NumberKind kind,
                                   std::string_view unit);
/// How people read the amount of an effect: per cent for a lift, percentage points for a shift of a
/// fraction.
[[nodiscard]] NumberKind kind_of_amount(const ledger::Book& book, const ledger::Effect& effect);
/// {"p10", "p50", "p90", "mean"} of a distribution; "mean" is null where it does not exist.
[[nodiscard]] ledger::Node quantiles_of(const Distribution& distribution);

/// "seq, when, who, what" of ledger entries: table rows and JSON.
[[nodiscard]] Table entry_table(const std::vector<ledger::Entry>& entries);
[[nodiscard]] ledger::Node entry_nodes(const std::vector<ledger::Entry>& entries);
/// A diff as lines, rows (kind, what, field) and "changes", with its counts.
void add_changes(Page& page, const ledger::Proposal& proposal, bool recorded);
[[nodiscard]] ledger::Node diagnostic_nodes(const Diagnostics& diagnostics);

}  // namespace betledger::reports
