// The mapping from what went wrong to the exit code, and the promise that stdout is checked.
#include "cli/run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"

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
  EXPECT_THAT(help.out, testing::HasSubstr("Commands:"));
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

}  // namespace
}  // namespace betledger::cli
