#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "cli/words/command.h"

namespace betledger::cli {

/// Where the words of the command stand: positions in the command line, none, one or two.
struct CommandWords {
  std::vector<std::size_t> positions;
  const Command* command = nullptr;  // nothing: there is no such command
};

/// The first bare words, options before them left out.
[[nodiscard]] CommandWords find_command_words(CommandTable table,
                                              const std::vector<std::string>& words);

/// The commands whose first word is `group`.
[[nodiscard]] std::vector<const Command*> commands_of_group(CommandTable table,
                                                            std::string_view group);

/// "no command X" with did-you-mean: for a command line and for `help X`.
[[nodiscard]] Diagnostic unknown_command(CommandTable table, std::string_view words);

}  // namespace betledger::cli
