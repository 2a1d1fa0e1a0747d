#pragma once

#include <string>
#include <utility>
#include <vector>

#include "cli/words/command.h"

namespace betledger::cli {

/// First words of the table, by first appearance, each with its second words (empty for a one-word
/// command).
struct FirstWord {
  std::string word;
  std::string summary;
  std::vector<std::pair<std::string, std::string>> second;  // word, summary
};
[[nodiscard]] std::vector<FirstWord> first_words(CommandTable table);

/// Its own and those of every command.
[[nodiscard]] std::vector<Option> options_of(const Command& command);
/// The choices of the first word that has some, else nothing.
[[nodiscard]] std::vector<std::string> word_choices(const Command& command);
[[nodiscard]] bool takes_files(const Command& command);

// The scripts, one source each.
[[nodiscard]] std::string bash_script(CommandTable table);
[[nodiscard]] std::string zsh_script(CommandTable table);
[[nodiscard]] std::string fish_script(CommandTable table);

}  // namespace betledger::cli
