#pragma once

#include <string>
#include <string_view>

#include "cli/words/command.h"

namespace betledger::cli {

/// betledger(1) in roff (man macros).
[[nodiscard]] std::string man_page(CommandTable table, std::string_view version);

}  // namespace betledger::cli
