#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "cli/command.h"

namespace betledger::cli {

// Everything here is made from the command table alone.

/// The commands by what they are for, the global options, variables and exit codes.
[[nodiscard]] std::string overview_help();
/// The commands whose first word is `group`.
[[nodiscard]] std::string group_help(std::string_view group);
[[nodiscard]] std::string command_help(const Command& command);

/// `betledger actuals import [OPTIONS] FILE`
[[nodiscard]] std::string usage_line(const Command& command);
/// `-o, --output FOLDER`
[[nodiscard]] std::string option_names(const Option& option);

/// The whole table as JSON: {"commands": [{"name", "options": [...], ...}]}.
[[nodiscard]] std::string table_json();

/// betledger(1) in roff (man macros).
[[nodiscard]] std::string man_page(std::string_view version);

enum class Shell : std::uint8_t { bash, zsh, fish };
[[nodiscard]] std::string completion_script(Shell shell);

/// `text` in lines of at most `width` code points, each after `indent` spaces; words are not
/// broken.
[[nodiscard]] std::string wrapped(std::string_view text,
                                  std::size_t indent,
                                  std::size_t width = 80);

}  // namespace betledger::cli
