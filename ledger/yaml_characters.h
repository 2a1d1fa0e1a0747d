#pragma once

#include <cstddef>

#include "core/diagnostic.h"
#include "ledger/source_text.h"

namespace betledger::ledger {

/// What is wrong with a text as bytes and characters, from the byte at `start` on: its size, bad
/// UTF-8, control characters, marks that turn the direction of writing. Empty if yaml-cpp may see
/// it.
[[nodiscard]] Diagnostics refuse_yaml_text(const SourceText& source, std::size_t start);

}  // namespace betledger::ledger
