#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "ledger/book/book.h"
#include "ledger/book/event.h"
#include "ledger/store/head.h"
#include "ledger/store/ledger_mode.h"
#include "ledger/store/stamp.h"

namespace betledger::ledger {

/// The append-only file of entries: one SQLite database.
///
/// Guarantees. An entry that was returned from `append` is on disk (WAL, synchronous=FULL) and is
/// never changed: triggers refuse UPDATE and DELETE and any INSERT that does not follow the head.
/// Several entries of one append are written together or not at all. Writers queue (BEGIN
/// IMMEDIATE, 5 s); a ledger opened for reading sees one head throughout. Reading checks the chain
/// of hashes.
///
/// Not thread-safe: one Ledger per thread. Any call may throw StorageError; reading may throw
/// CorruptLedger, which names the first entry that does not follow from the one before.
class Ledger {
 public:
  using Mode = LedgerMode;

  /// A new file with its first entry. StorageError if there is one already or it cannot be written.
  [[nodiscard]] static Ledger create(const std::filesystem::path& file,
                                     const LedgerOpened& opened,
                                     const Stamp& stamp);
  /// StorageError for no file, no right, not a ledger, or one of a newer format than this program
  /// knows.
  [[nodiscard]] static Ledger open(const std::filesystem::path& file, Mode mode);

  Ledger(const Ledger&) = delete;
  Ledger(Ledger&&) noexcept;
  Ledger& operator=(const Ledger&) = delete;
  Ledger& operator=(Ledger&&) noexcept;
  ~Ledger();

  [[nodiscard]] Head head() const;
  /// Entries `from`..`through` (0: the head), checked against the chain.  \pre 1 <= from, through
  /// <= head().seq
  [[nodiscard]] std::vector<Entry> entries(std::int64_t from = 1, std::int64_t through = 0) const;
  /// The book as of an entry (nothing: the head).  \pre 0 <= as_of <= head().seq
  [[nodiscard]] Book book(std::optional<std::int64_t> as_of = {}) const;
  /// The last entry before the first that was recorded after `day` (UTC); 0: there is none. So that
  /// nothing of a later day is seen, even where a clock once went wrong.
  [[nodiscard]] std::int64_t seq_by(Day day) const;

  /// Writes all events or none. Fails with what the book says against them; throws HeadMoved if
  /// `expect_head` is not the head. An idempotency key seen before returns the entries it wrote
  /// then and writes nothing, whatever the head is; it is refused if it stands for other events (no
  /// events at all: a retry that found nothing left to do).  \pre opened for writing
  [[nodiscard]] Result<std::vector<Entry>> append(const std::vector<Event>& events,
                                                  const Stamp& stamp);

 private:
  struct File;
  explicit Ledger(std::unique_ptr<File> file);
  std::unique_ptr<File> file_;
};

}  // namespace betledger::ledger
