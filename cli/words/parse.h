#pragma once

#include <span>
#include <string>
#include <vector>

#include "cli/words/arguments.h"
#include "cli/words/command.h"
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
[[nodiscard]] Result<Request> parse_command_line(CommandTable table,
                                                 const std::vector<std::string>& words);

}  // namespace betledger::cli
