#include "ledger/store/ledger_chain.h"

#include <limits>
#include <utility>

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include "core/sha256.h"
#include "core/text.h"
#include "ledger/codec/event_text.h"
#include "ledger/text/json_text.h"
#include "ledger/text/json_write.h"

namespace betledger::ledger {
namespace {

Diagnostic finding(std::string code, std::string message, std::string hint) {
  return {std::move(code), Severity::error, {}, {}, std::move(message), std::move(hint)};
}

void add_netstring(std::string& to, std::string_view bytes) {
  to += std::to_string(bytes.size());
  to += ':';
  to += bytes;
  to += ',';
}

constexpr int deepest_payload = 32;  // as parse_json

/// Whether every text is UTF-8 and nothing is nested deeper than can be read back.
bool is_writable(const Node& node, int depth = 0) {  // NOLINT(misc-no-recursion): depth is limited
  if (depth > deepest_payload || first_bad_utf8(node.text)) {
    return false;
  }
  for (const Node& item : node.items) {
    if (!is_writable(item, depth + 1)) {
      return false;
    }
  }
  for (const Member& member : node.members) {
    if (first_bad_utf8(member.key) || !is_writable(member.value, depth + 1)) {
      return false;
    }
  }
  return true;
}

bool fits_part(std::int64_t number) {
  return number >= 1 && number <= std::numeric_limits<std::uint32_t>::max();
}

EntryRow row_at(SQLite::Statement& query) {
  EntryRow row;
  row.seq = query.getColumn(0).getInt64();
  row.recorded_at = query.getColumn(1).getString();
  row.actor = query.getColumn(2).getString();
  row.schema = query.getColumn(3).getInt64();
  row.idempotency_key = query.getColumn(4).getString();
  row.part = query.getColumn(5).getInt64();
  row.parts = query.getColumn(6).getInt64();
  row.kind = query.getColumn(7).getString();
  row.payload = query.getColumn(8).getString();
  row.previous = query.getColumn(9).getString();
  row.hash = query.getColumn(10).getString();
  return row;
}

}  // namespace

const std::string& hash_before_first() {
  static const std::string zeros(64, '0');
  return zeros;
}

std::string hash_of(const EntryRow& row) {
  std::string preimage;
  add_netstring(preimage, "betledger entry");
  add_netstring(preimage, std::to_string(row.seq));
  add_netstring(preimage, row.recorded_at);
  add_netstring(preimage, row.actor);
  add_netstring(preimage, std::to_string(row.schema));
  add_netstring(preimage, row.idempotency_key);
  add_netstring(preimage, std::to_string(row.part));
  add_netstring(preimage, std::to_string(row.parts));
  add_netstring(preimage, row.kind);
  add_netstring(preimage, row.payload);
  add_netstring(preimage, row.previous);
  return sha256_hex(preimage);
}

Result<EntryRow> to_row(const Entry& entry) {
  const Node payload = encode(entry.event);
  if (!is_writable(payload)) {
    return finding("L015",
                   fmt::format("a text of \"{}\" is not UTF-8, or it is nested too deep",
                               printable(describe(entry.event))),
                   "write it in UTF-8");
  }
  EntryRow row{entry.seq,
               format_instant(entry.recorded_at),
               entry.actor,
               std::int64_t{entry.schema},
               entry.idempotency_key,
               std::int64_t{entry.part},
               std::int64_t{entry.parts},
               std::string{kind_of(entry.event)},
               write_json(payload),
               entry.previous,
               {}};
  row.hash = hash_of(row);
  return row;
}

Result<Entry> to_entry(const EntryRow& row) {
  if (row.schema > std::int64_t{payload_schema}) {
    return finding("L017",
                   fmt::format("entry {} was written by a newer version of betledger", row.seq),
                   "update betledger to read it");
  }
  const auto recorded_at = parse_instant(row.recorded_at);
  if (!recorded_at || row.schema < 1 || !fits_part(row.part) || !fits_part(row.parts)) {
    return finding("L008",
                   fmt::format("entry {} has an impossible time, schema or part", row.seq),
                   "docs/ledger-format.md has the form of every column");
  }
  const auto payload = parse_json(row.payload, fmt::format("entry {}", row.seq));
  if (!payload) {
    return payload.error();
  }
  auto event = decode(row.kind, *payload);
  if (!event) {
    return event.error();
  }
  return Entry{row.seq,
               *recorded_at,
               row.actor,
               static_cast<std::uint32_t>(row.schema),
               row.idempotency_key,
               static_cast<std::uint32_t>(row.part),
               static_cast<std::uint32_t>(row.parts),
               row.previous,
               row.hash,
               std::move(event).value()};
}

void visit_rows(SQLite::Database& database,
                std::int64_t from,
                std::int64_t through,
                const std::function<bool(const EntryRow&)>& visit) {
  SQLite::Statement query{
      database,
      "SELECT seq, recorded_at, actor, schema, idempotency_key, part, parts, kind, "
      "payload, previous, hash FROM entry WHERE seq BETWEEN ? AND ? ORDER BY seq"};
  query.bind(1, from);
  query.bind(2, through);
  while (query.executeStep()) {
    if (!visit(row_at(query))) {
      return;
    }
  }
}

void insert_row(SQLite::Database& database, const EntryRow& row) {
  SQLite::Statement insert{database, "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
  insert.bind(1, row.seq);
  insert.bind(2, row.recorded_at);
  insert.bind(3, row.actor);
  insert.bind(4, row.schema);
  insert.bind(5, row.idempotency_key);
  insert.bind(6, row.part);
  insert.bind(7, row.parts);
  insert.bind(8, row.kind);
  insert.bind(9, row.payload);
  insert.bind(10, row.previous);
  insert.bind(11, row.hash);
  insert.exec();
}

}  // namespace betledger::ledger
