// Links with evidence that nobody decided on when their cycle was closed.
#include <algorithm>

#include <fmt/format.h>

#include "core/text.h"
#include "forecast/review/closing.h"
#include "forecast/review/decision_evidence.h"

namespace betledger::forecast {

void pass_over(const std::vector<LinkProposal>& proposals,
               Closing& closing,
               Diagnostics& warnings) {
  std::vector<std::string> changes;
  for (const LinkProposal& proposal : proposals) {
    const auto found = std::find(closing.undecided.begin(), closing.undecided.end(), proposal.link);
    if (found == closing.undecided.end() || !proposal.is_informed) {
      continue;
    }
    closing.passed_over.push_back(proposal);
    if (changes_link(proposal.action)) {
      changes.push_back(fmt::format("{} ({})", proposal.id, name(proposal.action)));
    }
  }
  if (!changes.empty()) {
    warnings.push_back({"B055",
                        Severity::warning,
                        {},
                        {},
                        fmt::format("nobody decided on {}: what was learned is not carried over",
                                    join(changes, ", ")),
                        "decide before the close: betledger review accept ID --because \"...\""});
  }
}

std::vector<ledger::Node> undecided_evidence(const Review& review,
                                             const Closing& closing,
                                             const std::string& version) {
  std::vector<ledger::Node> nodes;
  for (const LinkProposal& proposal : closing.passed_over) {
    nodes.push_back(evidence_of(review, proposal, version));
  }
  return nodes;
}

}  // namespace betledger::forecast
