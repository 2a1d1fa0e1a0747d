#include "ledger/store/ledger.h"

#include <fstream>
#include <limits>
#include <string>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/contract.h"
#include "core/error.h"
#include "ledger/book/fold.h"
#include "ledger/store/verify.h"

#include "tests/ledger/store/ledger_fixture.h"

namespace betledger::ledger {
namespace {

namespace fs = std::filesystem;
using Mode = Ledger::Mode;
using testing::HasSubstr;

std::vector<std::string> hashes(const std::vector<Entry>& entries) {
  std::vector<std::string> all;
  for (const Entry& entry : entries) {
    all.push_back(entry.hash);
  }
  return all;
}

void write_file(const fs::path& file, const std::string& text) {
  std::ofstream{file, std::ios::binary} << text;
}

/// Runs SQL on the file behind the ledger's back.
void run_sql(const fs::path& file, const std::string& sql) {
  SQLite::Database database{file.string(), SQLite::OPEN_READWRITE};
  database.exec(sql);
}

TEST(Ledger, ANewFileHasItsFirstEntry) {
  const ScratchFolder folder;
  const Ledger ledger = Ledger::create(folder / "a.db", {"Shop", "n"}, stamp());
  const auto entries = ledger.entries();
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0].seq, 1);
  EXPECT_EQ(entries[0].previous, std::string(64, '0'));
  EXPECT_EQ(entries[0].actor, "steward");
  EXPECT_EQ(format_instant(entries[0].recorded_at), "2026-07-01T09:00:00.000001Z");
  EXPECT_EQ(ledger.head().hash, entries[0].hash);
  EXPECT_EQ(ledger.book().ledger_id, entries[0].hash);
  EXPECT_EQ(ledger.book().title, "Shop");
}

// The hash of a known entry, computed by hand: the preimage is frozen. It is SHA-256 of
// 15:betledger entry,1:1,27:2026-07-01T09:00:00.000001Z,7:steward,1:1,0:,1:1,1:1,13:ledger_opened,
// 28:{"title":"Shop","nonce":"n"},64:0000...0000, (in one line).
TEST(Ledger, TheHashIsThatOfTheDocumentedPreimage) {
  const ScratchFolder folder;
  const Ledger ledger = Ledger::create(folder / "a.db", {"Shop", "n"}, stamp());
  EXPECT_EQ(ledger.head().hash, "2d536c2eb6ab151e48b89f9dc56f983e212351a32e5683362d729c700f2b3f14");
}

TEST(Ledger, WhatIsAppendedIsReadBackByAnotherOpener) {
  const ScratchFolder folder;
  std::vector<std::string> written;
  std::string book;
  {
    const Ledger ledger = make_ledger(folder / "a.db");
    written = hashes(ledger.entries());
    book = fingerprint(ledger.book());
  }
  EXPECT_THAT(folder.files(), testing::ElementsAre("a.db"));  // SQLite's files are tidied away
  const Ledger again = Ledger::open(folder / "a.db", Mode::read);
  EXPECT_EQ(hashes(again.entries()), written);
  EXPECT_EQ(fingerprint(again.book()), book);
  EXPECT_EQ(written.size(), one_of_each().size() + 1);
  EXPECT_TRUE(verify(folder / "a.db").findings.empty()) << render(verify(folder / "a.db").findings);
}

TEST(Ledger, TheBookCanBeHadAsOfAnyEntry) {
  const ScratchFolder folder;
  const Ledger ledger = make_ledger(folder / "a.db");
  const auto entries = ledger.entries();
  for (std::size_t i = 0; i <= entries.size(); ++i) {
    const auto past = replay({entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(i)});
    ASSERT_TRUE(past);
    EXPECT_EQ(fingerprint(ledger.book(static_cast<std::int64_t>(i))), fingerprint(*past));
  }
  EXPECT_EQ(hashes(ledger.entries(3, 5)), hashes({entries.begin() + 2, entries.begin() + 5}));
  EXPECT_THROW((void)ledger.book(99), ContractViolation);
}

TEST(Ledger, WhatWasRecordedByADayEndsBeforeTheFirstLaterEntry) {
  const ScratchFolder folder;
  Ledger ledger = Ledger::create(folder / "a.db", {"Shop", "n"}, stamp());  // on 2026-07-01
  const auto on = [](const std::string& instant) {
    return Stamp{"steward", *parse_instant(instant), "", {}};
  };
  (void)ledger.append({MetricDefined{metric("a")}}, on("2026-07-03T23:59:59.999999Z")).value();
  (void)ledger.append({MetricDefined{metric("b")}}, on("2026-07-09T00:00:00Z")).value();
  (void)ledger.append({MetricDefined{metric("c")}}, on("2026-07-08T00:00:00Z")).value();
  EXPECT_EQ(ledger.seq_by(day("2026-06-30")), 0);
  EXPECT_EQ(ledger.seq_by(day("2026-07-01")), 1);
  EXPECT_EQ(ledger.seq_by(day("2026-07-02")), 1);
  EXPECT_EQ(ledger.seq_by(day("2026-07-03")), 2);
  EXPECT_EQ(ledger.seq_by(day("2026-07-08")), 2);  // entry 4 came after one of the 9th
  EXPECT_EQ(ledger.seq_by(day("2026-07-09")), 4);
}

TEST(Ledger, SeveralEventsAreWrittenTogetherOrNotAtAll) {
  const ScratchFolder folder;
  Ledger ledger = make_ledger(folder / "a.db");
  const Head before = ledger.head();
  const auto refused = ledger.append({MetricDefined{metric("extra")},
                                      BetStarted{"none", day("2026-08-03")},
                                      MetricRetired{"old"},
                                      actuals("extra", {{day("2026-06-15"), 1}})},
                                     stamp(99));
  ASSERT_FALSE(refused);
  EXPECT_EQ(codes_of(refused.error()), "L020 L010");  // every reason at once
  EXPECT_EQ(ledger.head().hash, before.hash);
  EXPECT_EQ(ledger.book().tree.find("extra"), nullptr);

  const auto written = ledger.append(
      {MetricDefined{metric("extra")}, actuals("extra", {{day("2026-06-15"), 1}})}, stamp(99));
  ASSERT_TRUE(written);
  EXPECT_EQ(written->front().part, 1U);
  EXPECT_EQ(written->back().part, 2U);
  EXPECT_EQ(written->back().parts, 2U);
  EXPECT_EQ(ledger.head().seq, before.seq + 2);
  EXPECT_EQ(ledger.book().actuals.count("extra"), 1U);
}

TEST(Ledger, ACommitNamesTheHeadThatItWasMadeFrom) {
  const ScratchFolder folder;
  Ledger ledger = make_ledger(folder / "a.db");
  const CycleCommitted commit = commit_of("2026Q3", ledger.head());
  ASSERT_TRUE(ledger.append({commit}, stamp(99)));
  const Book book = ledger.book();
  ASSERT_EQ(book.cycles.at("2026Q3").commits.size(), 1U);
  EXPECT_EQ(book.cycles.at("2026Q3").commits[0].seed, commit.commit.seed);
  EXPECT_TRUE(book.cycles.at("2026Q3").commits[0].summary.same_as(commit.commit.summary));
  EXPECT_EQ(codes_of(ledger.append({BetWithdrawn{"fourth", ""}}, stamp(100)).error()), "L022");
}

TEST(Ledger, AnIdempotencyKeyWritesOnce) {
  const ScratchFolder folder;
  Ledger ledger = make_ledger(folder / "a.db");
  const std::vector<Event> events{MetricDefined{metric("a")}, MetricDefined{metric("b")}};
  const auto first = ledger.append(events, stamp(50, "run-7"));
  ASSERT_TRUE(first);
  const Head head = ledger.head();
  ASSERT_TRUE(ledger.append({MetricDefined{metric("c")}}, stamp(51)));

  Stamp retry = stamp(60, "run-7");
  retry.expect_head = std::string(64, 'f');  // long since another: a retry succeeds all the same
  const auto second = ledger.append(events, retry);
  ASSERT_TRUE(second);
  EXPECT_EQ(hashes(*second), hashes(*first));
  EXPECT_EQ(format_instant((*second)[0].recorded_at), format_instant(stamp(50).at));
  EXPECT_EQ(ledger.head().seq, head.seq + 1);
  EXPECT_EQ(hashes(*ledger.append({}, retry)), hashes(*first));

  const auto other = ledger.append({MetricDefined{metric("d")}}, stamp(61, "run-7"));
  ASSERT_FALSE(other);
  EXPECT_EQ(codes_of(other.error()), "L006");
  const auto longer =
      ledger.append({events[0], events[1], MetricDefined{metric("d")}}, stamp(61, "run-7"));
  EXPECT_EQ(codes_of(longer.error()), "L006");
  EXPECT_TRUE(verify(folder / "a.db").findings.empty());
}

TEST(Ledger, ExpectHeadGuardsAgainstOthers) {
  const ScratchFolder folder;
  Ledger ledger = make_ledger(folder / "a.db");
  const std::string head = ledger.head().hash;
  Stamp guarded = stamp(50);
  guarded.expect_head = head;
  ASSERT_TRUE(ledger.append({MetricDefined{metric("a")}}, guarded));
  try {
    (void)ledger.append({MetricDefined{metric("b")}}, guarded);
    FAIL() << "the head has moved";
  } catch (const HeadMoved& moved) {
    EXPECT_EQ(moved.expected, head);
    EXPECT_EQ(moved.actual, ledger.head().hash);
  }
  EXPECT_EQ(ledger.book().tree.find("b"), nullptr);
  guarded.expect_head = ledger.head().hash.substr(0, 8);
  EXPECT_TRUE(ledger.append({MetricDefined{metric("b")}}, guarded));
  guarded.expect_head = head;
  EXPECT_THROW((void)ledger.append({}, guarded), HeadMoved);
  for (const char* bad : {"", "1234567", "ABCDEF0123", "latest", "0123456789abcdefg"}) {
    guarded.expect_head = bad;
    EXPECT_EQ(codes_of(ledger.append({}, guarded).error()), "L007") << bad;
  }
}

TEST(Ledger, StampsAreChecked) {
  const ScratchFolder folder;
  Ledger ledger = make_ledger(folder / "a.db");
  for (const std::string& actor :
       {std::string{}, std::string(201, 'a'), std::string{"a\nb"}, std::string{"\xFF"}}) {
    Stamp bad = stamp(50);
    bad.actor = actor;
    EXPECT_EQ(codes_of(ledger.append({MetricDefined{metric("a")}}, bad).error()), "L004");
  }
  EXPECT_EQ(codes_of(ledger.append({}, stamp(50, std::string(201, 'k'))).error()), "L005");
  EXPECT_THROW((void)Ledger::create(folder / "b.db", {"Shop", "n"}, {"", stamp().at, "", {}}),
               StorageError);
  EXPECT_FALSE(fs::exists(folder / "b.db"));
}

TEST(Ledger, NothingIsWrittenThatWouldNotBeReadBack) {
  const ScratchFolder folder;
  Ledger ledger = make_ledger(folder / "a.db");
  EXPECT_EQ(
      codes_of(
          ledger.append({BetStopped{"fourth", day("2026-08-03"), "caf\xE9"}}, stamp(50)).error()),
      "L015");
  Bet empty = bet("empty", "orders");
  empty.effects.clear();
  const auto refused = ledger.append({BetProposed{"2026Q3", empty}}, stamp(50));
  ASSERT_FALSE(refused);
  EXPECT_EQ(codes_of(refused.error()), "L016");
  EXPECT_TRUE(verify(folder / "a.db").findings.empty());
}

TEST(Ledger, TriggersKeepEntriesFromBeingChanged) {
  const ScratchFolder folder;
  { const Ledger ledger = make_ledger(folder / "a.db"); }
  const std::string next =
      "SELECT max(seq) + 1, recorded_at, actor, schema, 'k', part, parts, kind, payload, hash, "
      "'new' FROM entry";
  const std::vector<std::string> forbidden{
      "UPDATE entry SET actor = 'other' WHERE seq = 3",
      "UPDATE entry SET seq = seq + 100",
      "DELETE FROM entry WHERE seq = 3",
      "DELETE FROM entry",
      "INSERT OR REPLACE INTO entry SELECT * FROM entry WHERE seq = 3",
      "INSERT INTO entry SELECT seq + 100, recorded_at, actor, schema, '', 1, 1, kind, payload, "
      "previous, 'x' FROM "
      "entry WHERE seq = 3",
      // After the head, but not from it.
      "INSERT INTO entry SELECT (SELECT max(seq) + 1 FROM entry), recorded_at, actor, schema, '', "
      "1, 1, kind, payload, "
      "previous, 'x' FROM entry WHERE seq = 3",
      // After the head and from it, but in the place of an earlier one.
      "INSERT OR REPLACE INTO entry SELECT (SELECT max(seq) + 1 FROM entry), recorded_at, actor, "
      "schema, '', 1, 1, "
      "kind, payload, (SELECT hash FROM entry ORDER BY seq DESC LIMIT 1), hash FROM entry WHERE "
      "seq = 3",
      "INSERT INTO entry (seq, recorded_at, actor, schema, idempotency_key, part, parts, kind, "
      "payload, previous, "
      "hash) VALUES (NULL, '', '', 1, '', 1, 1, '', '', '', 'y')",
  };
  for (const std::string& sql : forbidden) {
    EXPECT_THROW(run_sql(folder / "a.db", sql), SQLite::Exception) << sql;
  }
  const Verification verification = verify(folder / "a.db");
  EXPECT_TRUE(verification.findings.empty()) << render(verification.findings);
  EXPECT_EQ(verification.entries, static_cast<std::int64_t>(one_of_each().size() + 1));
}

TEST(Ledger, ReplacingAnEntryThroughItsIdempotencyKeyIsRefused) {
  const ScratchFolder folder;
  {
    Ledger ledger = make_ledger(folder / "a.db");
    ASSERT_TRUE(ledger.append({MetricDefined{metric("a")}}, stamp(50, "run-7")));
  }
  EXPECT_THROW(run_sql(folder / "a.db",
                       "INSERT OR REPLACE INTO entry SELECT seq + 1, recorded_at, actor, schema, "
                       "'run-7', 1, 1, kind, "
                       "payload, hash, 'z' FROM entry ORDER BY seq DESC LIMIT 1"),
               SQLite::Exception);
  EXPECT_TRUE(verify(folder / "a.db").findings.empty());
}

TEST(Ledger, AnOpenReaderSeesOneHeadThroughout) {
  const ScratchFolder folder;
  Ledger writer = make_ledger(folder / "a.db");
  const Ledger reader = Ledger::open(folder / "a.db", Mode::read);
  const Head before = reader.head();
  ASSERT_TRUE(writer.append({MetricDefined{metric("a")}}, stamp(50)));
  EXPECT_EQ(reader.head().hash, before.hash);
  EXPECT_EQ(reader.book().tree.find("a"), nullptr);
  EXPECT_NE(Ledger::open(folder / "a.db", Mode::read).book().tree.find("a"), nullptr);
}

TEST(Ledger, AWriterTakesUpWhatAnotherHasWritten) {
  const ScratchFolder folder;
  Ledger one = make_ledger(folder / "a.db");
  Ledger two = Ledger::open(folder / "a.db", Mode::write);
  ASSERT_TRUE(two.append({MetricDefined{metric("a")}}, stamp(50)));
  ASSERT_TRUE(one.append({actuals("a", {{day("2026-06-15"), 1}})}, stamp(51)));
  ASSERT_TRUE(two.append({MetricRetired{"a"}}, stamp(52)));
  EXPECT_FALSE(one.append({MetricRetired{"a"}}, stamp(53)));
  EXPECT_EQ(fingerprint(one.book()), fingerprint(two.book()));
  EXPECT_TRUE(verify(folder / "a.db").findings.empty());
}

TEST(Ledger, CanBeMoved) {
  const ScratchFolder folder;
  Ledger one = make_ledger(folder / "a.db");
  const Head head = one.head();
  Ledger two = std::move(one);
  EXPECT_EQ(two.head().hash, head.hash);
  two = Ledger::create(folder / "b.db", {"Other", "n"}, stamp());
  EXPECT_EQ(two.head().seq, 1);
}

/// The message of the StorageError that opening gives.
std::string opening_says(const fs::path& file, Mode mode = Mode::read) {
  try {
    (void)Ledger::open(file, mode);
  } catch (const StorageError& problem) {
    return problem.what();
  } catch (const CorruptLedger& problem) {
    return std::string{"corrupt: "} + problem.what();
  }
  return "opened";
}

TEST(Ledger, WhatIsNoLedgerIsToldWithAWayOut) {
  const ScratchFolder folder;
  write_file(folder / "text.db", std::string(5'000, 'x'));
  write_file(folder / "short.db", "hello");
  write_file(folder / "empty.db", "");
  {
    SQLite::Database other{(folder / "other.db").string(),
                           SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
    other.exec("CREATE TABLE entry (seq INTEGER)");
  }
  {
    SQLite::Database half{(folder / "half.db").string(),
                          SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
    half.exec("PRAGMA application_id = 1113945164");
  }
  for (const Mode mode : {Mode::read, Mode::write}) {
    EXPECT_THAT(opening_says(folder / "none.db", mode),
                HasSubstr("no such file: create a ledger with `betledger init`"));
    EXPECT_THAT(opening_says(folder.path(), mode), HasSubstr("this is a folder"));
    EXPECT_THAT(opening_says(folder / "text.db", mode), HasSubstr("not a ledger"));
    EXPECT_THAT(opening_says(folder / "short.db", mode), HasSubstr("not a ledger"));
    EXPECT_THAT(opening_says(folder / "empty.db", mode), HasSubstr("it is empty, not a ledger"));
    EXPECT_THAT(opening_says(folder / "other.db", mode), HasSubstr("another program"));
    EXPECT_THAT(opening_says(folder / "half.db", mode), HasSubstr("never finished"));
    EXPECT_THAT(opening_says("/dev/null", mode), HasSubstr("no regular file"));
    EXPECT_THAT(opening_says(folder / "text.db" / "a.db", mode), HasSubstr("no such file"));
  }
  EXPECT_THAT(folder.files(),
              testing::ElementsAre("empty.db", "half.db", "other.db", "short.db", "text.db"));
}

TEST(Ledger, ANewerFormatIsLeftAlone) {
  const ScratchFolder folder;
  { const Ledger ledger = make_ledger(folder / "a.db"); }
  run_sql(folder / "a.db", "PRAGMA user_version = 2");
  for (const Mode mode : {Mode::read, Mode::write}) {
    EXPECT_THAT(opening_says(folder / "a.db", mode),
                HasSubstr("written by a newer version of betledger (format 2; this program knows "
                          "formats up to 1): "
                          "update betledger"));
  }
  EXPECT_THROW((void)verify(folder / "a.db"), StorageError);
}

TEST(Ledger, AnExistingFileIsNotCreatedOver) {
  const ScratchFolder folder;
  write_file(folder / "a.db", "mine");
  EXPECT_THROW((void)Ledger::create(folder / "a.db", {"Shop", "n"}, stamp()), StorageError);
  EXPECT_EQ(fs::file_size(folder / "a.db"), 4U);
  EXPECT_THROW((void)Ledger::create(folder / "none" / "a.db", {"Shop", "n"}, stamp()),
               StorageError);
  EXPECT_THROW((void)Ledger::create(folder.path(), {"Shop", "n"}, stamp()), StorageError);
}

// Where nobody may create files, not even the superuser.
TEST(Ledger, AFolderOfTheKernelCannotHoldOne) {
  const char* file = "/proc/betledger.db";
  EXPECT_THROW((void)Ledger::create(file, {"Shop", "n"}, stamp()), StorageError);
  EXPECT_THROW((void)Ledger::open(file, Mode::write), StorageError);
  EXPECT_THAT(opening_says("/proc/self/status", Mode::read), testing::Not("opened"));
}

TEST(Ledger, NamesThatLookLikeUrisOrOptionsAreNames) {
  const ScratchFolder folder;
  for (const char* name :
       {"a b.db", "file:x?mode=memory.db", "100%.db", "ü.db", "-x.db", "a'b\".db"}) {
    { const Ledger ledger = make_ledger(folder / name); }
    EXPECT_EQ(Ledger::open(folder / name, Mode::read).head().seq, 29) << name;
    EXPECT_TRUE(verify(folder / name).findings.empty());
  }
  EXPECT_EQ(folder.files().size(), 6U);
}

TEST(Ledger, TheTablesCanBeQueriedByOtherPrograms) {
  const ScratchFolder folder;
  { const Ledger ledger = make_ledger(folder / "a.db"); }
  SQLite::Database database{(folder / "a.db").string(), SQLite::OPEN_READONLY};
  const auto text = [&](const std::string& sql) { return database.execAndGet(sql).getString(); };
  EXPECT_EQ(text("SELECT value FROM actual WHERE metric = 'orders' AND day = '2026-06-22'"),
            "111.0");
  EXPECT_EQ(text("SELECT group_concat(key, ' ') FROM metric"), "orders reach revenue value");
  EXPECT_EQ(text("SELECT formula FROM metric WHERE key = 'revenue'"), "orders * value");
  EXPECT_EQ(text("SELECT key || confidence FROM link"), "reach->orders0.6");
  EXPECT_EQ(text("SELECT group_concat(key || ' ' || status, ', ') FROM bet"),
            "first delivered, fourth proposed, second stopped, third withdrawn");
  EXPECT_EQ(text("SELECT delivered_share FROM bet WHERE key = 'first'"), "0.8");
  EXPECT_EQ(text("PRAGMA journal_mode"), "wal");
}

}  // namespace
}  // namespace betledger::ledger
