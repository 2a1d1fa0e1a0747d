#pragma once

#include <cstdint>
#include <string_view>

#include "core/diagnostic.h"

namespace SQLite {
class Database;
}

namespace betledger::ledger {

/// "BetL": marks an SQLite file as a ledger.
inline constexpr std::int64_t ledger_application_id = 0x4265744C;

/// The file format that this program writes.
inline constexpr std::uint32_t format_version = 1;

/// Every table, index and trigger of a ledger; docs/ledger-format.md explains them.
[[nodiscard]] std::string_view schema_sql() noexcept;

/// Where the file's tables, indexes and triggers are not those of `schema_sql`: missing or changed
/// (L054), or of somebody else (L055).
[[nodiscard]] Diagnostics schema_findings(SQLite::Database& database);

}  // namespace betledger::ledger
