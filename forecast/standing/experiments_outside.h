#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/diagnostic.h"
#include "forecast/plan/plan.h"
#include "ledger/book/book.h"
#include "ledger/book/book_as_of.h"

namespace betledger::forecast {

/// Which bets (by key) and links (from->to) are asked for.
using Wanted = std::function<bool(const std::string& bet_or_link)>;

/// Notes (B016), one for each bet or link, of experiments that count nowhere: neither in a gap or
/// review (they were recorded before the plan of record that these hold things against) nor in the
/// plan to come, which takes the terms as they are stated, and these are what they were before the
/// experiment. Each note says what to write to take them up. `to_commit` is a cycle whose plan of
/// record is about to be replaced. O(experiments x book_as_of)
[[nodiscard]] Diagnostics notes_on_experiments(const ledger::Book& book,
                                               const ledger::BookAsOf& book_as_of,
                                               const Wanted& wanted,
                                               std::string_view to_commit = {});

/// Those on the bets of a plan, funded or not, and on the links of its tree.
[[nodiscard]] Diagnostics notes_on_experiments(const ledger::Book& book,
                                               const ledger::BookAsOf& book_as_of,
                                               const Plan& plan,
                                               std::string_view to_commit = {});

}  // namespace betledger::forecast
