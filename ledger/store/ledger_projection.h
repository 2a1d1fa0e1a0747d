#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>

#include "core/diagnostic.h"
#include "ledger/book/book.h"
#include "ledger/book/event.h"

namespace SQLite {
class Database;
}

namespace betledger::ledger {

/// The rows of the tables `actual`, `metric`, `link` and `bet`: the book as other programs can
/// query it. Written with the entries, in one transaction; never read back, only checked.
class Projection {
 public:
  /// Remembers which rows an event changes.
  void touch(const Event& event);

  /// Brings the touched rows to what the book says.
  void write(SQLite::Database& database, const Book& book) const;

 private:
  std::set<std::string> metrics_;
  std::set<std::string> links_;
  std::set<std::string> bets_;
  std::set<std::pair<std::string, Day>> actuals_;
  bool all_links_ = false;
};

/// Where the tables are not what the book says (L056), at most a dozen of each table.
[[nodiscard]] Diagnostics projection_findings(SQLite::Database& database, const Book& book);

}  // namespace betledger::ledger
