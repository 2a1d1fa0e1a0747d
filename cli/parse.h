#pragma once

#include <span>
#include <string>
#include <vector>

#include "cli/arguments.h"
#include "cli/command.h"
#include "core/result.h"

namespace betledger::cli {

/// What a command line asks for.
struct Request {
  enum class Kind : std::uint8_t { run, help, version } kind = Kind::run;
  const Command* command = nullptr;  // run; help: nothing is the whole table or a group
  std::string group{};               // help about "actuals", "bet", ...
  Arguments arguments{std::string{}};
};

/// Reads the words after the program's name. Options stand anywhere, also before the command; `--`
/// ends them. Nothing is guessed: no abbreviations, no second mention of an option that takes one
/// value. Every mistake that can be told apart is reported (U-codes).
[[nodiscard]] Result<Request> parse_command_line(const std::vector<std::string>& words);

/// The commands whose first word is `group`.
[[nodiscard]] std::vector<const Command*> commands_of_group(std::string_view group);

/// "no command X" with did-you-mean: for a command line and for `help X`.
[[nodiscard]] Diagnostic unknown_command(std::string_view words);

}  // namespace betledger::cli
