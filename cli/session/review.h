#pragma once

#include "cli/session/session.h"
#include "cli/words/command.h"
#include "core/result.h"
#include "forecast/review/review.h"

namespace betledger::cli {

/// The review of the cycle that `standing_options` and `sampler_options` say (else of the only one
/// with a plan of record that is not closed); see ReviewRequest for `wants_beliefs`. Warnings go to
/// standard error.
[[nodiscard]] Result<forecast::Review> review_of(const Call& call,
                                                 Session& session,
                                                 bool wants_beliefs);

}  // namespace betledger::cli
