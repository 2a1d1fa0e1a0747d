#include "forecast/review/learned_link.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "core/number.h"

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

/// No evidence bore on the link: its posterior is its prior.
bool says_nothing(const Accepted& accepted) {
  const Belief& before = accepted.strength_from;
  const Belief& after = accepted.strength_to;
  return accepted.real_from == accepted.real_to && before.p10 == after.p10 &&
         before.p50 == after.p50 && before.p90 == after.p90;
}

}  // namespace

Belief with_moments(Belief belief) {
  if (!std::isfinite(belief.mean) || !std::isfinite(belief.sd)) {
    belief.mean = belief.p50;
    belief.sd = (belief.p90 - belief.p10) / (2 * z90);
  }
  return belief;
}

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

}  // namespace betledger::forecast
