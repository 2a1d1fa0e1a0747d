#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace betledger::reports {

/// The outputs that have a contract, sorted: NAME of betledger.NAME/1. The list of bets,
/// betledger.bets/1, is `bet-list`, because `bets` is an authoring file.
[[nodiscard]] std::vector<std::string> outputs();
/// The JSON Schema (2020-12) of one of them, as text.  \pre `output` is among outputs()
[[nodiscard]] std::string output_schema(std::string_view output);

}  // namespace betledger::reports
