#include "ledger/store/ledger_file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include "core/error.h"
#include "ledger/store/ledger_schema.h"

namespace betledger::ledger {
namespace {

namespace fs = std::filesystem;
using SQLite::Database;

constexpr int busy_milliseconds = 5'000;

/// As the effective user; false as well on a file system mounted read-only.
bool may(const fs::path& path, int right) {
  return ::faccessat(AT_FDCWD, path.c_str(), right, AT_EACCESS) == 0;
}

fs::path folder_of(const fs::path& file) {
  const fs::path folder = file.parent_path();
  return folder.empty() ? fs::path{"."} : folder;
}

/// What can be told about the path before SQLite opens it.
void check_path(const fs::path& file) {
  std::error_code problem;
  const fs::file_status status = fs::status(file, problem);
  if (status.type() == fs::file_type::none) {
    const bool denied = problem == std::errc::permission_denied;
    throw StorageError{file,
                       denied ? "its folder may not be entered: ask its owner for the right"
                              : "it cannot be looked up: " + problem.message(),
                       denied};
  }
  if (status.type() == fs::file_type::not_found) {
    throw StorageError{
        file,
        "there is no such file: create a ledger with `betledger init`, or name one with --ledger"};
  }
  if (status.type() == fs::file_type::directory) {
    throw StorageError{
        file, "this is a folder: name the ledger in it, e.g. " + (file / "betledger.db").string()};
  }
  if (status.type() != fs::file_type::regular) {
    throw StorageError{
        file, "this is no regular file, so it cannot be a ledger: name another with --ledger"};
  }
  if (!may(file, R_OK)) {
    throw StorageError{file, "it may not be read: ask its owner for the right", true};
  }
  if (fs::file_size(file, problem) == 0 && !problem) {
    throw StorageError{file, "it is empty, not a ledger: remove it and run `betledger init`"};
  }
}

void check_writable(const fs::path& file) {
  if (!may(file, W_OK)) {
    throw StorageError{file, "it may only be read: ask its owner for the right to write", true};
  }
  if (!may(folder_of(file), W_OK)) {
    throw StorageError{file,
                       "its folder may only be read, and writing needs to put files beside it: "
                       "move the ledger to a folder of yours",
                       true};
  }
}

/// An absolute path as a URI that tells SQLite that nobody changes the file.
std::string immutable_uri(const fs::path& file) {
  std::string uri = "file:";
  for (const char c : fs::absolute(file).string()) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view{"/._-~"}.find(c) != std::string_view::npos;
    uri += plain ? std::string{c} : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return uri + "?immutable=1";
}

/// Opens and reads something, since SQLite opens lazily.
std::unique_ptr<Database> try_open(const std::string& name, int flags) {
  auto database = std::make_unique<Database>(name, flags, busy_milliseconds);
  database->exec("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON");
  (void)database->execAndGet("SELECT count(*) FROM sqlite_schema").getInt64();
  return database;
}

bool is_about_access(const SQLite::Exception& problem) {
  constexpr std::array<int, 5> codes{
      SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM, SQLITE_IOERR, SQLITE_AUTH};
  return std::find(codes.begin(), codes.end(), problem.getErrorCode()) != codes.end();
}

bool has_unmerged_writes(const fs::path& file) {
  std::error_code problem;
  const auto size = fs::file_size(file.string() + "-wal", problem);
  return !problem && size > 0;
}

/// Read and write where that is possible, so that SQLite tidies up its side files; else as little
/// as is needed. A reader never leaves a trace in a folder that it cannot write.
std::unique_ptr<Database> open_for_reading(const fs::path& file) {
  const std::string path = fs::absolute(file).string();
  if (may(file, W_OK) && may(folder_of(file), W_OK)) {
    try {
      auto database = try_open(path, SQLite::OPEN_READWRITE);
      database->exec("PRAGMA query_only = ON");
      return database;
    } catch (const SQLite::Exception& problem) {
      if (!is_about_access(problem)) {
        throw;
      }
    }
  }
  try {
    return try_open(path, SQLite::OPEN_READONLY);
  } catch (const SQLite::Exception& problem) {
    if (!is_about_access(problem)) {
      throw;
    }
  }
  if (has_unmerged_writes(file)) {
    throw StorageError{
        file,
        "its newest entries are still in the -wal file beside it, which cannot be read from "
        "here: copy both files to a folder of yours, or open it once where it can be written",
        true};
  }
  return try_open(immutable_uri(file), SQLite::OPEN_READONLY | SQLite::OPEN_URI);
}

std::unique_ptr<Database> open_for_writing(const fs::path& file) {
  check_writable(file);
  auto database = try_open(fs::absolute(file).string(), SQLite::OPEN_READWRITE);
  return database;
}

void make_durable(Database& database) {
  // A file that cannot have a write-ahead log (some network drives) keeps its rollback journal:
  // slower, and as safe.
  (void)database.execAndGet("PRAGMA journal_mode = WAL").getString();
  database.exec("PRAGMA synchronous = FULL; PRAGMA fullfsync = ON");
}

void check_format(Database& database, const fs::path& file) {
  const std::int64_t application = database.execAndGet("PRAGMA application_id").getInt64();
  const std::int64_t version = database.execAndGet("PRAGMA user_version").getInt64();
  if (application != ledger_application_id) {
    throw StorageError{
        file,
        "this is an SQLite database of another program, not a ledger: name a ledger with --ledger"};
  }
  if (version > static_cast<std::int64_t>(format_version)) {
    throw StorageError{
        file,
        fmt::format("it was written by a newer version of betledger (format {}; this program "
                    "knows formats up to {}): update betledger to open it",
                    version,
                    format_version)};
  }
  if (version < 1) {
    throw StorageError{file, "it was never finished: remove it and run `betledger init` again"};
  }
}

std::optional<StorageError> access_problem(int code, const fs::path& file) {
  switch (code) {
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return StorageError{file, "it may not be written: nothing was recorded", true};
    case SQLITE_CANTOPEN:
      return StorageError{file,
                          "it cannot be opened: check that its folder can be entered and written"};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return StorageError{
          file,
          fmt::format("another program has been writing to it for more than {} seconds: "
                      "nothing was recorded, try again",
                      busy_milliseconds / 1'000)};
    case SQLITE_FULL:
      return StorageError{file,
                          "the disk is full: nothing was recorded; free some space and try again"};
    case SQLITE_IOERR:
      return StorageError{
          file,
          "reading or writing failed (a full disk, a quota, a failing drive?): nothing was "
          "recorded; `betledger verify` tells whether the ledger is whole"};
    case SQLITE_NOTADB:
      return StorageError{file,
                          "this is not a ledger (no SQLite database): name a ledger with --ledger"};
    case SQLITE_NOMEM:
      return StorageError{file, "there is not enough memory to read it"};
    default:
      return std::nullopt;
  }
}

}  // namespace

void throw_as_ours(const SQLite::Exception& problem, const fs::path& file) {
  const int code = problem.getErrorCode() & 0xFF;
  if (code == SQLITE_CORRUPT) {
    throw CorruptLedger{
        0,
        fmt::format("{} is damaged ({}): restore a backup; `betledger verify` tells more",
                    file.string(),
                    problem.what())};
  }
  if (const auto known = access_problem(code, file)) {
    throw StorageError{*known};
  }
  throw StorageError{file, fmt::format("SQLite says: {}", problem.what())};
}

std::unique_ptr<Database> open_ledger_file(const fs::path& file, LedgerMode mode) {
  check_path(file);
  try {
    auto database = mode == LedgerMode::write ? open_for_writing(file) : open_for_reading(file);
    check_format(*database, file);
    if (mode == LedgerMode::write) {
      make_durable(*database);
    }
    return database;
  } catch (const SQLite::Exception& problem) {
    throw_as_ours(problem, file);
  }
}

std::unique_ptr<Database> create_ledger_file(const fs::path& file) {
  // Made by hand and exclusively: of two programs that create the same ledger one must fail.
  const int descriptor = ::open(file.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0644);
  if (descriptor < 0) {
    const int why = errno;
    if (why == EEXIST) {
      throw StorageError{file,
                         "there is a file of this name already: open it, or choose another name"};
    }
    if (why == ENOENT || why == ENOTDIR) {
      throw StorageError{
          file, fmt::format("there is no folder {}: make it first", folder_of(file).string())};
    }
    const bool denied = why == EACCES || why == EPERM || why == EROFS;
    throw StorageError{file,
                       denied ? "its folder may not be written: choose a folder of yours"
                              : "it cannot be created: " + std::system_category().message(why),
                       denied};
  }
  ::close(descriptor);
  try {
    auto database = try_open(fs::absolute(file).string(), SQLite::OPEN_READWRITE);
    make_durable(*database);
    return database;
  } catch (const SQLite::Exception& problem) {
    remove_ledger_file(file);
    throw_as_ours(problem, file);
  }
}

void remove_ledger_file(const fs::path& file) noexcept {
  std::error_code ignored;
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
    fs::remove(file.string() + suffix, ignored);
  }
}

}  // namespace betledger::ledger
