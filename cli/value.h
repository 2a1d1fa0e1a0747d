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

/// What is wrong with `text` as a value of `option`, which messages call `label` (code, message and
/// hint; no position).
[[nodiscard]] std::optional<Diagnostic> check_value(const Option& option,
                                                    const std::string& label,
                                                    std::string_view text);

}  // namespace betledger::cli
