#pragma once

#include "cli/words/command.h"
#include "forecast/learning/role_table.h"

namespace betledger::cli {

/// --columns ROLE=COLUMN,... and --where COLUMN=VALUE of commands that read a file of past
/// experiments or forecasts.
[[nodiscard]] std::vector<Option> role_options();
/// Them, for the file that the positional FILE says; U005 for what is not NAME=VALUE.
[[nodiscard]] Result<forecast::RoleSettings> role_settings(const Call& call);

}  // namespace betledger::cli
