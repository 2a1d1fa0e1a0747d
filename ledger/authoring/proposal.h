#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "ledger/book/book.h"
#include "ledger/book/event.h"

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

/// One line of a diff: what is added, changed or removed, and for a change the fields old -> new.
struct Change {
  enum class Kind : std::uint8_t { added, changed, removed } kind = Kind::added;
  std::string what;  // "metric orders", "link reach->orders", "bet one_click", "order of metrics"
  std::vector<std::string> fields;  // "works: 0.3 -> 0.5"
};

/// The difference between a book and what was authored, and the events that close it. A file states
/// its tree (or its cycle's bets) completely: what it leaves out is retired (or withdrawn).
struct Proposal {
  std::vector<Change> changes;
  std::vector<Event> events;  // empty: nothing to do
};
[[nodiscard]] Proposal propose(const Book& book, const Authored& authored);

/// The canonical files of a book: tree.yaml and, per cycle, its bets.
[[nodiscard]] std::string export_tree(const Book& book);
[[nodiscard]] std::string export_bets(const Book& book, const std::string& cycle);

/// JSON Schema (draft 2020-12) of the authoring files, for editors: kind "tree" or "bets".
[[nodiscard]] std::string json_schema(std::string_view kind);

}  // namespace betledger::ledger
