#pragma once

#include <string>
#include <vector>

#include "core/distribution.h"
#include "ledger/book/book.h"
#include "ledger/book/optimism.h"

namespace betledger::reports {

/// "all other teams" where no team is named.
[[nodiscard]] std::string whose(const std::string& team);

/// "0.62 (p10 0.4, p90 0.95)"
[[nodiscard]] std::string factor_in_words(const Distribution& factor);
/// "a factor of 0.62 (p10 0.4, p90 0.95), spread x 1.3 (reviews of 2026Q1)"
[[nodiscard]] std::string correction_in_words(const ledger::Optimism& optimism);

/// Rows of what and value: the corrections that a committed forecast was made with.
[[nodiscard]] std::vector<std::vector<std::string>> committed_corrections(
    const ledger::Commit& commit);

}  // namespace betledger::reports
