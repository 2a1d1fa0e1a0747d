#pragma once

#include <cstdint>

#include "cli/session/session.h"
#include "cli/words/command.h"
#include "core/result.h"
#include "forecast/review/review.h"

namespace betledger::cli {

/// What a review takes from earlier cycles: what was decided on their links; for a report also how
/// beliefs compared with what came, which takes a posterior for each.
enum class Past : std::uint8_t { decisions, beliefs };

/// The review of the cycle that --cycle says (else the only one with a plan of record that is not
/// closed), with the options of `standing_options` and `sampler_options`. The same ledger and
/// options give the same review. Warnings go to standard error.
[[nodiscard]] Result<forecast::Review> review_of(const Call& call, Session& session, Past past);

}  // namespace betledger::cli
