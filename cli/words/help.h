#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "cli/words/command.h"

namespace betledger::cli {

// Everything here is made from the command table alone.

/// The commands by what they are for, the global options, variables and exit codes.
[[nodiscard]] std::string overview_help(CommandTable table);
/// The commands whose first word is `group`.
[[nodiscard]] std::string group_help(CommandTable table, std::string_view group);
[[nodiscard]] std::string command_help(const Command& command);

/// `betledger actuals import [OPTIONS] FILE`
[[nodiscard]] std::string usage_line(const Command& command);
/// `-o, --output FOLDER`
[[nodiscard]] std::string option_names(const Option& option);

/// The whole table as JSON: {"commands": [{"name", "options": [...], ...}]}.
[[nodiscard]] std::string table_json(CommandTable table);

/// `text` in lines of at most `width` code points, each after `indent` spaces; words are not
/// broken.
[[nodiscard]] std::string wrapped(std::string_view text,
                                  std::size_t indent,
                                  std::size_t width = 80);

}  // namespace betledger::cli
