#include "forecast/review/decision_evidence.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

#include "core/contract.h"
#include "core/number.h"
#include "ledger/codec/codec.h"
#include "ledger/text/json_values.h"

namespace betledger::forecast {
namespace {

using inference::Belief;
using Action = LinkProposal::Action;

ledger::Node belief_node(double real, const Belief& belief) {
  ledger::Node strength = ledger::Node::mapping();
  strength.add("mean", json::number(belief.mean))
      .add("sd", json::number(belief.sd))
      .add("p10", json::number(belief.p10))
      .add("p50", json::number(belief.p50))
      .add("p90", json::number(belief.p90));
  return ledger::Node::mapping().add("real", json::number(real)).add("strength", strength);
}

/// A number of a mapping; NaN where there is none.
double number_in(const ledger::Node* node, std::string_view key) {
  const ledger::Node* found =
      node != nullptr && node->kind == ledger::Node::Kind::mapping ? node->find(key) : nullptr;
  const auto value = found != nullptr && found->kind == ledger::Node::Kind::scalar
                         ? parse_number(found->text, NumberKind::plain)
                         : std::nullopt;
  return value.value_or(std::nan(""));
}

bool read_belief(const ledger::Node* node, double& real, Belief& belief) {
  const ledger::Node* strength = node != nullptr && node->kind == ledger::Node::Kind::mapping
                                     ? node->find("strength")
                                     : nullptr;
  real = number_in(node, "real");
  belief.mean = number_in(strength, "mean");
  belief.sd = number_in(strength, "sd");
  belief.p10 = number_in(strength, "p10");
  belief.p50 = number_in(strength, "p50");
  belief.p90 = number_in(strength, "p90");
  return real >= 0 && real <= 1 && std::isfinite(belief.mean) && belief.sd >= 0 &&
         std::isfinite(belief.sd) && belief.p10 <= belief.p50 && belief.p50 <= belief.p90 &&
         std::isfinite(belief.p10) && std::isfinite(belief.p90);
}

}  // namespace

ledger::Node evidence_of(const Review& review,
                         const LinkProposal& proposal,
                         const std::string& version) {
  using ledger::Node;
  const Standing& standing = review.gap.standing;
  const auto& links = standing.locked.tree.spec().links;
  const auto link = std::find_if(
      links.begin(), links.end(), [&](const auto& one) { return one.key() == proposal.link; });
  BET_EXPECT(link != links.end());
  const Belief from = with_moments(proposal.strength_from);
  const Belief to = with_moments(proposal.strength_to);
  const auto after = learned_link(*link,
                                  {proposal.link,
                                   proposal.action,
                                   proposal.real_from,
                                   proposal.real_to.probability,
                                   from,
                                   to,
                                   proposal.cycles,
                                   {},
                                   {}},
                                  stated_belief(*link, standing.locked.tree.spec().confidence),
                                  1);
  Node becomes = belief_node(proposal.real_to.probability, to);
  becomes.add("se", json::number(proposal.real_to.se));
  Node terms = Node::mapping().add("from", ledger::encode_link(*link));
  terms.add("to", after ? ledger::encode_link(*after) : Node{});
  Node head = Node::mapping();
  head.add("seq", json::count(static_cast<std::uint64_t>(standing.now.head_seq)))
      .add("hash", json::text(standing.now.head_hash));
  Node node = Node::mapping();
  node.add("id", json::text(proposal.id))
      .add("link", json::text(proposal.link))
      .add("action", json::text(std::string{name(proposal.action)}))
      .add("from", belief_node(proposal.real_from, from))
      .add("to", std::move(becomes))
      .add("sign_certain", json::number(proposal.sign_certain))
      .add("useful", json::number(proposal.useful))
      .add("cycles", json::count(proposal.cycles))
      .add("because", json::text(proposal.because))
      .add("bits", json::number(proposal.bits))
      .add("strength_bits", json::number(proposal.strength_bits))
      .add("terms", std::move(terms))
      .add("as_of", json::day(standing.as_of))
      .add("seed", json::count(review.gap.settings.landing.seed))
      .add("particles", json::count(review.gap.settings.landing.particles))
      .add("version", json::text(version))
      .add("head", std::move(head));
  return node;
}

std::optional<Accepted> accepted_in(const ledger::Node& evidence) {
  constexpr std::array actions{
      Action::raise, Action::lower, Action::harden, Action::prune, Action::test_next, Action::keep};
  const auto text = [&](std::string_view key) {
    const ledger::Node* found = evidence.find(key);
    return found != nullptr && found->kind == ledger::Node::Kind::scalar ? found->text
                                                                         : std::string{};
  };
  Accepted accepted;
  accepted.link = text("link");
  const auto* const action = std::find_if(
      actions.begin(), actions.end(), [&](Action one) { return name(one) == text("action"); });
  const double cycles = number_in(&evidence, "cycles");
  const ledger::Node* const terms = evidence.find("terms");
  const ledger::Node* const from = terms != nullptr && terms->kind == ledger::Node::Kind::mapping
                                       ? terms->find("from")
                                       : nullptr;
  if (action == actions.end() || from == nullptr || !(cycles >= 0 && cycles < 1e6) ||
      !read_belief(evidence.find("from"), accepted.real_from, accepted.strength_from) ||
      !read_belief(evidence.find("to"), accepted.real_to, accepted.strength_to)) {
    return std::nullopt;
  }
  accepted.action = *action;
  accepted.cycles = static_cast<std::uint32_t>(cycles);
  accepted.terms_from = *from;
  accepted.as_of = text("as_of");
  return accepted;
}

}  // namespace betledger::forecast
