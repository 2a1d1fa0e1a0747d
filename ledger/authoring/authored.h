#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "ledger/book/bet.h"
#include "ledger/book/book.h"
#include "ledger/text/node.h"
#include "tree/tree_spec.h"

namespace betledger::ledger {

/// One authoring file as given to `apply`.
struct AuthoredFile {
  std::string name;  // for messages
  std::string text;
};

/// What the files say, decoded: a tree, sheets of bets, or both. Which of the two a file is, is
/// told by its top-level keys (`metrics` or `bets`).
struct Authored {
  std::optional<tree::TreeSpec> tree;
  std::vector<BetSheet> sheets;
};

/// Reads and validates every file, then the whole: the tree builds, each bet is tied to metrics of
/// the tree (an orphan bet is refused), effects fall on stochastic metrics and fit their support,
/// `needs` has no cycle, dates lie in or near the cycle. Every finding of every file, in file
/// order, with its excerpt. Warnings are added to `warnings`.
[[nodiscard]] Result<Authored> read_authored(const std::vector<AuthoredFile>& files,
                                             const Book& book,
                                             Diagnostics& warnings);

/// Bets that state no `works` in `file` get what past experiments taught, to two decimals, if the
/// ledger has learned it (`priors learn --record`); else they keep 0.3.
void use_learned_default(BetSheet& sheet, const Node& file, const Book& book);

}  // namespace betledger::ledger
