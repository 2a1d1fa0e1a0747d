#pragma once

#include <string>
#include <vector>

#include "core/result.h"
#include "forecast/review/review.h"
#include "ledger/book/decision.h"
#include "ledger/book/event.h"

namespace betledger::forecast {

/// What the steward makes of a proposal.
struct LinkDecision {
  std::string proposal;  // its id, L3, or its link
  ledger::Ruling ruling = ledger::Ruling::annotated;
  std::string because;
  std::string version;  // of the program that computed the proposal
};

/// The proposal as it was decided on, and the event that records it as it is shown.
struct DecidedLink {
  LinkProposal proposal;
  std::vector<ledger::Event> events;
};

/// Refuses a proposal that the review does not make (U031).
[[nodiscard]] Result<DecidedLink> decide(const Review& review, const LinkDecision& decision);

}  // namespace betledger::forecast
