#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace betledger::cli {

/// Digits only: no sign, no space, no suffix; nothing where it does not fit 64 bits.
[[nodiscard]] std::optional<std::uint64_t> parse_count(std::string_view text) noexcept;

}  // namespace betledger::cli
