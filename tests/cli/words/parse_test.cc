#include "cli/words/parse.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/commands/commands.h"

namespace betledger::cli {
namespace {

using Words = std::vector<std::string>;

std::vector<std::string> codes_of(const Words& words) {
  const auto request = parse_command_line(commands(), words);
  std::vector<std::string> codes;
  if (!request) {
    for (const Diagnostic& diagnostic : request.error()) {
      codes.push_back(diagnostic.code);
    }
  }
  return codes;
}

TEST(CommandLine, OptionsStandAnywhere) {
  for (const Words& words : {Words{"--ledger", "x.db", "log", "--limit", "5"},
                             Words{"log", "--limit=5", "--ledger=x.db"},
                             Words{"--ledger=x.db", "log", "--limit", "5"}}) {
    const auto request = parse_command_line(commands(), words);
    ASSERT_TRUE(request);
    EXPECT_EQ(request->command->name, "log");
    EXPECT_EQ(request->arguments.text("ledger"), "x.db");
    EXPECT_EQ(request->arguments.count("limit", 0), 5);
  }
}

TEST(CommandLine, TwoWordCommandsMayHaveOptionsBetween) {
  const auto request = parse_command_line(
      commands(), {"actuals", "--ledger", "x.db", "import", "--dry-run", "h.csv"});
  ASSERT_TRUE(request);
  EXPECT_EQ(request->command->name, "actuals import");
  EXPECT_EQ(request->arguments.text("FILE"), "h.csv");
  EXPECT_TRUE(request->arguments.has("dry-run"));
}

TEST(CommandLine, NothingIsGuessed) {
  EXPECT_EQ(codes_of({"forecast", "--see", "5"}), Words{"U002"});
  EXPECT_EQ(codes_of({"forec"}), Words{"U001"});
  EXPECT_EQ(codes_of({"log", "--limit", "5", "--limit", "5"}), Words{"U003"});
}

TEST(CommandLine, EveryMistakeIsReportedAtOnce) {
  EXPECT_EQ(codes_of({"forecast", "--runs", "20k", "--seed", "x", "--format", "xml", "--rnus=1"}),
            (Words{"U005", "U005", "U006", "U002"}));
}

TEST(CommandLine, TextsHoldNoControlCharacters) {
  for (const char* bad : {"a\x1b[31mb",
                          "a\x07",
                          "\x7f",
                          "a\xff",
                          "\xe2\x80\xae evil",
                          "\xef\xbb\xbf",
                          "a\rb",
                          "\xc2\x85"}) {
    EXPECT_EQ(codes_of({"bet", "stop", "x", "--because", bad}), Words{"U022"}) << bad;
    EXPECT_EQ(codes_of({"cycle", "open", "2026Q3", "--focus-inputs", bad}), Words{"U022"}) << bad;
    EXPECT_EQ(codes_of({"bet", "stop", bad, "--because", "x"}), Words{"U022"}) << bad;
  }
  EXPECT_EQ(codes_of({"bet", "stop", "x", "--because", "two\nlines\tand \xc3\xa9"}), Words{});
  EXPECT_EQ(codes_of({"apply", "caf\xe9.yaml"}), Words{});  // a path is what the disk says
}

TEST(CommandLine, DatesOutOfRangeSayTheRange) {
  const auto request = parse_command_line(commands(), {"bet", "start", "x", "--on", "0211-07-18"});
  ASSERT_FALSE(request);
  EXPECT_EQ(request.error().at(0).code, "U005");
  EXPECT_EQ(request.error().at(0).hint,
            "dates run from 1900-01-01 to 2200-12-31; is the year right?");
}

TEST(CommandLine, ValuesThatAreMissingOrTooMany) {
  EXPECT_EQ(codes_of({"log", "--limit"}), Words{"U004"});
  EXPECT_EQ(codes_of({"log", "--limit", "--format", "csv"}), Words{"U004"});
  EXPECT_EQ(codes_of({"apply", "--dry-run=1", "x"}), Words{"U011"});
  EXPECT_EQ(codes_of({"log", "--limit="}), Words{"U004"});
  EXPECT_EQ(codes_of({"bet", "stop", "x"}), Words{"U012"});
  EXPECT_EQ(codes_of({"apply"}), Words{"U007"});
  EXPECT_EQ(codes_of({"log", "x"}), Words{"U008"});
}

TEST(CommandLine, RepeatedOptionsAndWordsKeepTheirOrder) {
  const auto request = parse_command_line(
      commands(), {"bet", "amend", "k", "--set", "a=1", "--because", "why", "--set", "b=2"});
  ASSERT_TRUE(request);
  EXPECT_EQ(request->arguments.all("set"), (Words{"a=1", "b=2"}));
  const auto files = parse_command_line(commands(), {"apply", "b.yaml", "a.yaml"});
  ASSERT_TRUE(files);
  EXPECT_EQ(files->arguments.all("FILE"), (Words{"b.yaml", "a.yaml"}));
}

TEST(CommandLine, TwoDashesEndTheOptions) {
  const auto request = parse_command_line(commands(), {"apply", "--", "--dry-run"});
  ASSERT_TRUE(request);
  EXPECT_EQ(request->arguments.all("FILE"), Words{"--dry-run"});
  EXPECT_FALSE(request->arguments.has("dry-run"));
}

TEST(CommandLine, TheCaretStandsUnderTheWordThatIsWrong) {
  const auto request =
      parse_command_line(commands(), {"log", "--limit", "many", "--since", "2011-07-01"});
  ASSERT_FALSE(request);
  const Diagnostic& diagnostic = request.error().front();
  EXPECT_EQ(diagnostic.excerpt, "betledger log --limit many --since 2011-07-01");
  EXPECT_EQ(diagnostic.excerpt.substr(diagnostic.at.column - 1, 4), "many");
}

TEST(CommandLine, HelpIsGivenWhateverElseIsWrong) {
  const auto request = parse_command_line(commands(), {"log", "--bogus", "--help"});
  ASSERT_TRUE(request);
  EXPECT_EQ(request->kind, Request::Kind::help);
  EXPECT_EQ(request->command->name, "log");
}

TEST(CommandLine, HostileWordsAreShownHarmless) {
  const auto request = parse_command_line(commands(), {"log", "\x1b[2J\xff"});
  ASSERT_FALSE(request);
  EXPECT_THAT(render(request.error()), testing::Not(testing::HasSubstr("\x1b")));
  EXPECT_EQ(request.error().front().code, "U008");
}

TEST(CommandLine, SlipsGetASuggestion) {
  const auto hint = [](const Words& words) {
    const auto request = parse_command_line(commands(), words);
    return request ? std::string{} : request.error().front().hint;
  };
  EXPECT_EQ(hint({"forcast"}), "did you mean `betledger forecast`?");
  EXPECT_EQ(hint({"cycle", "comit"}), "did you mean `betledger cycle commit`?");
  EXPECT_EQ(hint({"forecast", "--sede", "1"}), "did you mean --seed?");
  EXPECT_EQ(hint({"forecast", "--format", "jsno"}), "did you mean `json`?");
  EXPECT_EQ(hint({"bet", "deliver", "x", "--share", "80"}), "the percent sign is missing: 80%");
}

}  // namespace
}  // namespace betledger::cli
