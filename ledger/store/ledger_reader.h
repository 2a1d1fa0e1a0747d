#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "ledger/book/book.h"
#include "ledger/book/event.h"
#include "ledger/store/head.h"

namespace SQLite {
class Database;
}

namespace betledger::ledger {

/// Reads the entries of an open file and believes none that does not follow from the one before:
/// every call may throw CorruptLedger.
class EntryReader {
 public:
  EntryReader(std::filesystem::path file, SQLite::Database& database);

  [[nodiscard]] Head head() const;
  /// Calls `take` for every entry `from`..`through`, each exactly once.
  void visit(std::int64_t from, std::int64_t through, const std::function<void(Entry)>& take) const;
  /// The entries that were written with a key; none for the empty key.
  [[nodiscard]] std::vector<Entry> entries_of_key(const std::string& key) const;

  /// Brings a book of an earlier head to the head.
  void extend(Book& book) const;
  /// Applies an entry that must be able to follow.
  static void follow(Book& book, const Entry& entry);

 private:
  [[nodiscard]] std::string hash_at(std::int64_t seq) const;

  std::filesystem::path file_;
  SQLite::Database* database_;  // not null; outlives the reader
};

}  // namespace betledger::ledger
