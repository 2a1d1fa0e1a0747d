#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/calendar.h"
#include "core/result.h"

namespace betledger::cli {

/// Everything the program takes from the machine it runs on: nothing below `cli/` knows of it.
///
/// | variable        | what it does                                                               |
/// |-----------------|----------------------------------------------------------------------------|
/// | BETLEDGER       | the ledger file, where --ledger is not given                               |
/// | BETLEDGER_ACTOR | who writes, where --actor is not given; else USER, LOGNAME, "unknown"      |
/// | BETLEDGER_NOW   | pins the clock, e.g. 2026-07-06T09:00:00Z: the same commands then write    |
/// |                 | the same ledger, byte for byte                                             |
/// | NO_COLOR        | no colours, when it is set                                                 |
struct Environment {
  Instant now{};
  bool pinned_clock = false;
  std::string
      nonce;  // makes two ledgers of the same second different; empty when the clock is pinned
  std::string actor;
  std::optional<std::filesystem::path> ledger;
  std::filesystem::path folder;
  bool colour = false;  // standard output is a terminal that wants colours
  int width = 100;      // of that terminal
};

/// Fails (U-codes) for a variable that holds nonsense.
[[nodiscard]] Result<Environment> read_environment();

struct VariableInfo {
  std::string_view name;
  std::string_view meaning;
};
/// What help and the man page print.
[[nodiscard]] std::span<const VariableInfo> variables() noexcept;

}  // namespace betledger::cli
