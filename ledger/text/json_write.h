#pragma once

#include <string>

#include "ledger/text/node.h"

namespace betledger::ledger {

/// One line, no spaces, members in the node's order. A plain scalar that is a JSON number or a
/// boolean is written bare, any other as a string: what is hashed into the ledger's chain.
/// parse_json(write_json(n)) is same_as(n).  \pre every text is well-formed UTF-8; at most 32
/// levels
[[nodiscard]] std::string write_json(const Node& node);

/// The same for people: a member or item on each line, two blanks for each level, a final newline.
[[nodiscard]] std::string write_json_indented(const Node& node);

}  // namespace betledger::ledger
