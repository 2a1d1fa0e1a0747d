#include "ledger/store/ledger.h"

#include <utility>

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include "core/contract.h"
#include "core/error.h"
#include "ledger/book/refusal.h"
#include "ledger/store/ledger_draft.h"
#include "ledger/store/ledger_file.h"
#include "ledger/store/ledger_projection.h"
#include "ledger/store/ledger_reader.h"
#include "ledger/store/ledger_schema.h"

namespace betledger::ledger {
namespace {

namespace fs = std::filesystem;
using SQLite::TransactionBehavior;

/// Runs what uses SQLite; its exceptions become ours.
template <class Function>
auto guarded(const fs::path& file, Function function) {
  try {
    return function();
  } catch (const SQLite::Exception& problem) {
    throw_as_ours(problem, file);
  }
}

/// Entries and tables, within a transaction of the caller's.
void write(SQLite::Database& database, const Draft& draft) {
  Projection projection;
  for (const EntryRow& row : draft.rows) {
    insert_row(database, row);
  }
  for (const Entry& entry : draft.entries) {
    projection.touch(entry.event);
  }
  projection.write(database, draft.book);
}

}  // namespace

struct Ledger::File {
  fs::path path;
  Mode mode;
  std::unique_ptr<SQLite::Database> database;
  EntryReader reader;
  Book book;  // as of some entry; extended as needed

  File(fs::path at, Mode with, std::unique_ptr<SQLite::Database> opened)
      : path{std::move(at)}, mode{with}, database{std::move(opened)}, reader{path, *database} {}

  Result<std::vector<Entry>> append(const std::vector<Event>& events, const Stamp& stamp);
};

Result<std::vector<Entry>> Ledger::File::append(const std::vector<Event>& events,
                                                const Stamp& stamp) {
  Diagnostics bad_stamp = refusals(stamp);
  if (!bad_stamp.empty()) {
    return bad_stamp;
  }
  SQLite::Transaction transaction{*database, TransactionBehavior::IMMEDIATE};
  std::vector<Entry> before = reader.entries_of_key(stamp.idempotency_key);
  if (!before.empty()) {
    if (events.empty() || hold(before, events)) {
      return before;
    }
    return refusal("L006",
                   fmt::format("the idempotency key {} stands for another change, entries {} to {}",
                               stamp.idempotency_key,
                               before.front().seq,
                               before.back().seq),
                   "give every change a key of its own");
  }
  const Head now = reader.head();
  if (stamp.expect_head && now.hash.substr(0, stamp.expect_head->size()) != *stamp.expect_head) {
    throw HeadMoved{*stamp.expect_head, now.hash};
  }
  if (events.empty()) {
    return std::vector<Entry>{};
  }
  reader.extend(book);
  Draft draft{book, {}, {}, {}};
  for (const Event& event : events) {
    draft.add(event, stamp, static_cast<std::uint32_t>(events.size()));
  }
  if (!draft.findings.empty()) {
    return draft.findings;
  }
  write(*database, draft);
  transaction.commit();
  book = std::move(draft.book);
  return std::move(draft.entries);
}

Ledger::Ledger(std::unique_ptr<File> file) : file_{std::move(file)} {}
Ledger::Ledger(Ledger&&) noexcept = default;
Ledger& Ledger::operator=(Ledger&&) noexcept = default;
Ledger::~Ledger() = default;

Ledger Ledger::create(const fs::path& file, const LedgerOpened& opened, const Stamp& stamp) {
  Draft draft;
  draft.findings = refusals(stamp);
  if (draft.findings.empty()) {
    draft.add(opened, stamp, 1);
  }
  if (!draft.findings.empty()) {
    throw StorageError{file, "it was not created: " + draft.findings.front().message};
  }
  auto made = std::make_unique<File>(file, Mode::write, create_ledger_file(file));
  try {
    guarded(file, [&] {
      SQLite::Transaction transaction{*made->database, TransactionBehavior::EXCLUSIVE};
      made->database->exec(std::string{schema_sql()});
      made->database->exec(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}",
                                       ledger_application_id,
                                       format_version));
      write(*made->database, draft);
      transaction.commit();
    });
  } catch (const Error&) {
    made.reset();
    remove_ledger_file(file);
    throw;
  }
  made->book = std::move(draft.book);
  return Ledger{std::move(made)};
}

Ledger Ledger::open(const fs::path& file, Mode mode) {
  return guarded(file, [&] {
    auto opened = std::make_unique<File>(file, mode, open_ledger_file(file, mode));
    if (mode == Mode::read) {
      opened->database->exec("BEGIN");  // with the first read: one snapshot until it is closed
    } else if (const Diagnostics findings = schema_findings(*opened->database); !findings.empty()) {
      throw CorruptLedger{0,
                          findings.front().message +
                              ": nothing is written to such a file; `betledger verify` tells more"};
    }
    (void)opened->reader.head();
    return Ledger{std::move(opened)};
  });
}

Head Ledger::head() const {
  return guarded(file_->path, [this] { return file_->reader.head(); });
}

std::vector<Entry> Ledger::entries(std::int64_t from, std::int64_t through) const {
  return guarded(file_->path, [&] {
    const std::int64_t head_seq = file_->reader.head().seq;
    const std::int64_t last = through == 0 ? head_seq : through;
    BET_EXPECT(from >= 1 && last <= head_seq);
    std::vector<Entry> found;
    if (from <= last) {
      file_->reader.visit(from, last, [&found](Entry entry) { found.push_back(std::move(entry)); });
    }
    return found;
  });
}

Book Ledger::book(std::optional<std::int64_t> as_of) const {
  return guarded(file_->path, [&] {
    const std::int64_t head_seq = file_->reader.head().seq;
    if (!as_of || *as_of == head_seq) {
      file_->reader.extend(file_->book);
      return file_->book;
    }
    BET_EXPECT(*as_of >= 0 && *as_of <= head_seq);
    Book past;
    if (*as_of > 0) {
      file_->reader.visit(
          1, *as_of, [&past](const Entry& entry) { EntryReader::follow(past, entry); });
    }
    return past;
  });
}

std::int64_t Ledger::seq_by(Day day) const {
  const Instant next_day = day + std::chrono::days{1};
  std::int64_t seq = 0;
  for (const Entry& entry : entries()) {
    if (entry.recorded_at >= next_day) {
      break;
    }
    seq = entry.seq;
  }
  return seq;
}

Result<std::vector<Entry>> Ledger::append(const std::vector<Event>& events, const Stamp& stamp) {
  BET_EXPECT(file_->mode == Mode::write);
  return guarded(file_->path, [&] { return file_->append(events, stamp); });
}

}  // namespace betledger::ledger
