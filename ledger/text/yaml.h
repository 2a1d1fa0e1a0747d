#pragma once

#include <string>
#include <string_view>

#include "core/result.h"
#include "ledger/text/node.h"

namespace betledger::ledger {

/// Reads the strict subset of YAML that authoring files use: one document of mappings, sequences
/// and scalars (plain, quoted, block). Refused, each with line and column: anchors, aliases, tags,
/// merge keys, duplicate keys, a second document, directives, unterminated quotes, tabs as
/// indentation, bad UTF-8, a byte-order mark in the middle, control characters, more than 4 MiB, 32
/// levels or 200,000 nodes. Built on yaml-cpp's event API, which lets several of these pass: what
/// it does not see, this does. Every syntax error that can be told apart is reported (Y-codes).
[[nodiscard]] Result<Node> parse_yaml(std::string_view text, const std::string& file);

}  // namespace betledger::ledger
