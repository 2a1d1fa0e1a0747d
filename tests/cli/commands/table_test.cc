// What must hold of every line of the command table.
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/commands/commands.h"
#include "cli/commands/examples.h"
#include "cli/words/command.h"
#include "cli/words/command_words.h"
#include "cli/words/completion.h"
#include "cli/words/help.h"
#include "cli/words/man_page.h"
#include "core/text.h"

namespace betledger::cli {
namespace {

TEST(CommandTable, EveryCommandIsCompleteAndItsNameUnique) {
  std::set<std::string> names;
  for (const Command& command : commands()) {
    SCOPED_TRACE(command.name);
    EXPECT_TRUE(names.insert(command.name).second);
    EXPECT_FALSE(command.summary.empty());
    EXPECT_FALSE(command.description.empty());
    EXPECT_FALSE(command.examples.empty());
    EXPECT_NE(command.run, nullptr);
    EXPECT_LE(std::count(command.name.begin(), command.name.end(), ' '), 1);
  }
}

TEST(CommandTable, CommandsOfAGroupStandTogether) {
  std::vector<std::string> groups;
  for (const Command& command : commands()) {
    if (groups.empty() || groups.back() != command.group) {
      groups.push_back(command.group);
    }
  }
  EXPECT_THAT(groups, testing::ElementsAre("Plan", "Run the quarter", "Learn", "Ledger", "Data"));
}

TEST(CommandTable, OptionNamesDoNotClash) {
  for (const Command& command : commands()) {
    std::set<std::string> names;
    std::set<char> letters;
    for (const auto options : {std::span<const Option>{command.options}, global_options()}) {
      for (const Option& option : options) {
        SCOPED_TRACE(command.name + " --" + option.name);
        EXPECT_TRUE(names.insert(option.name).second);
        EXPECT_TRUE(option.letter == 0 || letters.insert(option.letter).second);
        EXPECT_FALSE(option.summary.empty());
        EXPECT_EQ(option.value.empty(), option.kind == ValueKind::flag);
        EXPECT_EQ(option.choices.empty(), option.kind != ValueKind::choice);
      }
    }
  }
}

TEST(CommandTable, OptionalAndRepeatedWordsComeLast) {
  for (const Command& command : commands()) {
    for (std::size_t i = 0; i + 1 < command.positionals.size(); ++i) {
      EXPECT_TRUE(command.positionals[i].required) << command.name;
      EXPECT_FALSE(command.positionals[i].repeats) << command.name;
    }
  }
}

// `review` is a command and the group of `review accept`: a word of its own would be read as one of
// the group's.
TEST(CommandTable, ACommandThatIsAlsoAGroupTakesNoWords) {
  for (const Command& command : commands()) {
    EXPECT_TRUE(commands_of_group(commands(), command.name).empty() || command.positionals.empty())
        << command.name;
  }
}

TEST(CommandTable, EverythingIsInHelpManualAndCompletion) {
  const std::string overview = overview_help(commands());
  const std::string manual = man_page(commands(), "0.0.0");
  for (const Command& command : commands()) {
    EXPECT_THAT(overview, testing::HasSubstr("  " + command.name));
    const std::string help = command_help(command);
    for (const Option& option : command.options) {
      EXPECT_THAT(help, testing::HasSubstr("--" + option.name));
      for (const Shell shell : {Shell::bash, Shell::zsh, Shell::fish}) {
        EXPECT_THAT(completion_script(commands(), shell), testing::HasSubstr(option.name));
      }
    }
    for (const Example& example : command.examples) {
      EXPECT_THAT(help, testing::HasSubstr(example.line));
    }
  }
  EXPECT_THAT(manual, testing::HasSubstr(".SS betledger cycle commit"));
}

TEST(CommandTable, HelpFitsEightyColumns) {
  std::vector<std::string> texts{overview_help(commands())};
  for (const Command& command : commands()) {
    texts.push_back(command_help(command));
  }
  for (const std::string& text : texts) {
    for (const std::string_view line : split_lines(text)) {
      // Examples and usage lines are one line, so that they can be copied.
      if (!line.starts_with("  betledger ") && !line.starts_with("betledger ")) {
        EXPECT_LE(count_code_points(line), 80U) << line;
      }
    }
  }
}

TEST(Examples, AreEmbeddedWhole) {
  for (const ExampleInfo& info : example_infos()) {
    std::set<std::string_view> names;
    for (const ExampleFile& file : example_files()) {
      if (file.example == info.name) {
        EXPECT_FALSE(file.text.empty());
        names.insert(file.name);
      }
    }
    std::set<std::string_view> expected{"README.md", "tree.yaml", "bets.yaml", "history.csv"};
    if (info.name == "store") {
      expected.insert({"actuals-2011-08-14.csv", "actuals-2011-09-25.csv"});
    }
    EXPECT_EQ(names, expected) << info.name;
  }
}

}  // namespace
}  // namespace betledger::cli
