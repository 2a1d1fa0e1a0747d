#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "core/result.h"
#include "ledger/book/event.h"

namespace SQLite {
class Database;
}

namespace betledger::ledger {

/// An entry as the columns of its row hold it, before anything is believed.
struct EntryRow {
  std::int64_t seq = 0;
  std::string recorded_at;
  std::string actor;
  std::int64_t schema = 0;
  std::string idempotency_key;
  std::int64_t part = 0;
  std::int64_t parts = 0;
  std::string kind;
  std::string payload;
  std::string previous;
  std::string hash;
};

/// What `previous` of the first entry says: 64 zeros.
[[nodiscard]] const std::string& hash_before_first();

/// SHA-256, in hexadecimal, of the netstrings (`LENGTH:BYTES,`) of "betledger entry" and of every
/// column but the hash, in the order of EntryRow.
[[nodiscard]] std::string hash_of(const EntryRow& row);

/// The row of an event that shall follow `previous`, hash included. Fails with L015 and L016 if the
/// event holds what could not be read back.
[[nodiscard]] Result<EntryRow> to_row(const Entry& entry);

/// Decodes a row. Fails with L008, L009, L017 (written by a newer program) or what the payload's
/// codecs say; hashes are not looked at.
[[nodiscard]] Result<Entry> to_entry(const EntryRow& row);

/// Calls `visit` for the rows `from`..`through` in the order of seq until it returns false.
void visit_rows(SQLite::Database& database,
                std::int64_t from,
                std::int64_t through,
                const std::function<bool(const EntryRow&)>& visit);

void insert_row(SQLite::Database& database, const EntryRow& row);

}  // namespace betledger::ledger
