#include "forecast/review/link_decision.h"

#include <fmt/format.h>

#include "core/text.h"
#include "forecast/review/decision_evidence.h"
#include "ledger/book/about_field.h"
#include "ledger/book/refusal.h"

namespace betledger::forecast {
namespace {

Result<LinkProposal> find_proposal(const Review& review, const std::string& id) {
  std::vector<std::string> known;
  for (const LinkProposal& proposal : review.proposals) {
    if (proposal.id == id || proposal.link == id) {
      return proposal;
    }
    known.push_back(proposal.id);
  }
  return ledger::about_field(
      "proposal",
      "U031",
      fmt::format("the review of {} has no proposal {}", review.gap.standing.commit.cycle, id),
      ledger::meant_or(
          id,
          known,
          known.empty() ? "the tree has no links" : "its proposals: " + join(known, ", ")));
}

}  // namespace

Result<DecidedLink> decide(const Review& review, const LinkDecision& decision) {
  const auto proposal = find_proposal(review, decision.proposal);
  if (!proposal) {
    return proposal.error();
  }
  const ledger::Decision recorded{review.gap.standing.commit.cycle,
                                  proposal->id,
                                  proposal->link,
                                  decision.ruling,
                                  decision.because,
                                  evidence_of(review, *proposal, decision.version)};
  return DecidedLink{*proposal, {ledger::ReviewDecided{recorded}}};
}

}  // namespace betledger::forecast
