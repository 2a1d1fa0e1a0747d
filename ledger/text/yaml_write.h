#pragma once

#include <string>

#include "ledger/text/node.h"

namespace betledger::ledger {

/// Canonical form: two-space indentation, block mappings at the top, flow mappings `{a: 1, b: 2}`
/// for small leaves that fit a line of 100, strings quoted only where YAML needs it, a final
/// newline. parse_yaml(write_yaml(n)) is same_as(n). \pre every text is well-formed UTF-8; at most
/// 32 levels
[[nodiscard]] std::string write_yaml(const Node& node);

/// The node on one line, `{a: 1, b: [2, 3]}`: what a message or a difference shows.
[[nodiscard]] std::string write_yaml_line(const Node& node);

}  // namespace betledger::ledger
