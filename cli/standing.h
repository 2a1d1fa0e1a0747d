#pragma once

#include <vector>

#include "cli/command.h"
#include "cli/session.h"
#include "forecast/standing.h"

namespace betledger::cli {

/// --cycle, --as-of, --recorded-by: of every command that looks at a cycle under way.
[[nodiscard]] std::vector<Option> standing_options();

/// What is known of the cycle that those options say. `session` is open at its head; its book is
/// replaced by the one of --recorded-by, so that provenance tells what the answer rests on.
/// Warnings also go to standard error.
[[nodiscard]] Result<forecast::Standing> standing_of(const Call& call,
                                                     Session& session,
                                                     Diagnostics& warnings);

}  // namespace betledger::cli
