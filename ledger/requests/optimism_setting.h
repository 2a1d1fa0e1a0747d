#pragma once

#include <string>

#include "core/result.h"
#include "ledger/book/book.h"
#include "ledger/requests/writing.h"

namespace betledger::ledger {

/// How the effects that a team states are to be read, by hand.
struct OptimismSetting {
  std::string team;          // empty: every team that has no setting of its own
  std::string factor = "1";  // what comes over what is stated: a belief as in a bets file, above 0
  std::string spread = "1";  // by how much stated intervals are too narrow
  std::string because;
};

/// Refuses a team that no bet names (U026) and what is no belief or number. Notes a factor that is
/// more often a slip than a belief (U038).
[[nodiscard]] Result<Writing> set_optimism(const Book& book, const OptimismSetting& setting);

/// The effects of a team are read as they are stated again; without a team those of all (U026).
[[nodiscard]] Result<Writing> turn_off_optimism(const Book& book,
                                                const std::string& team,
                                                const std::string& because);

}  // namespace betledger::ledger
