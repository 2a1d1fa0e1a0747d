#pragma once

#include <string>
#include <string_view>

#include "core/result.h"
#include "ledger/text/node.h"

namespace betledger::ledger {

/// Strict JSON (RFC 8259) into a Node: numbers, true and false become plain scalars with their
/// text, strings quoted ones. Duplicate keys, NaN, trailing text, over 64 MiB or 32 levels:
/// refused.
[[nodiscard]] Result<Node> parse_json(std::string_view text, const std::string& file);

}  // namespace betledger::ledger
