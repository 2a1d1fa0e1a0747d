#pragma once

#include <string>
#include <string_view>

namespace betledger::ledger {

/// JSON Schema (draft 2020-12) of the authoring files, for editors: kind "tree" or "bets".
[[nodiscard]] std::string json_schema(std::string_view kind);

}  // namespace betledger::ledger
