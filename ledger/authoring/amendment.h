#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "ledger/authoring/authored.h"
#include "ledger/authoring/proposal.h"
#include "ledger/book/book.h"

namespace betledger::ledger {

/// New terms for one bet: single fields, or the bet as a file has it.
struct Amendment {
  std::string bet;
  std::vector<std::string> set;      // FIELD=VALUE as in a bets file; fields in fields by dots
  std::optional<AuthoredFile> from;  // a bets file that holds the bet
  std::string because;
};

/// The amended bet goes through what `apply` does with its whole sheet, so that nothing is checked
/// less here; warnings are those about the bet. Refuses a bet that is not there or was withdrawn
/// (U016), both or neither of `set` and `from` (U009), and what is no FIELD=VALUE (U005).
[[nodiscard]] Result<Proposal> amend_bet(const Book& book,
                                         const Amendment& amendment,
                                         Diagnostics& warnings);

}  // namespace betledger::ledger
