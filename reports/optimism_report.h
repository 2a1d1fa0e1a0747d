#pragma once

#include <string>
#include <vector>

#include "forecast/review/optimism_offer.h"
#include "ledger/book/optimism.h"
#include "reports/document.h"
#include "reports/report.h"

namespace betledger::reports {

/// `optimism show` and `optimism apply`: how the effects that teams state are read, and what past
/// cycles say of it. Borrows. csv: a row per team. json: betledger.optimism/1.
struct OptimismPage {
  const ledger::OptimismByTeam& corrections;
  const forecast::OptimismEvidence* evidence = nullptr;  // null: nobody asked
  bool is_new = true;  // past cycles offer a correction that the ledger does not have yet
};
[[nodiscard]] std::string render(const OptimismPage& page,
                                 const Provenance& provenance,
                                 Format format,
                                 const Style& style);

/// "0.62 (p10 0.4, p90 0.95)"
[[nodiscard]] std::string factor_in_words(const Distribution& factor);
/// "a factor of 0.62 (p10 0.4, p90 0.95), spread x 1.3 (reviews of 2026Q1)"
[[nodiscard]] std::string correction_in_words(const ledger::Optimism& optimism);

/// Rows of what and value: the corrections that a committed forecast was made with.
[[nodiscard]] std::vector<std::vector<std::string>> committed_corrections(
    const ledger::Commit& commit);

/// A sentence where the believed effects of a plan of record are corrected ones, else nothing.
void add_corrections(Document& page, const forecast::Standing& standing);

/// A section of the gap report: what the data say of the factors; nothing where none is on.
void add_factors(Document& page, const forecast::Gap& gap);

}  // namespace betledger::reports
