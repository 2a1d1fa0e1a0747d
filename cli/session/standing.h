#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "cli/session/session.h"
#include "cli/words/command.h"
#include "forecast/gap/gap.h"
#include "forecast/standing/standing.h"

namespace betledger::cli {

/// --cycle, --as-of, --recorded-by: of every command that looks at a cycle under way.
[[nodiscard]] std::vector<Option> standing_options();

/// What is known of the cycle that those options say. `session` is open at its head; its book is
/// replaced by the one of --recorded-by, so that provenance tells what the answer rests on.
/// Warnings also go to standard error.
[[nodiscard]] Result<forecast::Standing> standing_of(const Call& call,
                                                     Session& session,
                                                     Diagnostics& warnings);

/// What was known at the end of every cycle with a plan of record that `counts`, oldest first.
/// `session` has the book to look at; a cycle that cannot be made up is warned of and left out.
[[nodiscard]] std::vector<forecast::Standing> past_standings(
    const Call& call,
    Session& session,
    std::optional<Day> recorded_by,
    const std::function<bool(const ledger::CycleRecord&)>& counts);

/// --particles, --seed, --threads, --executor: of every command that asks the posterior.
[[nodiscard]] std::vector<Option> sampler_options();
[[nodiscard]] forecast::GapSettings gap_settings_of(const Call& call);

}  // namespace betledger::cli
