#pragma once

#include <cstdint>
#include <string>

#include "cli/words/command.h"

namespace betledger::cli {

enum class Shell : std::uint8_t { bash, zsh, fish };
/// A script that completes commands, options and their values.
[[nodiscard]] std::string completion_script(CommandTable table, Shell shell);

}  // namespace betledger::cli
