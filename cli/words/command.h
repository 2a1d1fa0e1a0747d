#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/process/console.h"
#include "cli/process/environment.h"
#include "cli/process/exit_code.h"
#include "cli/words/arguments.h"
#include "cli/words/option.h"
#include "core/result.h"

namespace betledger::cli {

struct Example {
  std::string line{};  // a command line that works
  std::string says{};
};

struct Command;

/// What a handler works with.
struct Call {
  const Command& command;
  const Arguments& arguments;
  const Environment& environment;
  const Console& console;
};

/// Does the work. A person's mistake is a failed result; a broken world an exception.
using Handler = Result<ExitCode> (*)(const Call&);

/// One line of the command table: help, did-you-mean, completion, the man page and the parser all
/// come from here.
struct Command {
  std::string name{};  // "apply", "actuals import": one or two words
  std::string summary{};
  std::string description{};  // paragraphs parted by an empty line
  std::vector<Positional> positionals{};
  std::vector<Option> options{};
  std::vector<Example> examples{};
  Handler run = nullptr;
  std::string group{};  // what it is for: "Plan"; commands of a group stand together in the table

  [[nodiscard]] const Option* find(std::string_view option) const noexcept;
};

/// Every command, in the order of help.
using CommandTable = std::span<const Command>;

}  // namespace betledger::cli
