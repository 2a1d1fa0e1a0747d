#include "ledger/store/ledger_reader.h"

#include <utility>

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/error.h"
#include "ledger/book/fold.h"
#include "ledger/store/ledger_chain.h"

namespace betledger::ledger {
namespace {

CorruptLedger corrupt(std::int64_t seq, const std::string& why) {
  return CorruptLedger{seq, why + "; `betledger verify` tells more"};
}

/// The entry of a row that must be right.
Entry trusted(const EntryRow& row, const std::string& previous, const std::filesystem::path& file) {
  if (row.previous != previous) {
    throw corrupt(row.seq, "it does not follow from the entry before it");
  }
  if (hash_of(row) != row.hash) {
    throw corrupt(row.seq, "its hash is not that of its contents");
  }
  auto entry = to_entry(row);
  if (entry) {
    return std::move(entry).value();
  }
  const Diagnostic& why = entry.error().front();
  if (why.code == "L017" || why.code == "L009") {
    throw StorageError{file, why.message + ": " + why.hint};
  }
  throw corrupt(row.seq, why.message);
}

}  // namespace

EntryReader::EntryReader(std::filesystem::path file, SQLite::Database& database)
    : file_{std::move(file)}, database_{&database} {}

Head EntryReader::head() const {
  SQLite::Statement query{*database_, "SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1"};
  if (!query.executeStep()) {
    throw corrupt(0, "it has no entries");
  }
  return {query.getColumn(0).getInt64(), query.getColumn(1).getString()};
}

std::string EntryReader::hash_at(std::int64_t seq) const {
  if (seq == 0) {
    return hash_before_first();
  }
  SQLite::Statement query{*database_, "SELECT hash FROM entry WHERE seq = ?"};
  query.bind(1, seq);
  if (!query.executeStep()) {
    throw corrupt(seq, "it is missing");
  }
  return query.getColumn(0).getString();
}

void EntryReader::visit(std::int64_t from,
                        std::int64_t through,
                        const std::function<void(Entry)>& take) const {
  std::string previous = hash_at(from - 1);
  std::int64_t expected = from;
  visit_rows(*database_, from, through, [&](const EntryRow& row) {
    if (row.seq != expected) {
      throw corrupt(expected, "it is missing");
    }
    take(trusted(row, previous, file_));
    previous = row.hash;
    ++expected;
    return true;
  });
  if (expected <= through) {
    throw corrupt(expected, "it is missing");
  }
}

std::vector<Entry> EntryReader::entries_of_key(const std::string& key) const {
  SQLite::Statement query{*database_,
                          "SELECT min(seq), max(seq) FROM entry WHERE idempotency_key = ? AND "
                          "idempotency_key <> ''"};
  query.bind(1, key);
  std::vector<Entry> found;
  if (query.executeStep() && !query.getColumn(0).isNull()) {
    visit(query.getColumn(0).getInt64(), query.getColumn(1).getInt64(), [&found](Entry entry) {
      found.push_back(std::move(entry));
    });
  }
  return found;
}

void EntryReader::extend(Book& book) const {
  const Head now = head();
  const bool rewritten = book.head_seq > 0 && hash_at(book.head_seq) != book.head_hash;
  if (now.seq < book.head_seq || rewritten) {
    throw corrupt(book.head_seq, "it was changed while it was in use");
  }
  if (now.seq > book.head_seq) {
    visit(book.head_seq + 1, now.seq, [&book](const Entry& entry) { follow(book, entry); });
  }
}

void EntryReader::follow(Book& book, const Entry& entry) {
  const Diagnostics against = apply(book, entry);
  if (!against.empty()) {
    throw corrupt(entry.seq, "it cannot follow: " + against.front().message);
  }
}

}  // namespace betledger::ledger
