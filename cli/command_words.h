#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"

namespace betledger::cli {

/// Where the words of the command stand: positions in the command line, none, one or two.
struct CommandWords {
  std::vector<std::size_t> positions;
  const Command* command = nullptr;  // nothing: there is no such command
};

/// The first bare words, options before them left out.
[[nodiscard]] CommandWords find_command_words(const std::vector<std::string>& words);

/// The option of that name, without its dashes; nullptr where there is none.
[[nodiscard]] const Option* find_option(std::span<const Option> options,
                                        std::string_view name) noexcept;

}  // namespace betledger::cli
