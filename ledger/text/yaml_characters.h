#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "core/diagnostic.h"
#include "ledger/text/source_text.h"

namespace betledger::ledger {

/// What is wrong with a text as bytes and characters, from the byte at `start` on: its size, bad
/// UTF-8, control characters, marks that turn the direction of writing. Empty if yaml-cpp may see
/// it.
[[nodiscard]] Diagnostics refuse_yaml_text(const SourceText& source, std::size_t start);

/// The first control character, byte that is not UTF-8 or mark that turns the direction of writing;
/// line ends and tabs are none. Nothing: a person may have written the text.
[[nodiscard]] std::optional<char32_t> first_refused_character(std::string_view text) noexcept;

}  // namespace betledger::ledger
