#include "forecast/review/learned_link.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "core/number.h"
#include "forecast/plan/canonical.h"
#include "ledger/codec/codec.h"

namespace betledger::forecast {
namespace {

using inference::Belief;
using Action = LinkProposal::Action;
using Family = Distribution::Family;

constexpr double z90 = 1.2815515655446004;
/// A share of particles that is 0 or 1 is no certainty.
constexpr double most_sure = 0.999;
/// More digits than any evidence holds, and few enough for a person to read.
constexpr int digits = 4;

double rounded(double value) {
  return parse_number(fmt::format("{:.{}g}", value, digits), NumberKind::plain).value_or(value);
}

Family quantiles_of(const Belief& belief, const Distribution& old) {
  Quantiles family{{0.1, 0.5, 0.9}, {belief.p10, belief.p50, belief.p90}, {}, {}};
  for (double& value : family.values) {
    value = rounded(value);
  }
  if (std::isfinite(old.lowest()) && family.values.front() > old.lowest()) {
    family.lower = old.lowest();
  }
  if (std::isfinite(old.highest()) && family.values.back() < old.highest()) {
    family.upper = old.highest();
  }
  return family;
}

/// A distribution of the old one's kind with these moments and quantiles.
Distribution strength_of(const Belief& belief, const Distribution& old) {
  if (old.is_constant() || !(belief.sd > 0)) {
    return old;
  }
  const Family normal = Normal{rounded(belief.mean), rounded(belief.sd)};
  const bool was_normal = std::holds_alternative<Normal>(old.family());
  auto made = Distribution::make(was_normal ? normal : quantiles_of(belief, old));
  if (!made) {
    made = Distribution::make(normal);
  }
  return made ? *made : old;
}

/// Moved and scaled to another mean and sd.
Belief moved(const Belief& belief, double mean, double sd) {
  const auto at = [&](double value) { return mean + sd * (value - belief.mean) / belief.sd; };
  Belief next = belief;
  next.mean = mean;
  next.sd = sd;
  next.p10 = at(belief.p10);
  next.p50 = at(belief.p50);
  next.p90 = at(belief.p90);
  return next;
}

tree::Confidence confidence_of(double real) {
  constexpr double steps = 1e4;
  return tree::Confidence{Probability{std::round(real * steps) / steps}};
}

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

/// No evidence bore on the link: its posterior is its prior.
bool says_nothing(const Accepted& accepted) {
  const Belief& before = accepted.strength_from;
  const Belief& after = accepted.strength_to;
  return accepted.real_from == accepted.real_to && before.p10 == after.p10 &&
         before.p50 == after.p50 && before.p90 == after.p90;
}

/// Mean and sd as they can be written: of the quantiles where a tail has none.
Belief with_moments(Belief belief) {
  if (!std::isfinite(belief.mean) || !std::isfinite(belief.sd)) {
    belief.mean = belief.p50;
    belief.sd = (belief.p90 - belief.p10) / (2 * z90);
  }
  return belief;
}

}  // namespace

Distribution as_learned(const Belief& posterior, const Distribution& old) {
  return strength_of(with_moments(posterior), old);
}

SpikeSlab stated_belief(const tree::Link& link, const tree::ConfidenceScale& scale) {
  Belief belief;
  belief.mean = link.strength.mean();
  belief.sd = std::sqrt(link.strength.variance());
  belief.p10 = link.strength.quantile(0.1);
  belief.p50 = link.strength.quantile(0.5);
  belief.p90 = link.strength.quantile(0.9);
  belief = with_moments(belief);
  return {link.confidence.on(scale).value(), belief.mean, belief.sd};
}

std::optional<tree::Link> learned_link(const tree::Link& now,
                                       const Accepted& accepted,
                                       const SpikeSlab& stated,
                                       double kept) {
  tree::Link next = now;
  const Belief& posterior = accepted.strength_to;
  switch (accepted.action) {
    case Action::prune:
      return std::nullopt;
    case Action::harden:
      next.confidence = confidence_of(1);
      next.strength = strength_of(posterior, now.strength);
      return next;
    case Action::keep:
    case Action::test_next:
      return next;
    case Action::raise:
    case Action::lower:
      break;
  }
  if (says_nothing(accepted)) {
    return next;
  }
  const double real = std::clamp(accepted.real_to, 1 - most_sure, most_sure);
  const bool is_wide = stated.sd > 0 && posterior.sd > 0;
  const SpikeSlab tempered = forget({stated.p_real, stated.mean, is_wide ? stated.sd : 1},
                                    {real, posterior.mean, is_wide ? posterior.sd : 1},
                                    kept);
  next.confidence = confidence_of(tempered.p_real);
  next.strength =
      strength_of(is_wide ? moved(posterior, tempered.mean, tempered.sd) : posterior, now.strength);
  return next;
}

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
