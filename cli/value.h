#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cli/command.h"
#include "core/diagnostic.h"

namespace betledger::cli {

/// Digits only: no sign, no space, no suffix; nothing where it does not fit 64 bits.
[[nodiscard]] std::optional<std::uint64_t> parse_count(std::string_view text) noexcept;

/// What is wrong with `text` as a value of `option` (code, message and hint; no position).
[[nodiscard]] std::optional<Diagnostic> check_value(const Option& option, std::string_view text);

/// The same for a word that must be one of some choices.
[[nodiscard]] std::optional<Diagnostic> check_choice(const std::string& name,
                                                     const std::vector<std::string>& choices,
                                                     std::string_view text);

}  // namespace betledger::cli
