#pragma once

#include <optional>
#include <string>

#include "forecast/review/learned_link.h"
#include "forecast/review/review.h"
#include "ledger/text/node.h"

namespace betledger::forecast {

/// A proposal as a decision records it (docs/ledger-format.md): with the link's terms before and
/// after, and what it was computed from.  \pre `proposal` is one of the review's
[[nodiscard]] ledger::Node evidence_of(const Review& review,
                                       const LinkProposal& proposal,
                                       const std::string& version);

/// What the close of a cycle needs of it; nothing where a member is missing or impossible.
[[nodiscard]] std::optional<Accepted> accepted_in(const ledger::Node& evidence);

}  // namespace betledger::forecast
