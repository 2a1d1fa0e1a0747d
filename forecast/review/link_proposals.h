#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "forecast/gap/inferred.h"
#include "forecast/standing/standing.h"
#include "ledger/book/book.h"
#include "tree/review_rules.h"

namespace betledger::forecast {

struct LinkProposal {
  enum class Action : std::uint8_t { raise, lower, harden, prune, test_next, keep };

  std::string id;    // "L3": the link's number in the tree
  std::string link;  // from->to
  Action action = Action::keep;
  double real_from = 0;
  inference::Chance real_to;
  inference::Belief strength_from;
  inference::Belief strength_to;
  double sign_certain = 0;   // posterior probability of the believed sign, given that it is real
  double useful = 0;         // P(|strength| > the smallest useful)
  std::uint32_t cycles = 1;  // that have evidence for it
  std::string because;
  double bits = 0;           // learned about P(real)
  double strength_bits = 0;  // ... and about the strength, as far as it is real
  bool is_informed = false;  // has what was seen a say in it?
  std::vector<ledger::DecisionRecord> decisions{};  // on this link in this cycle, oldest first
};
[[nodiscard]] std::string_view name(LinkProposal::Action action) noexcept;
/// Raise, lower, harden or prune: accepted, it changes the link.
[[nodiscard]] bool changes_link(LinkProposal::Action action) noexcept;
/// The latest decision that accepts or rejects; null: it is pending.
[[nodiscard]] const ledger::DecisionRecord* ruling_on(const LinkProposal& proposal) noexcept;

/// One proposal per link, in the order of the tree (docs/statistics-learning.md). `earlier_cycles`:
/// by link, those with evidence for it.
[[nodiscard]] std::vector<LinkProposal> propose_links(
    const Standing& standing,
    const Inferred& inferred,
    const tree::ReviewRules& rules,
    const std::map<std::string, std::uint32_t>& earlier_cycles);

}  // namespace betledger::forecast
