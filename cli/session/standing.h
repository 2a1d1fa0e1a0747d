#pragma once

#include <vector>

#include "cli/session/session.h"
#include "cli/words/command.h"
#include "forecast/gap/gap.h"
#include "forecast/standing/make_standing.h"
#include "forecast/standing/standing.h"

namespace betledger::cli {

/// --cycle, --as-of, --recorded-by: of every command that looks at a cycle under way.
[[nodiscard]] std::vector<Option> standing_options();

/// What they ask for. `session` is open at its head; its book is replaced by the one of
/// --recorded-by, so that provenance tells what the answer rests on.
[[nodiscard]] forecast::StandingRequest standing_request(const Call& call, Session& session);
/// What is known of that. Warnings also go to standard error.
[[nodiscard]] Result<forecast::Standing> standing_of(const Call& call,
                                                     Session& session,
                                                     Diagnostics& warnings);

/// --particles, --seed, --threads, --executor: of every command that asks the posterior.
[[nodiscard]] std::vector<Option> sampler_options();
[[nodiscard]] forecast::GapSettings gap_settings_of(const Call& call);

}  // namespace betledger::cli
