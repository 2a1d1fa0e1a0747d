#pragma once

#include <string>
#include <vector>

#include "cli/process/console.h"
#include "cli/process/environment.h"
#include "cli/process/exit_code.h"

namespace betledger::cli {

/// The whole program but for the process: understands the words after the program's name, does what
/// they ask, maps every error to its exit code. Throws nothing.
[[nodiscard]] ExitCode run(const std::vector<std::string>& words,
                           const Environment& environment,
                           Console console) noexcept;

}  // namespace betledger::cli
