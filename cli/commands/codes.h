#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/diagnostic.h"

namespace betledger::cli {

/// Every code that this layer gives: U (usage).
[[nodiscard]] std::span<const CodeInfo> codes() noexcept;

/// The entry of any layer's catalogue; null where no layer knows the code.
[[nodiscard]] const CodeInfo* find_code(std::string_view code) noexcept;

/// Every code of every layer, by code.
[[nodiscard]] std::vector<const CodeInfo*> all_codes();

}  // namespace betledger::cli
