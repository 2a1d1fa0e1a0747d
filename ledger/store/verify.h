#pragma once

#include <cstdint>
#include <filesystem>

#include "core/diagnostic.h"

namespace betledger::ledger {

/// What `betledger verify` says: every entry's hash and payload, SQLite's integrity_check, foreign
/// triggers or tables, and the projections (tables `actual`, `metric`, `link`, `bet`) against a
/// replay.
struct Verification {
  std::int64_t entries = 0;
  Diagnostics findings;  // L-codes; empty: all is well
};
/// Throws StorageError where the file cannot be read at all; damage is a finding.
[[nodiscard]] Verification verify(const std::filesystem::path& file);

}  // namespace betledger::ledger
