#include "ledger/store/verify.h"

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/error.h"
#include "ledger/store/ledger.h"

#include "tests/ledger/store/ledger_fixture.h"
#include "tests/support/files.h"

// Tampering, crashes, crowds and full disks: what a ledger must survive or at least notice.
namespace betledger::ledger {
namespace {

namespace fs = std::filesystem;
using Mode = Ledger::Mode;
using testing::HasSubstr;

void write_file(const fs::path& file, const std::string& bytes) {
  std::ofstream{file, std::ios::binary} << bytes;
}

/// Runs SQL without the guards, and puts them back as they were.
void tamper(const fs::path& file, const std::string& sql) {
  SQLite::Database database{file.string(), SQLite::OPEN_READWRITE};
  std::vector<std::string> guards;
  {
    SQLite::Statement query{database, "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"};
    while (query.executeStep()) {
      guards.push_back("DROP TRIGGER " + query.getColumn(0).getString());
      guards.push_back(query.getColumn(1).getString());
    }
  }
  for (std::size_t i = 0; i < guards.size(); i += 2) {
    database.exec(guards[i]);
  }
  database.exec(sql);
  for (std::size_t i = 1; i < guards.size(); i += 2) {
    database.exec(guards[i]);
  }
}

/// Runs `work` in a child process; what it returns is the exit code.
int in_child(const std::function<int()>& work) {
  const pid_t child = ::fork();
  if (child == 0) {
    int code = 99;
    try {
      code = work();
    } catch (const std::exception& problem) {
      std::fprintf(stderr, "child: %s\n", problem.what());
    }
    ::_exit(code);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/// The same without the rights of the superuser, where we have them.
int in_child_without_rights(const std::function<int()>& work) {
  return in_child([&work] {
    constexpr uid_t nobody = 65534;
    if (::geteuid() == 0 && (::setgid(nobody) != 0 || ::setuid(nobody) != 0)) {
      return 98;
    }
    return work();
  });
}

TEST(Verify, AChangeOfAnyColumnOfAnyEntryIsNamed) {
  const ScratchFolder folder;
  { const Ledger ledger = make_ledger(folder / "whole.db"); }
  const std::vector<std::pair<std::string, std::string>> changes{
      {"recorded_at", "replace(recorded_at, '2026', '2025')"},
      {"actor", "'steward '"},
      {"schema", "0"},
      {"idempotency_key", "'k'"},
      {"part", "part + 1"},
      {"parts", "parts + 1"},
      {"kind", "kind || 's'"},
      {"payload", "payload || ' '"},
      {"previous", "replace(previous, substr(previous, 1, 1), 'x')"},
      {"hash", "replace(hash, substr(hash, 1, 1), 'x')"},
  };
  for (const auto& [column, value] : changes) {
    for (const int seq : {1, 7, 29}) {
      fs::copy_file(folder / "whole.db", folder / "a.db", fs::copy_options::overwrite_existing);
      tamper(folder / "a.db",
             "UPDATE entry SET " + column + " = " + value + " WHERE seq = " + std::to_string(seq));
      const Verification verification = verify(folder / "a.db");
      ASSERT_FALSE(verification.findings.empty()) << column << " of " << seq;
      EXPECT_THAT(render(verification.findings), HasSubstr("entry " + std::to_string(seq)));
      try {
        const Ledger ledger = Ledger::open(folder / "a.db", Mode::read);
        (void)ledger.book();
        FAIL() << "read a changed " << column;
      } catch (const CorruptLedger& corrupt) {
        EXPECT_EQ(corrupt.seq, seq) << column;
      }
    }
  }
}

TEST(Verify, OneChangedCharacterOfAPayloadIsNamed) {
  const ScratchFolder folder;
  { const Ledger ledger = make_ledger(folder / "a.db"); }
  tamper(folder / "a.db",
         "UPDATE entry SET payload = replace(payload, '110.5', '110.6') WHERE seq = 27");
  const Verification verification = verify(folder / "a.db");
  EXPECT_EQ(codes_of(verification.findings), "L050") << render(verification.findings);
  EXPECT_THAT(verification.findings[0].message, HasSubstr("entry 27"));
  EXPECT_EQ(verification.entries, 29);
}

TEST(Verify, MissingAndMovedEntriesAreNamed) {
  const auto found_after = [](const std::string& sql) {
    const ScratchFolder folder;
    { const Ledger ledger = make_ledger(folder / "a.db"); }
    tamper(folder / "a.db", sql);
    return render(verify(folder / "a.db").findings);
  };
  EXPECT_THAT(found_after("DELETE FROM entry WHERE seq = 5"), HasSubstr("entry 6 follows entry 4"));
  EXPECT_THAT(found_after("DELETE FROM entry WHERE seq = 1"), HasSubstr("entry 2 follows entry 0"));
  EXPECT_THAT(found_after("UPDATE entry SET seq = 99 WHERE seq = 29"),
              HasSubstr("entry 99 follows entry 28"));
  EXPECT_THAT(found_after("UPDATE entry SET seq = -seq WHERE seq = 1"),
              HasSubstr("entry -1 follows entry 0"));
  EXPECT_THAT(found_after("DELETE FROM entry"), HasSubstr("no entries"));
  // The last entry can be cut off: only a head that was kept elsewhere shows that. The tables do,
  // too.
  EXPECT_THAT(found_after("DELETE FROM entry WHERE seq = 29"), HasSubstr("[L056]"));
}

TEST(Verify, AnAppendThatWasTornApartIsNamed) {
  const ScratchFolder folder;
  {
    Ledger ledger = make_ledger(folder / "a.db");
    ASSERT_TRUE(ledger.append({MetricDefined{metric("a")}, MetricDefined{metric("b")}}, stamp(50)));
  }
  tamper(folder / "a.db", "DELETE FROM entry WHERE seq = 31; DELETE FROM metric WHERE key = 'b'");
  EXPECT_EQ(codes_of(verify(folder / "a.db").findings), "L057");
}

TEST(Verify, GuardsThatAreGoneOrChangedAreNamedAndNothingMoreIsWritten) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"DROP TRIGGER entry_stays", "L054"},
      {"DROP TRIGGER entry_follows; CREATE TRIGGER entry_follows BEFORE INSERT ON entry BEGIN "
       "SELECT 1; END",
       "L054"},
      {"DROP INDEX entry_idempotency", "L054"},
      {"CREATE TABLE mine (x)", "L055"},
      {"CREATE TRIGGER mine AFTER INSERT ON entry BEGIN DELETE FROM actual; END", "L055"},
      {"CREATE VIEW mine AS SELECT 1", "L055"},
      {"ALTER TABLE actual ADD COLUMN note TEXT", "L054"},
  };
  for (const auto& [sql, code] : cases) {
    const ScratchFolder folder;
    { const Ledger ledger = make_ledger(folder / "a.db"); }
    {
      SQLite::Database database{(folder / "a.db").string(), SQLite::OPEN_READWRITE};
      database.exec(sql);
    }
    EXPECT_THAT(codes_of(verify(folder / "a.db").findings), HasSubstr(code)) << sql;
    EXPECT_THROW((void)Ledger::open(folder / "a.db", Mode::write), CorruptLedger) << sql;
    EXPECT_EQ(Ledger::open(folder / "a.db", Mode::read).head().seq, 29) << sql;  // still readable
  }
}

TEST(Verify, TablesThatDifferFromTheEntriesAreNamed) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"UPDATE actual SET value = value + 1e-9 WHERE metric = 'orders' AND day = '2026-06-15'",
       "table actual: the row orders, 2026-06-15 is not what the entries say"},
      {"DELETE FROM actual WHERE metric = 'value'",
       "table actual: the row value, 2026-06-15 is missing"},
      {"INSERT INTO actual VALUES ('orders', '2020-01-06', 1, 1)",
       "table actual: the row orders, 2020-01-06 should not be there"},
      {"UPDATE metric SET owner = 'me' WHERE key = 'orders'", "table metric: the row orders"},
      {"UPDATE link SET confidence = 1", "table link: the row reach->orders"},
      {"UPDATE bet SET status = 'proposed' WHERE key = 'first'", "table bet: the row first"},
      {"UPDATE bet SET stopped_on = NULL", "table bet: the row second"},
  };
  for (const auto& [sql, message] : cases) {
    const ScratchFolder folder;
    { const Ledger ledger = make_ledger(folder / "a.db"); }
    {
      SQLite::Database database{(folder / "a.db").string(), SQLite::OPEN_READWRITE};
      database.exec(sql);
    }
    const Verification verification = verify(folder / "a.db");
    EXPECT_EQ(verification.findings.empty() ? "" : verification.findings[0].code, "L056") << sql;
    EXPECT_THAT(render(verification.findings), HasSubstr(message)) << sql;
  }
}

// A flipped bit anywhere in the file is found, or changes nothing that is read.
TEST(Verify, AFlippedByteOfTheFileIsNeverTakenForTruth) {
  const ScratchFolder folder;
  std::string truth;
  {
    const Ledger ledger = make_ledger(folder / "a.db");
    truth = fingerprint(ledger.book());
  }
  const std::string bytes = read_file(folder / "a.db");
  std::mt19937 random{5};
  int found = 0;
  for (int i = 0; i < 400; ++i) {
    std::string flipped = bytes;
    const std::size_t at = random() % flipped.size();
    flipped[at] =
        static_cast<char>(static_cast<unsigned char>(flipped[at]) ^ (1U << (random() % 8)));
    write_file(folder / "b.db", flipped);
    try {
      if (!verify(folder / "b.db").findings.empty()) {
        ++found;
        continue;
      }
      ASSERT_EQ(fingerprint(Ledger::open(folder / "b.db", Mode::read).book()), truth)
          << "byte " << at;
    } catch (const Error&) {
      ++found;  // not even a ledger any more
    }
  }
  EXPECT_GT(found, 100);
}

TEST(Verify, ATruncatedFileIsDamagedAndSaysSo) {
  const ScratchFolder folder;
  std::string truth;
  {
    const Ledger ledger = make_ledger(folder / "a.db");
    truth = fingerprint(ledger.book());
  }
  const std::string bytes = read_file(folder / "a.db");
  for (const std::size_t size : {bytes.size() - 1,
                                 bytes.size() - 4'096,
                                 bytes.size() / 2,
                                 std::size_t{4'096},
                                 std::size_t{150},
                                 std::size_t{50}}) {
    write_file(folder / "b.db", bytes.substr(0, size));
    bool noticed = false;
    try {
      const Ledger ledger = Ledger::open(folder / "b.db", Mode::read);
      noticed = fingerprint(ledger.book()) == truth;  // what was cut off held nothing
    } catch (const CorruptLedger& corrupt) {
      noticed = std::string{corrupt.what()}.find("betledger verify") != std::string::npos;
    } catch (const StorageError&) {
      noticed = size < 1'000;
    }
    EXPECT_TRUE(noticed) << size;
    try {
      EXPECT_FALSE(verify(folder / "b.db").findings.empty()) << size;
    } catch (const StorageError&) {
      EXPECT_LT(size, 1'000U);
    }
  }
}

TEST(Crowd, ProcessesThatAppendAtOnceAllGetTheirEntriesIntoOneChain) {
  const ScratchFolder folder;
  constexpr int processes = 4;
  constexpr int appends = 12;
  { const Ledger ledger = make_ledger(folder / "a.db"); }
  std::vector<pid_t> children;
  for (int p = 0; p < processes; ++p) {
    const pid_t child = ::fork();
    if (child == 0) {
      int code = 0;
      try {
        Ledger ledger = Ledger::open(folder / "a.db", Mode::write);
        for (int i = 0; i < appends; ++i) {
          const std::string key = "p" + std::to_string(p) + "_" + std::to_string(i);
          const auto done = ledger.append(
              {MetricDefined{metric(key)}, actuals(key, {{day("2026-06-15"), 1.0 * i}})},
              stamp(100 + i, key));
          code += done ? 0 : 1;
        }
      } catch (const std::exception& problem) {
        std::fprintf(stderr, "child: %s\n", problem.what());
        code = 99;
      }
      ::_exit(code);
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  }
  const Verification verification = verify(folder / "a.db");
  EXPECT_TRUE(verification.findings.empty()) << render(verification.findings);
  EXPECT_EQ(verification.entries, 29 + processes * appends * 2);
}

TEST(Crowd, ThreadsWithALedgerEachAppendAndRead) {
  const ScratchFolder folder;
  { const Ledger ledger = make_ledger(folder / "a.db"); }
  constexpr int appends = 10;
  std::vector<std::thread> threads;
  for (int t = 0; t < 3; ++t) {
    threads.emplace_back([&folder, t] {
      Ledger ledger = Ledger::open(folder / "a.db", Mode::write);
      for (int i = 0; i < appends; ++i) {
        const std::string key = "t" + std::to_string(t) + "_" + std::to_string(i);
        ASSERT_TRUE(ledger.append({MetricDefined{metric(key)}}, stamp(100 + i)));
      }
    });
  }
  threads.emplace_back([&folder] {
    for (int i = 0; i < appends; ++i) {
      const Ledger reader = Ledger::open(folder / "a.db", Mode::read);
      ASSERT_EQ(reader.book().head_hash, reader.head().hash);
    }
  });
  for (std::thread& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(verify(folder / "a.db").entries, 29 + 3 * appends);
  EXPECT_TRUE(verify(folder / "a.db").findings.empty());
}

TEST(Crowd, AWriterThatWaitsTooLongSaysSo) {
  const ScratchFolder folder;
  Ledger ledger = make_ledger(folder / "a.db");
  SQLite::Database other{(folder / "a.db").string(), SQLite::OPEN_READWRITE};
  other.exec("BEGIN IMMEDIATE");
  try {
    (void)ledger.append({MetricDefined{metric("a")}}, stamp(50));
    FAIL() << "somebody else is writing";
  } catch (const StorageError& problem) {
    EXPECT_THAT(problem.what(), HasSubstr("another program has been writing"));
    EXPECT_THAT(problem.what(), HasSubstr("try again"));
    EXPECT_FALSE(problem.not_permitted);
  }
  EXPECT_EQ(Ledger::open(folder / "a.db", Mode::read).head().seq, 29);  // readers do not wait
  other.exec("ROLLBACK");
  EXPECT_TRUE(ledger.append({MetricDefined{metric("a")}}, stamp(50)));
}

// A writer is killed again and again in the middle of its work: what it was told is on disk,
// appends are whole, and the next one goes on.
TEST(Crash, AKilledWriterLeavesAWholeLedger) {
  const ScratchFolder folder;
  { const Ledger ledger = make_ledger(folder / "a.db"); }
  constexpr int parts = 5;
  std::int64_t before = 29;
  std::mt19937 random{3};
  for (int round = 0; round < 12; ++round) {
    std::array<int, 2> pipe{};
    ASSERT_EQ(::pipe(pipe.data()), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      ::close(pipe[0]);
      Ledger ledger = Ledger::open(folder / "a.db", Mode::write);
      for (int i = 0;; ++i) {
        std::vector<Event> events;
        for (int part = 0; part < parts; ++part) {
          events.emplace_back(MetricDefined{
              metric("r" + std::to_string(round) + "_" + std::to_string(parts * i + part))});
        }
        const auto written = ledger.append(events, stamp(100));
        const std::int64_t seq = written ? written->back().seq : 0;
        if (::write(pipe[1], &seq, sizeof seq) != sizeof seq) {
          ::_exit(1);
        }
      }
    }
    ::close(pipe[1]);
    std::this_thread::sleep_for(std::chrono::microseconds{3'000 + random() % 40'000});
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    std::int64_t acknowledged = before;
    std::int64_t seq = 0;
    while (::read(pipe[0], &seq, sizeof seq) == sizeof seq) {
      acknowledged = seq;
    }
    ::close(pipe[0]);
    const Verification verification = verify(folder / "a.db");
    EXPECT_TRUE(verification.findings.empty()) << render(verification.findings);
    EXPECT_GE(verification.entries, acknowledged);
    EXPECT_EQ((verification.entries - 29) % parts, 0);
    before = verification.entries;
  }
  EXPECT_GT(before, 29);
  Ledger ledger = Ledger::open(folder / "a.db", Mode::write);
  EXPECT_TRUE(ledger.append({MetricDefined{metric("after")}}, stamp(200)));
}

// The file may not grow any more: as on a full disk, the append that fails leaves no trace.
TEST(Crash, AFullDiskLosesNothingThatWasAcknowledged) {
  const ScratchFolder folder;
  { const Ledger ledger = make_ledger(folder / "a.db"); }
  const int appended = in_child([&folder] {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{200'000, 200'000};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    Ledger ledger = Ledger::open(folder / "a.db", Mode::write);
    for (int i = 0; i < 90; ++i) {
      try {
        tree::Metric big = metric("m" + std::to_string(i));
        big.definition = std::string(20'000, 'x');
        if (!ledger.append({MetricDefined{big}}, stamp(100))) {
          return 96;
        }
      } catch (const StorageError& problem) {
        return std::string{problem.what()}.find("full disk") != std::string::npos ? i : 97;
      }
    }
    return 95;
  });
  EXPECT_GT(appended, 0);
  EXPECT_LT(appended, 90);
  const Verification verification = verify(folder / "a.db");
  EXPECT_TRUE(verification.findings.empty()) << render(verification.findings);
  EXPECT_EQ(verification.entries, 29 + appended);
  Ledger ledger = Ledger::open(folder / "a.db", Mode::write);
  EXPECT_TRUE(ledger.append({MetricDefined{metric("after")}}, stamp(200)));
}

constexpr auto read_only_folder = fs::perms::owner_read | fs::perms::owner_exec |
                                  fs::perms::group_read | fs::perms::group_exec |
                                  fs::perms::others_read | fs::perms::others_exec;

TEST(Rights, AReadOnlyFolderCanBeReadAndNotWritten) {
  const ScratchFolder folder;
  { const Ledger ledger = make_ledger(folder / "a.db"); }
  fs::permissions(folder.path(), read_only_folder);
  EXPECT_EQ(in_child_without_rights([&folder] {
              const Ledger ledger = Ledger::open(folder / "a.db", Mode::read);
              if (ledger.book().head_seq != 29 || !verify(folder / "a.db").findings.empty()) {
                return 1;
              }
              try {
                (void)Ledger::open(folder / "a.db", Mode::write);
                return 2;
              } catch (const StorageError& problem) {
                if (!problem.not_permitted ||
                    std::string{problem.what()}.find("read") == std::string::npos) {
                  return 3;
                }
              }
              try {
                (void)Ledger::create(folder / "b.db", {"Shop", "n"}, stamp());
                return 4;
              } catch (const StorageError& problem) {
                return problem.not_permitted ? 0 : 5;
              }
            }),
            0);
  EXPECT_THAT(folder.files(), testing::ElementsAre("a.db"));
}

TEST(Rights, AFileThatMayNotBeReadOrWrittenSaysSo) {
  const ScratchFolder folder;
  { const Ledger ledger = make_ledger(folder / "a.db"); }
  const auto denied = [&folder](Mode mode) {
    return in_child_without_rights([&folder, mode] {
      try {
        (void)Ledger::open(folder / "a.db", mode);
        return 1;
      } catch (const StorageError& problem) {
        return problem.not_permitted ? 0 : 2;
      }
    });
  };
  fs::permissions(folder / "a.db", fs::perms::owner_read | fs::perms::others_read);
  EXPECT_EQ(denied(Mode::write), 0);
  EXPECT_EQ(denied(Mode::read), 1);  // opened
  fs::permissions(folder / "a.db", fs::perms::none);
  EXPECT_EQ(denied(Mode::read), 0);
}

// Entries that a writer has not merged yet stand in the -wal file. A reader without rights either
// sees them or says that it cannot; it never shows an older ledger as if it were the newest.
TEST(Rights, UnmergedEntriesAreReadOrMissedAloud) {
  const ScratchFolder folder;
  const ScratchFolder copy;
  {
    Ledger writer = make_ledger(folder / "a.db");
    ASSERT_TRUE(writer.append({MetricDefined{metric("a")}}, stamp(50)));
    fs::copy_file(folder / "a.db", copy / "a.db");
    fs::copy_file(folder / "a.db-wal", copy / "a.db-wal");
    fs::copy_file(folder / "a.db-shm", copy / "with-shm");
  }
  for (const fs::path& file : {copy / "a.db", copy / "a.db-wal", copy / "with-shm"}) {
    fs::permissions(file, fs::perms::owner_read | fs::perms::group_read | fs::perms::others_read);
  }
  const auto heads = [&copy] {
    return in_child_without_rights([&copy] {
      try {
        return static_cast<int>(Ledger::open(copy / "a.db", Mode::read).head().seq);
      } catch (const StorageError& problem) {
        return std::string{problem.what()}.find("-wal") != std::string::npos ? 0 : 1;
      }
    });
  };
  fs::permissions(copy.path(), read_only_folder);
  EXPECT_EQ(heads(), 0);
  fs::permissions(copy.path(), fs::perms::owner_all);
  fs::rename(copy / "with-shm", copy / "a.db-shm");
  fs::permissions(copy.path(), read_only_folder);
  EXPECT_EQ(heads(), 30);
}

TEST(Chain, AnIndependentProgramVerifiesIt) {
  if (std::system("python3 -c pass >/dev/null 2>&1") != 0) {
    GTEST_SKIP() << "python3 is not installed";
  }
  const ScratchFolder folder;
  {
    Ledger ledger = make_ledger(folder / "a.db");
    ASSERT_TRUE(ledger.append(
        {BetStopped{"fourth", day("2026-09-01"), "naïve \"plan\"\n☃"}, MetricRetired{"reach"}},
        stamp(77, "schlüssel")));
  }
  const fs::path script = project_file("tools/verify_chain.py");
  const auto run = [&](const std::string& file) {
    const std::string command = "python3 '" + script.string() + "' '" + (folder / file).string() +
                                "' > '" + (folder / "out").string() + "' 2>&1";
    const int status = std::system(command.c_str());
    return std::pair{WEXITSTATUS(status), read_file(folder / "out")};
  };
  const auto [code, said] = run("a.db");
  EXPECT_EQ(code, 0) << said;
  EXPECT_THAT(said, HasSubstr("31 entries"));
  EXPECT_THAT(said, HasSubstr(Ledger::open(folder / "a.db", Mode::read).head().hash));
  tamper(folder / "a.db",
         "UPDATE entry SET payload = replace(payload, 'fourth', 'forth') WHERE seq = 30");
  const auto [bad_code, bad_said] = run("a.db");
  EXPECT_EQ(bad_code, 1) << bad_said;
  EXPECT_THAT(bad_said, HasSubstr("entry 30"));
  EXPECT_EQ(run("none.db").first, 2);
}

}  // namespace
}  // namespace betledger::ledger
