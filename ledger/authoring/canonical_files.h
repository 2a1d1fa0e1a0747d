#pragma once

#include <string>

#include "ledger/book/book.h"

namespace betledger::ledger {

/// The canonical files of a book: tree.yaml and, per cycle, its bets.
[[nodiscard]] std::string export_tree(const Book& book);
[[nodiscard]] std::string export_bets(const Book& book, const std::string& cycle);

}  // namespace betledger::ledger
