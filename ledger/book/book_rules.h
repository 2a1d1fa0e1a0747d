#pragma once

#include "core/diagnostic.h"
#include "ledger/book/book.h"
#include "ledger/book/event.h"
#include "ledger/book/refusal.h"

namespace betledger::ledger {

/// Why an entry cannot follow a book (L-codes); empty: it can. Changes nothing.
[[nodiscard]] Diagnostics reasons_against(const Book& book, const Entry& entry);

/// The part of it that is about one kind of event.
[[nodiscard]] Diagnostics reasons_against_tree_event(const Book& book, const Event& event);
[[nodiscard]] Diagnostics reasons_against_bet_event(const Book& book, const Event& event);
[[nodiscard]] Diagnostics reasons_against_cycle_event(const Book& book, const Event& event);

[[nodiscard]] Diagnostics reasons_against_learning_event(const Book& book, const Event& event);
/// Decisions on a review, the close of a cycle, and what a closed cycle does not allow any more.
[[nodiscard]] Diagnostics reasons_against_review_event(const Book& book, const Event& event);

/// "metric orders is not in the tree", or nothing if it is.
[[nodiscard]] Diagnostics unknown_metric(const Book& book,
                                         const std::string& metric,
                                         const std::string& named_by);

/// Names that a list holds more than once (L013).
[[nodiscard]] Diagnostics repeated_names(const std::vector<std::string>& names,
                                         const std::string& list);

}  // namespace betledger::ledger
