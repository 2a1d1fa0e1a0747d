#pragma once

#include "cli/command.h"
#include "cli/session.h"
#include "core/result.h"
#include "forecast/review.h"

namespace betledger::cli {

/// The review of the cycle that --cycle says (else the only one with a plan of record that is not
/// closed), with the options of `standing_options` and `sampler_options`. The same ledger and
/// options give the same review. Warnings go to standard error.
[[nodiscard]] Result<forecast::Review> review_of(const Call& call, Session& session);

}  // namespace betledger::cli
