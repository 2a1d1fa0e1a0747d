#include "ledger/ledger.h"

#include <algorithm>
#include <limits>
#include <utility>

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "ledger/ledger_chain.h"
#include "ledger/ledger_file.h"
#include "ledger/ledger_projection.h"
#include "ledger/ledger_schema.h"

namespace betledger::ledger {
namespace {

namespace fs = std::filesystem;
using SQLite::TransactionBehavior;

constexpr std::size_t longest_name = 200;

/// Runs what uses SQLite; its exceptions become ours.
template <class Function>
auto guarded(const fs::path& file, Function function) {
  try {
    return function();
  } catch (const SQLite::Exception& problem) {
    throw_as_ours(problem, file);
  }
}

Diagnostic refusal(std::string code, std::string message, std::string hint) {
  return {std::move(code), Severity::error, {}, {}, std::move(message), std::move(hint)};
}

bool is_plain_text(const std::string& text) {
  return !first_bad_utf8(text) && printable(text) == text && text.size() <= longest_name;
}

Diagnostics refusals(const Stamp& stamp) {
  constexpr std::size_t shortest_prefix = 8;
  constexpr std::size_t hash_length = 64;
  BET_EXPECT(parse_instant(format_instant(stamp.at)) == stamp.at);
  Diagnostics found;
  if (stamp.actor.empty() || !is_plain_text(stamp.actor)) {
    found.push_back(
        refusal("L004",
                "an entry needs the name of who makes it, 1 to 200 printable characters",
                "say who you are: --actor NAME"));
  }
  if (!is_plain_text(stamp.idempotency_key)) {
    found.push_back(
        refusal("L005",
                "the idempotency key is longer than 200 bytes or has control characters",
                "use a short text of its own for every change, e.g. a run number"));
  }
  if (stamp.expect_head) {
    const std::string& head = *stamp.expect_head;
    if (head.size() < shortest_prefix || head.size() > hash_length ||
        head.find_first_not_of("0123456789abcdef") != std::string::npos) {
      found.push_back(refusal(
          "L007",
          fmt::format("\"{}\" is not the hash of a head", printable(head)),
          "give the whole hash or its first 8 or more digits, as `betledger log` shows it"));
    }
  }
  return found;
}

/// The entry of a row that must be right.
Entry trusted(const EntryRow& row, const std::string& previous, const fs::path& file) {
  if (row.previous != previous) {
    throw CorruptLedger{row.seq, "it does not follow from the entry before it"};
  }
  if (hash_of(row) != row.hash) {
    throw CorruptLedger{row.seq, "its hash is not that of its contents"};
  }
  auto entry = to_entry(row);
  if (entry) {
    return std::move(entry).value();
  }
  const Diagnostic& why = entry.error().front();
  if (why.code == "L017" || why.code == "L009") {
    throw StorageError{file, why.message + ": " + why.hint};
  }
  throw CorruptLedger{row.seq, why.message};
}

}  // namespace

struct Ledger::File {
  fs::path path;
  Mode mode;
  std::unique_ptr<SQLite::Database> database;
  Book book;  // as of some entry; extended as needed

  [[nodiscard]] Head head() const {
    SQLite::Statement query{*database, "SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1"};
    if (!query.executeStep()) {
      throw CorruptLedger{0, "it has no entries"};
    }
    return {query.getColumn(0).getInt64(), query.getColumn(1).getString()};
  }

  [[nodiscard]] std::string hash_at(std::int64_t seq) const {
    if (seq == 0) {
      return hash_before_first();
    }
    SQLite::Statement query{*database, "SELECT hash FROM entry WHERE seq = ?"};
    query.bind(1, seq);
    if (!query.executeStep()) {
      throw CorruptLedger{seq, "it is missing"};
    }
    return query.getColumn(0).getString();
  }

  /// Every entry `from`..`through` exactly once, or CorruptLedger.
  void visit(std::int64_t from,
             std::int64_t through,
             const std::function<void(Entry)>& take) const {
    std::string previous = hash_at(from - 1);
    std::int64_t expected = from;
    visit_rows(*database, from, through, [&](const EntryRow& row) {
      if (row.seq != expected) {
        throw CorruptLedger{expected, "it is missing"};
      }
      take(trusted(row, previous, path));
      previous = row.hash;
      ++expected;
      return true;
    });
    if (expected <= through) {
      throw CorruptLedger{expected, "it is missing"};
    }
  }

  static void extend(Book& to, Entry entry) {
    const Diagnostics against = to.apply(entry);
    if (!against.empty()) {
      throw CorruptLedger{entry.seq, "it cannot follow: " + against.front().message};
    }
  }

  /// The book of the head, kept for the next call.
  const Book& refresh() {
    const Head now = head();
    if (now.seq < book.head_seq ||
        (book.head_seq > 0 && hash_at(book.head_seq) != book.head_hash)) {
      throw CorruptLedger{book.head_seq, "it was changed while it was in use"};
    }
    if (now.seq > book.head_seq) {
      visit(book.head_seq + 1, now.seq, [this](Entry entry) { extend(book, std::move(entry)); });
    }
    return book;
  }

  [[nodiscard]] std::vector<Entry> entries_of_key(const std::string& key) const {
    SQLite::Statement query{*database,
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

  Result<std::vector<Entry>> append(const std::vector<Event>& events, const Stamp& stamp);
  void write(const std::vector<EntryRow>& rows,
             const std::vector<Entry>& entries,
             const Book& after);
};

namespace {

/// Whether the entries hold just these events.
bool are(const std::vector<Entry>& entries, const std::vector<Event>& events) {
  const auto same = [](const Entry& entry, const Event& event) {
    return kind_of(entry.event) == kind_of(event) && encode(entry.event).same_as(encode(event));
  };
  return std::equal(entries.begin(), entries.end(), events.begin(), events.end(), same);
}

/// What an append writes, or what is against it.
struct Draft {
  Book book;
  std::vector<EntryRow> rows;
  std::vector<Entry> entries;
  Diagnostics findings;

  void add(const Event& event, const Stamp& stamp, std::uint32_t parts) {
    const auto part = static_cast<std::uint32_t>(entries.size() + 1);
    const std::string& previous = book.head_seq == 0 ? hash_before_first() : book.head_hash;
    const auto row = to_row({book.head_seq + 1,
                             stamp.at,
                             stamp.actor,
                             payload_schema,
                             stamp.idempotency_key,
                             part,
                             parts,
                             previous,
                             {},
                             event});
    if (!row) {
      keep(row.error());
      return;
    }
    // What will be read is what must be able to follow: not the event itself, but its text.
    auto entry = to_entry(*row);
    if (!entry) {
      findings.push_back(refusal("L016",
                                 fmt::format("\"{}\" would not be read back: {}",
                                             printable(describe(event)),
                                             entry.error().front().message),
                                 entry.error().front().hint));
      return;
    }
    const Diagnostics against = book.apply(*entry);
    if (against.empty()) {
      rows.push_back(*row);
      entries.push_back(std::move(entry).value());
    } else {
      keep(against);
    }
  }

  void keep(const Diagnostics& more) { findings.insert(findings.end(), more.begin(), more.end()); }
};

}  // namespace

void Ledger::File::write(const std::vector<EntryRow>& rows,
                         const std::vector<Entry>& entries,
                         const Book& after) {
  Projection projection;
  for (const EntryRow& row : rows) {
    insert_row(*database, row);
  }
  for (const Entry& entry : entries) {
    projection.touch(entry.event);
  }
  projection.write(*database, after);
}

Result<std::vector<Entry>> Ledger::File::append(const std::vector<Event>& events,
                                                const Stamp& stamp) {
  Diagnostics bad_stamp = refusals(stamp);
  if (!bad_stamp.empty()) {
    return bad_stamp;
  }
  SQLite::Transaction transaction{*database, TransactionBehavior::IMMEDIATE};
  std::vector<Entry> before = entries_of_key(stamp.idempotency_key);
  if (!before.empty()) {
    if (events.empty() || are(before, events)) {
      return before;
    }
    return refusal("L006",
                   fmt::format("the idempotency key {} stands for another change, entries {} to {}",
                               stamp.idempotency_key,
                               before.front().seq,
                               before.back().seq),
                   "give every change a key of its own");
  }
  const Head now = head();
  if (stamp.expect_head && now.hash.substr(0, stamp.expect_head->size()) != *stamp.expect_head) {
    throw HeadMoved{*stamp.expect_head, now.hash};
  }
  if (events.empty()) {
    return std::vector<Entry>{};
  }
  Draft draft{refresh(), {}, {}, {}};
  for (const Event& event : events) {
    draft.add(event, stamp, static_cast<std::uint32_t>(events.size()));
  }
  if (!draft.findings.empty()) {
    return draft.findings;
  }
  write(draft.rows, draft.entries, draft.book);
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
  auto made = std::make_unique<File>(File{file, Mode::write, create_ledger_file(file), {}});
  try {
    guarded(file, [&] {
      SQLite::Transaction transaction{*made->database, TransactionBehavior::EXCLUSIVE};
      made->database->exec(std::string{schema_sql()});
      made->database->exec(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}",
                                       ledger_application_id,
                                       format_version));
      made->write(draft.rows, draft.entries, draft.book);
      transaction.commit();
    });
  } catch (const Error&) {
    made->database.reset();
    remove_ledger_file(file);
    throw;
  }
  made->book = std::move(draft.book);
  return Ledger{std::move(made)};
}

Ledger Ledger::open(const fs::path& file, Mode mode) {
  return guarded(file, [&] {
    auto opened = std::make_unique<File>(File{file, mode, open_ledger_file(file, mode), {}});
    if (mode == Mode::read) {
      opened->database->exec("BEGIN");  // with the first read: one snapshot until it is closed
    } else if (const Diagnostics findings = schema_findings(*opened->database); !findings.empty()) {
      throw CorruptLedger{0, findings.front().message + ": nothing is written to such a file"};
    }
    (void)opened->head();
    return Ledger{std::move(opened)};
  });
}

Head Ledger::head() const {
  return guarded(file_->path, [this] { return file_->head(); });
}

std::vector<Entry> Ledger::entries(std::int64_t from, std::int64_t through) const {
  return guarded(file_->path, [&] {
    const std::int64_t last = through == 0 ? file_->head().seq : through;
    BET_EXPECT(from >= 1 && last <= file_->head().seq);
    std::vector<Entry> found;
    if (from <= last) {
      file_->visit(from, last, [&found](Entry entry) { found.push_back(std::move(entry)); });
    }
    return found;
  });
}

Book Ledger::book(std::optional<std::int64_t> as_of) const {
  return guarded(file_->path, [&] {
    const std::int64_t head_seq = file_->head().seq;
    if (!as_of || *as_of == head_seq) {
      return file_->refresh();
    }
    BET_EXPECT(*as_of >= 0 && *as_of <= head_seq);
    Book past;
    if (*as_of > 0) {
      file_->visit(1, *as_of, [&past](Entry entry) { File::extend(past, std::move(entry)); });
    }
    return past;
  });
}

Result<std::vector<Entry>> Ledger::append(const std::vector<Event>& events, const Stamp& stamp) {
  BET_EXPECT(file_->mode == Mode::write);
  return guarded(file_->path, [&] { return file_->append(events, stamp); });
}

}  // namespace betledger::ledger
