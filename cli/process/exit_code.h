#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/diagnostic.h"

namespace betledger::cli {

/// How the program ends. Scripts rely on these numbers.
enum class ExitCode : std::uint8_t {
  fine = 0,
  findings = 1,
  usage = 2,
  bad_input = 3,
  changed_first = 4,
  not_permitted = 5,
  integrity = 6,
  storage = 7,
  our_bug = 70,
  interrupted = 130,
};

struct ExitCodeInfo {
  ExitCode code;
  std::string_view meaning;
};
/// Every code with its meaning, ascending: what help and the man page print.
[[nodiscard]] std::span<const ExitCodeInfo> exit_codes() noexcept;

/// `usage` if any error is about the command line (U-codes), else `bad_input`.
[[nodiscard]] ExitCode exit_code_of(std::span<const Diagnostic> why) noexcept;

/// The exit code of the exception that is being handled, and a line about it for stderr in
/// `message` (empty where nobody needs one).  \pre called inside a catch block
[[nodiscard]] ExitCode exit_code_of_exception(std::string& message);

}  // namespace betledger::cli
