#include "forecast/gap/updated_beliefs.h"

#include <cmath>
#include <numeric>
#include <optional>
#include <utility>

#include "forecast/plan/optimism.h"

namespace betledger::forecast {
namespace {

using inference::Belief;
using inference::Index;
using inference::Posterior;
using inference::Unknown;

/// Quantiles and moments of what was believed before.
Belief prior_of(const Distribution& distribution) {
  Belief belief;
  belief.mean = distribution.mean();
  belief.sd = std::sqrt(distribution.variance());
  belief.p10 = distribution.quantile(0.1);
  belief.p50 = distribution.quantile(0.5);
  belief.p90 = distribution.quantile(0.9);
  return belief;
}

Updated update_of(const Posterior& posterior, Index gate) {
  return {posterior.problem().model().gates[gate].probability, posterior.chance(gate)};
}

/// Are there enough particles with the gate open to tell what stands behind it?
bool is_often_open(const Posterior& posterior, Index gate) {
  constexpr double fewest = 50;
  const std::vector<double> open = posterior.open(gate);
  return std::accumulate(open.begin(), open.end(), 0.0) >= fewest;
}

EffectOutlook effect_of(const Posterior& posterior, Index k) {
  const sim::Model& model = posterior.problem().model();
  const sim::Intervention& from = model.interventions[k];
  const Index gate = from.gates.works.value();
  const Index unknown = posterior.problem().unknown(Unknown::Kind::amount, k);
  EffectOutlook effect;
  effect.metric = model.nodes[from.node].key;
  effect.action = from.action == sim::Action::lift ? tree::Action::lift : tree::Action::shift;
  effect.works = update_of(posterior, gate);
  effect.prior = prior_of(amount_of(model, k));
  const std::vector<bool>& moved = posterior.problem().unknown_is_moved();
  effect.is_informed = moved[unknown] || posterior.problem().gate_is_moved()[gate];
  if (from.optimism) {  // what a team-mate's effect came to says something of this one
    effect.is_informed = effect.is_informed ||
                         moved[posterior.problem().unknown(Unknown::Kind::factor, *from.optimism)];
  }
  effect.now = effect.is_informed && is_often_open(posterior, gate)
                   ? posterior.belief_of_amount(k, gate)
                   : effect.prior;
  std::vector<double> realised = posterior.amounts(k);
  const std::vector<double> open = posterior.open(gate);
  for (std::size_t i = 0; i < realised.size(); ++i) {
    realised[i] *= open[i];
  }
  effect.expected = posterior.summary(realised);
  return effect;
}

}  // namespace

std::vector<BetOutlook> bet_outlooks(const Standing& standing, const Posterior& posterior) {
  const sim::Model& model = posterior.problem().model();
  std::vector<BetOutlook> bets;
  for (std::uint32_t b = 0; b < standing.now.bets.size(); ++b) {
    BetOutlook bet;
    bet.bet = standing.now.bets[b].terms.key;
    bet.was_funded = b < standing.locked.bets.size();
    for (Index k = 0; k < model.interventions.size(); ++k) {
      if (model.interventions[k].group == b) {
        bet.effects.push_back(effect_of(posterior, k));
      }
    }
    bet.works = bet.effects.front().works;
    bets.push_back(std::move(bet));
  }
  return bets;
}

std::vector<LinkOutlook> link_outlooks(const Standing& standing, const Posterior& posterior) {
  const inference::Problem& problem = posterior.problem();
  std::vector<LinkOutlook> links;
  for (Index l = 0; l < problem.model().influences.size(); ++l) {
    const sim::Influence& from = problem.model().influences[l];
    const Index unknown = problem.unknown(Unknown::Kind::strength, l);
    LinkOutlook link;
    link.link = standing.locked.tree.spec().links[l].key();
    link.real = update_of(posterior, from.gate);
    link.prior = prior_of(from.strength);
    link.is_informed = problem.unknown_is_moved()[unknown] || problem.gate_is_moved()[from.gate];
    link.now = link.is_informed && is_often_open(posterior, from.gate)
                   ? posterior.belief(unknown, from.gate)
                   : link.prior;
    links.push_back(std::move(link));
  }
  return links;
}

std::vector<FactorOutlook> factor_outlooks(const Posterior& posterior) {
  const inference::Problem& problem = posterior.problem();
  std::vector<FactorOutlook> factors;
  for (Index o = 0; o < problem.model().optimism.size(); ++o) {
    const sim::Optimism& from = problem.model().optimism[o];
    if (from.factor.is_constant()) {
      continue;
    }
    const Index unknown = problem.unknown(Unknown::Kind::factor, o);
    FactorOutlook factor{from.key, prior_of(from.factor), {}, false};
    factor.is_informed = problem.unknown_is_moved()[unknown];
    factor.now = factor.is_informed ? posterior.belief(unknown) : factor.prior;
    factors.push_back(std::move(factor));
  }
  return factors;
}

}  // namespace betledger::forecast
