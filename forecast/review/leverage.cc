#include "forecast/review/leverage.h"

#include <algorithm>
#include <cmath>

#include "forecast/gap/realised_effect.h"

namespace betledger::forecast {
namespace {

using inference::Index;
using inference::Unknown;
using Column = std::vector<double>;

/// Moments and chances of what came, against what was believed.
void weigh(const Inferred& inferred,
           const Column& came,
           const tree::ReviewRules& rules,
           Leverage& leverage) {
  const inference::Belief realised = inferred.posterior.summary(came);
  leverage.realised = realised.mean;
  leverage.sd = realised.sd;
  const double sign = leverage.believed < 0 ? -1 : 1;
  for (const double value : came) {
    const double over = sign * (value - leverage.believed);
    const double under = sign * (value - rules.as_believed * leverage.believed);
    leverage.above += over > 0 ? 1 : 0;
    leverage.below += under < 0 ? 1 : 0;
  }
  leverage.above /= static_cast<double>(came.size());
  leverage.below /= static_cast<double>(came.size());
}

struct Sum {
  Leverage leverage;
  Column came;
};

}  // namespace

std::vector<Leverage> metric_leverage(const Standing& standing,
                                      const Inferred& inferred,
                                      const std::vector<BetVerdict>& verdicts,
                                      const tree::ReviewRules& rules) {
  std::vector<Sum> sums;
  for (Index b = 0; b < verdicts.size(); ++b) {
    const BetVerdict& verdict = verdicts[b];
    if (verdict.verdict == Verdict::execution_failure || !std::isfinite(verdict.believed.mean)) {
      continue;  // says nothing of the metric
    }
    const auto& interventions = inferred.model.interventions;
    const auto first = std::find_if(interventions.begin(),
                                    interventions.end(),
                                    [b](const sim::Intervention& i) { return i.group == b; });
    const std::string& metric = standing.now.bets[b].terms.effects.front().metric;
    auto found = std::find_if(sums.begin(), sums.end(), [&](const Sum& sum) {
      return sum.leverage.source == metric && sum.leverage.action == verdict.action;
    });
    const Column came =
        realised_effect(inferred, static_cast<Index>(first - interventions.begin()));
    if (found == sums.end()) {
      found = sums.insert(sums.end(), Sum{});
      found->leverage.source = metric;
      found->leverage.action = verdict.action;
      found->came.resize(came.size());
    }
    found->leverage.believed += verdict.believed.mean;
    found->leverage.is_informed = found->leverage.is_informed || verdict.is_informed;
    for (std::size_t i = 0; i < came.size(); ++i) {
      found->came[i] += came[i];
    }
  }
  std::vector<Leverage> metrics;
  for (Sum& sum : sums) {
    weigh(inferred, sum.came, rules, sum.leverage);
    metrics.push_back(std::move(sum.leverage));
  }
  return metrics;
}

std::vector<Leverage> link_leverage(const Standing& standing,
                                    const Inferred& inferred,
                                    const tree::ReviewRules& rules) {
  std::vector<Leverage> links;
  const auto& influences = inferred.model.influences;
  for (Index l = 0; l < influences.size(); ++l) {
    const sim::Influence& from = influences[l];
    const Index unknown = inferred.problem.unknown(Unknown::Kind::strength, l);
    const double real = inferred.model.gates[from.gate].probability;
    const double mean = from.strength.mean();
    Leverage leverage;
    leverage.source = standing.locked.tree.spec().links[l].key();
    leverage.believed = real * (std::isfinite(mean) ? mean : from.strength.quantile(0.5));
    leverage.is_informed =
        inferred.problem.unknown_is_moved()[unknown] || inferred.problem.gate_is_moved()[from.gate];
    Column came = inferred.posterior.values(unknown);
    const Column open = inferred.posterior.open(from.gate);
    for (std::size_t i = 0; i < came.size(); ++i) {
      came[i] *= open[i];
    }
    weigh(inferred, came, rules, leverage);
    links.push_back(std::move(leverage));
  }
  std::stable_sort(links.begin(), links.end(), [](const Leverage& a, const Leverage& b) {
    return std::abs(a.realised) > std::abs(b.realised);
  });
  return links;
}

}  // namespace betledger::forecast
