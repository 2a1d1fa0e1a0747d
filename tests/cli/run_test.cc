// The mapping from what went wrong to the exit code, and the promise that stdout is checked.
#include "cli/run.h"

#include <filesystem>
#include <fstream>
#include <functional>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "core/calendar.h"
#include "core/contract.h"
#include "core/error.h"
#include "ledger/store/ledger.h"

namespace betledger::cli {
namespace {

struct Ran {
  ExitCode code;
  std::string out;
  std::string err;
};

Ran run_words(const std::vector<std::string>& words) {
  Ran ran{};
  Environment environment;
  environment.actor = "tester";
  environment.folder = "/";
  environment.pinned_clock = true;
  ran.code = run(words,
                 environment,
                 {.out = [&](std::string_view bytes) { ran.out += bytes; },
                  .err = [&](std::string_view bytes) { ran.err += bytes; }});
  return ran;
}

template <class Error>
ExitCode code_of(const Error& error, std::string& message) {
  try {
    throw error;
  } catch (...) {
    return exit_code_of_exception(message);
  }
}

TEST(ExitCodes, EveryKindOfErrorHasItsOwn) {
  std::string message;
  EXPECT_EQ(code_of(StorageError{"x.db", "is full"}, message), ExitCode::storage);
  EXPECT_EQ(message, "error: x.db: is full\n");
  EXPECT_EQ(code_of(StorageError{"x.db", "no right", true}, message), ExitCode::not_permitted);
  EXPECT_EQ(code_of(CorruptLedger{3, "bad hash"}, message), ExitCode::integrity);
  EXPECT_EQ(code_of(HeadMoved{"a", "b"}, message), ExitCode::changed_first);
  EXPECT_EQ(code_of(HeadMoved{"", "b"}, message), ExitCode::changed_first);
  EXPECT_NE(message.find("run it again"), std::string::npos);
  EXPECT_EQ(code_of(DomainError{"m", "2011-W27", "a / b", 0}, message), ExitCode::bad_input);
  EXPECT_EQ(code_of(ContractViolation{"x > 0"}, message), ExitCode::our_bug);
  EXPECT_EQ(code_of(ReaderGone{}, message), ExitCode::storage);
  EXPECT_EQ(message, "");
}

TEST(ExitCodes, UsageGoesBeforeBadInput) {
  EXPECT_EQ(exit_code_of(Diagnostics{{.code = "A001"}, {.code = "U001"}}), ExitCode::usage);
  EXPECT_EQ(exit_code_of(Diagnostics{{.code = "A001"}}), ExitCode::bad_input);
}

TEST(Run, DataGoesToStandardOutputMessagesToStandardError) {
  const Ran help = run_words({"help"});
  EXPECT_EQ(help.code, ExitCode::fine);
  EXPECT_THAT(help.out, testing::HasSubstr("Run the quarter:"));
  EXPECT_EQ(help.err, "");
  const Ran slip = run_words({"halp"});
  EXPECT_EQ(slip.code, ExitCode::usage);
  EXPECT_EQ(slip.out, "");
  EXPECT_THAT(slip.err, testing::HasSubstr("[U001]"));
}

TEST(Run, OutputThatCannotBeWrittenIsAStorageError) {
  const ExitCode code = run({"help"},
                            {},
                            {.out =
                                 [](std::string_view) {
                                   throw StorageError{"standard output", "full"};
                                 },
                             .err = [](std::string_view) {}});
  EXPECT_EQ(code, ExitCode::storage);
}

/// A folder with a ledger of one metric, and a way to run commands on it.
class Race : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("betledger-race-" + std::to_string(::getpid()) + "-" +
               testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(folder_);
    write("tree.yaml", "tree: Shop\nfocus: orders\nmetrics:\n  orders: {unit: orders}\n");
    write("mine.csv", "date,orders,colour\n2011-01-03,5,1\n");
    write("theirs.csv", "date,orders\n2011-01-10,6\n");
    EXPECT_EQ(run_it({"init"}), ExitCode::fine);
    EXPECT_EQ(run_it({"apply", file("tree.yaml"), "--quiet"}), ExitCode::fine);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::string file(const std::string& name) const { return folder_ / name; }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream{file(name)} << text;
  }

  /// `meanwhile` runs when the command first says something: it has read the ledger by then.
  ExitCode run_it(std::vector<std::string> words, std::function<void()> meanwhile = {}) {
    Environment environment;
    environment.actor = "tester";
    environment.ledger = file("betledger.db");
    environment.now = Instant{parse_day("2011-06-26").value()};
    environment.pinned_clock = true;
    said_.clear();
    return run(std::move(words),
               environment,
               {.out = [](std::string_view) {},
                .err =
                    [&](std::string_view text) {
                      said_.emplace_back(text);
                      if (meanwhile) {
                        std::exchange(meanwhile, {})();
                      }
                    }});
  }
  [[nodiscard]] std::int64_t head() const {
    return ledger::Ledger::open(file("betledger.db"), ledger::Ledger::Mode::read).head().seq;
  }

  std::vector<std::string> said_;

 private:
  std::filesystem::path folder_;
};

TEST_F(Race, TheLoserStartsOverOnTheNewerLedger) {
  const std::int64_t before = head();
  const ExitCode code = run_it({"actuals", "import", "--skip-unknown", file("mine.csv")}, [this] {
    const auto mine = said_;
    EXPECT_EQ(run_it({"actuals", "import", "--quiet", file("theirs.csv")}), ExitCode::fine);
    said_ = mine;
  });
  EXPECT_EQ(code, ExitCode::fine);
  EXPECT_EQ(head(), before + 2);
  ASSERT_EQ(said_.size(), 2U);  // the warning once, and what was recorded
  EXPECT_THAT(said_[0], testing::HasSubstr("[C019]"));
  EXPECT_THAT(said_[1], testing::HasSubstr("recorded entry"));
}

TEST_F(Race, WhoNamedAHeadIsToldInstead) {
  const auto ledger = ledger::Ledger::open(file("betledger.db"), ledger::Ledger::Mode::read).head();
  const ExitCode code = run_it(
      {"actuals", "import", "--skip-unknown", "--expect-head", ledger.hash, file("mine.csv")},
      [this] {
        EXPECT_EQ(run_it({"actuals", "import", file("theirs.csv")}), ExitCode::fine);
      });
  EXPECT_EQ(code, ExitCode::changed_first);
  EXPECT_EQ(head(), ledger.seq + 1);
}

}  // namespace
}  // namespace betledger::cli
