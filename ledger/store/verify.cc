#include "ledger/store/verify.h"

#include <limits>
#include <utility>

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "ledger/book/fold.h"
#include "ledger/store/ledger_chain.h"
#include "ledger/store/ledger_file.h"
#include "ledger/store/ledger_projection.h"
#include "ledger/store/ledger_schema.h"

namespace betledger::ledger {
namespace {

constexpr std::size_t most_findings = 1'000;

/// Follows the rows of a file that may be damaged, and says what is wrong with each.
class Verifier {
 public:
  explicit Verifier(SQLite::Database& database) : database_{database} {}

  Verification run(const std::filesystem::path& file) {
    try {
      check_everything();
    } catch (const SQLite::Exception& problem) {
      note_damage(problem, file);
    }
    return std::move(result_);
  }

 private:
  void check_everything() {
    database_.exec("BEGIN");
    check_integrity();
    keep(schema_findings(database_));
    visit_rows(database_,
               std::numeric_limits<std::int64_t>::min(),
               std::numeric_limits<std::int64_t>::max(),
               [this](const EntryRow& row) {
                 check(row);
                 return result_.findings.size() < most_findings;
               });
    if (result_.entries == 0) {
      report("L051", "the ledger has no entries", "restore a backup");
    }
    check_last_part();
    if (foldable_ && result_.entries > 0) {
      keep(projection_findings(database_, book_));
    }
  }

  /// Damage is what we look for; anything else (a lock, no memory) says nothing about the ledger.
  void note_damage(const SQLite::Exception& problem, const std::filesystem::path& file) {
    try {
      throw_as_ours(problem, file);
    } catch (const CorruptLedger& damage) {
      report("L053", damage.what(), "restore a backup");
    }
  }

  void report(std::string code, std::string message, std::string hint) {
    result_.findings.push_back(
        {std::move(code), Severity::error, {}, {}, std::move(message), std::move(hint)});
  }
  void keep(Diagnostics more) {
    std::move(more.begin(), more.end(), std::back_inserter(result_.findings));
  }

  void check_integrity() {
    SQLite::Statement query{database_, "PRAGMA integrity_check"};
    while (query.executeStep()) {
      const std::string message = query.getColumn(0).getString();
      if (message != "ok") {
        report("L053", "SQLite finds the file damaged: " + printable(message), "restore a backup");
      }
    }
  }

  void check(const EntryRow& row) {
    ++result_.entries;
    const std::string hint = "it is not what was written: compare with a backup";
    if (row.seq != last_.seq + 1) {
      report("L051",
             fmt::format("entry {} follows entry {}: entries are missing", row.seq, last_.seq),
             hint);
    } else if (row.previous != (last_.seq == 0 ? hash_before_first() : last_.hash)) {
      report(
          "L051", fmt::format("entry {} does not follow from the entry before it", row.seq), hint);
    }
    if (hash_of(row) != row.hash) {
      report("L050", fmt::format("entry {}: its hash is not that of its contents", row.seq), hint);
    }
    check_part(row);
    if (foldable_) {
      fold(row);
    }
    last_ = row;
  }

  /// The entries of one append stand together, numbered, with one key.
  void check_part(const EntryRow& row) {
    const bool goes_on = last_.part < last_.parts;
    const bool fits = goes_on ? row.part == last_.part + 1 && row.parts == last_.parts &&
                                    row.idempotency_key == last_.idempotency_key
                              : row.part == 1 && row.parts >= 1;
    if (!fits) {
      report("L057",
             fmt::format("entry {} is part {} of {}, after part {} of {}",
                         row.seq,
                         row.part,
                         row.parts,
                         last_.part,
                         last_.parts),
             "an append was torn apart: compare with a backup");
    }
  }

  void check_last_part() {
    if (last_.part < last_.parts) {
      report("L057",
             fmt::format("the ledger ends with part {} of {}: the rest of that append is missing",
                         last_.part,
                         last_.parts),
             "restore a backup");
    }
  }

  void fold(const EntryRow& row) {
    const auto entry = to_entry(row);
    if (!entry) {
      stop_folding(row, entry.error().front().message);
      return;
    }
    const Diagnostics against = apply(book_, *entry);
    if (!against.empty()) {
      stop_folding(row, against.front().message);
    }
  }

  void stop_folding(const EntryRow& row, const std::string& why) {
    foldable_ = false;
    report("L052",
           fmt::format("entry {} cannot follow: {}", row.seq, why),
           "the entries after it and the tables were not checked against the book");
  }

  SQLite::Database& database_;
  Verification result_;
  EntryRow last_;
  Book book_;
  bool foldable_ = true;
};

}  // namespace

Verification verify(const std::filesystem::path& file) {
  try {
    const auto database = open_ledger_file(file, LedgerMode::read);
    return Verifier{*database}.run(file);
  } catch (const CorruptLedger& damage) {
    return {0, {{"L053", Severity::error, {}, {}, damage.what(), "restore a backup"}}};
  }
}

}  // namespace betledger::ledger
