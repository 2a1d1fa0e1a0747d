#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/distribution.h"
#include "forecast/learning/spike_slab.h"
#include "forecast/review/link_proposals.h"
#include "ledger/text/node.h"
#include "tree/link.h"

namespace betledger::forecast {

/// Mean and sd as they can be written: of the quantiles where a tail has none.
[[nodiscard]] inference::Belief with_moments(inference::Belief belief);

/// A distribution of the old one's kind with a posterior's moments and quantiles, in four digits.
[[nodiscard]] Distribution as_learned(const inference::Belief& posterior, const Distribution& old);

/// What the close of a cycle needs of a decision on a proposal.
struct Accepted {
  std::string link;
  LinkProposal::Action action = LinkProposal::Action::keep;
  double real_from = 0;
  double real_to = 0;
  inference::Belief strength_from;
  inference::Belief strength_to;
  std::uint32_t cycles = 1;
  ledger::Node terms_from;  // the link as the plan of record defines it
  std::string as_of{};      // the day it was judged by, as written
};

/// What people wrote of a link, as a spike and a slab: mean and sd of its strength (of its
/// quantiles where a tail is too heavy for them).
[[nodiscard]] SpikeSlab stated_belief(const tree::Link& link, const tree::ConfidenceScale& scale);

/// `now` as the next cycle starts from it; nothing where it is retired, `now` where the posterior
/// is the prior, or the proposal was to keep or to test it: what little was seen is sampling error
/// as much as news.
///
/// The share `kept` of what separates the posterior from `stated`, the belief that a person wrote
/// last: log odds and precision of the strength in that proportion (`forget`). The strength keeps
/// the posterior's shape: its quantiles, moved and scaled to the new mean and sd. Hardened: P(real)
/// is 1 and the strength the posterior's, of which nothing is forgotten.
[[nodiscard]] std::optional<tree::Link> learned_link(const tree::Link& now,
                                                     const Accepted& accepted,
                                                     const SpikeSlab& stated,
                                                     double kept);

}  // namespace betledger::forecast
