#pragma once

#include <filesystem>
#include <memory>

#include "ledger/store/ledger_mode.h"

namespace SQLite {
class Database;
class Exception;
}  // namespace SQLite

namespace betledger::ledger {

/// Opens an existing ledger, settings made and format checked. Reading works in a folder that
/// cannot be written: a file that no writer has open is then read as it stands. Throws StorageError
/// (a sentence that says what to do) or CorruptLedger.
[[nodiscard]] std::unique_ptr<SQLite::Database> open_ledger_file(const std::filesystem::path& file,
                                                                 LedgerMode mode);

/// Makes a new file without tables; the caller removes it again if it cannot go on.
[[nodiscard]] std::unique_ptr<SQLite::Database> create_ledger_file(
    const std::filesystem::path& file);

/// The file and SQLite's files beside it.
void remove_ledger_file(const std::filesystem::path& file) noexcept;

/// Says in the project's words what went wrong in SQLite: throws StorageError or CorruptLedger.
[[noreturn]] void throw_as_ours(const SQLite::Exception& problem,
                                const std::filesystem::path& file);

}  // namespace betledger::ledger
