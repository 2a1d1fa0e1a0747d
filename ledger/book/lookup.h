#pragma once

#include <string>
#include <string_view>

#include "core/result.h"
#include "ledger/book/book.h"

namespace betledger::ledger {

/// The bet of that key, also a withdrawn one. Else U016 with did-you-mean, about `field`.
[[nodiscard]] Result<BetRecord> find_bet(const Book& book,
                                         const std::string& key,
                                         std::string_view field = "bet");

/// The cycle of that key, also one that only has a sheet; without a key the only open one. Else
/// U015, about `field` if a key was given.
[[nodiscard]] Result<CycleRecord> find_cycle(const Book& book,
                                             const std::string& key,
                                             std::string_view field = "cycle");

}  // namespace betledger::ledger
