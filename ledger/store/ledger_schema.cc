#include "ledger/store/ledger_schema.h"

#include <map>
#include <string>
#include <utility>

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include "core/text.h"

namespace betledger::ledger {
namespace {

// The insert guard names every UNIQUE column itself: INSERT OR REPLACE deletes rows that stand in
// its way without firing DELETE triggers, but BEFORE INSERT comes first.
constexpr std::string_view schema = R"sql(
CREATE TABLE entry (
  seq INTEGER PRIMARY KEY,
  recorded_at TEXT NOT NULL,
  actor TEXT NOT NULL,
  schema INTEGER NOT NULL,
  idempotency_key TEXT NOT NULL,
  part INTEGER NOT NULL,
  parts INTEGER NOT NULL,
  kind TEXT NOT NULL,
  payload TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE
) STRICT;
CREATE UNIQUE INDEX entry_idempotency ON entry (idempotency_key, part) WHERE idempotency_key <> '';
CREATE TRIGGER entry_stays BEFORE UPDATE ON entry BEGIN
  SELECT RAISE(ABORT, 'betledger: an entry is never changed');
END;
CREATE TRIGGER entry_remains BEFORE DELETE ON entry BEGIN
  SELECT RAISE(ABORT, 'betledger: an entry is never deleted');
END;
CREATE TRIGGER entry_follows BEFORE INSERT ON entry
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM entry)
  OR NEW.previous IS NOT coalesce((SELECT hash FROM entry ORDER BY seq DESC LIMIT 1),
                                  '0000000000000000000000000000000000000000000000000000000000000000')
  OR EXISTS (SELECT 1 FROM entry WHERE hash = NEW.hash)
  OR (NEW.idempotency_key <> '' AND EXISTS (
        SELECT 1 FROM entry WHERE idempotency_key = NEW.idempotency_key AND part = NEW.part))
BEGIN
  SELECT RAISE(ABORT, 'betledger: an entry follows the head');
END;
CREATE TABLE actual (
  metric TEXT NOT NULL,
  day TEXT NOT NULL,
  value REAL NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (metric, day)
) STRICT, WITHOUT ROWID;
CREATE TABLE metric (
  key TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  definition TEXT NOT NULL,
  unit TEXT NOT NULL,
  owner TEXT NOT NULL,
  source TEXT NOT NULL,
  support TEXT NOT NULL,
  rollup TEXT NOT NULL,
  formula TEXT,
  seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE link (
  key TEXT PRIMARY KEY NOT NULL,
  cause TEXT NOT NULL,
  outcome TEXT NOT NULL,
  kind TEXT NOT NULL,
  confidence REAL NOT NULL,
  lag TEXT NOT NULL,
  evidence TEXT NOT NULL,
  seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE bet (
  key TEXT PRIMARY KEY NOT NULL,
  cycle TEXT NOT NULL,
  name TEXT NOT NULL,
  metric TEXT NOT NULL,
  team TEXT NOT NULL,
  owner TEXT NOT NULL,
  status TEXT NOT NULL,
  funded INTEGER NOT NULL,
  works REAL NOT NULL,
  delivery REAL NOT NULL,
  effort_person_weeks REAL NOT NULL,
  start TEXT NOT NULL,
  started_on TEXT,
  delivered_on TEXT,
  delivered_share REAL,
  stopped_on TEXT,
  seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

/// "trigger entry_stays" -> its SQL.
std::map<std::string, std::string> objects_of(SQLite::Database& database) {
  std::map<std::string, std::string> objects;
  SQLite::Statement query{database, "SELECT type, name, coalesce(sql, '') FROM sqlite_schema"};
  while (query.executeStep()) {
    objects.emplace(query.getColumn(0).getString() + " " + query.getColumn(1).getString(),
                    query.getColumn(2).getString());
  }
  return objects;
}

Diagnostic finding(std::string code, std::string message, std::string hint) {
  return {std::move(code), Severity::error, {}, {}, std::move(message), std::move(hint)};
}

}  // namespace

std::string_view schema_sql() noexcept {
  return schema;
}

Diagnostics schema_findings(SQLite::Database& database) {
  SQLite::Database model{":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
  model.exec(std::string{schema});
  const auto wanted = objects_of(model);
  const auto found = objects_of(database);
  Diagnostics findings;
  for (const auto& [name, sql] : wanted) {
    const auto there = found.find(name);
    if (there == found.end() || there->second != sql) {
      findings.push_back(finding(
          "L054",
          fmt::format("the {} {}", name, there == found.end() ? "is missing" : "was changed"),
          "somebody opened the file with another program: restore a backup"));
    }
  }
  for (const auto& [name, sql] : found) {
    if (wanted.find(name) == wanted.end()) {
      findings.push_back(finding("L055",
                                 fmt::format("the {} is not part of a ledger", printable(name)),
                                 "keep other data in other files"));
    }
  }
  return findings;
}

}  // namespace betledger::ledger
