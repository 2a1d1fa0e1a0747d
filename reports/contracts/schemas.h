#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace betledger::reports {

/// The outputs that have a contract, by their names in betledger.NAME/1, sorted.
[[nodiscard]] std::vector<std::string> outputs();
/// The JSON Schema (2020-12) of one of them, as text.  \pre `output` is among outputs()
[[nodiscard]] std::string output_schema(std::string_view output);

}  // namespace betledger::reports
