#include "forecast/gap/gap_actions.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "core/odds.h"
#include "forecast/plan/optimism.h"
#include "forecast/plan/to_model.h"

namespace betledger::forecast {
namespace {

using inference::Index;
using inference::Unknown;

bool is_beyond(const ledger::KillRule& rule, double value) {
  return rule.side == ledger::KillRule::Side::below ? value < rule.bound : value > rule.bound;
}

/// P(the effect is beyond the bound) as it was believed.
double beyond_before(const sim::Model& model, Index k, const ledger::KillRule& rule) {
  const double works = model.gates[model.interventions[k].gates.works.value()].probability;
  const double below = share_below(amount_of(model, k), rule.bound);
  const double beyond = rule.side == ledger::KillRule::Side::below ? below : 1 - below;
  return works * beyond + (is_beyond(rule, 0) ? 1 - works : 0);
}

/// The effect that a kill rule is about, as the posterior has it: nil where it does not work.
std::optional<EffectNow> effect_now(const Inferred& inferred,
                                    std::size_t bet,
                                    const ledger::KillRule& rule) {
  for (Index k = 0; k < inferred.model.interventions.size(); ++k) {
    const sim::Intervention& from = inferred.model.interventions[k];
    if (from.group != bet || inferred.model.nodes[from.node].key != rule.metric) {
      continue;
    }
    const std::vector<double> amount = inferred.posterior.amounts(k);
    const std::vector<double> works = inferred.posterior.open(from.gates.works.value());
    EffectNow effect;
    effect.before = beyond_before(inferred.model, k, rule);
    effect.is_informed =
        inferred.problem.unknown_is_moved()[inferred.problem.unknown(Unknown::Kind::amount, k)] ||
        inferred.problem.gate_is_moved()[from.gates.works.value()];
    for (std::size_t i = 0; i < amount.size(); ++i) {
      const double value = amount[i] * works[i];
      effect.mean += value / static_cast<double>(amount.size());
      effect.beyond += is_beyond(rule, value) ? 1 / static_cast<double>(amount.size()) : 0;
    }
    return effect;
  }
  return std::nullopt;
}

std::vector<KillJudgement> judge(const Standing& standing, const Inferred& inferred) {
  std::vector<KillJudgement> judgements;
  for (std::size_t b = 0; b < standing.now.bets.size(); ++b) {
    const ledger::BetRecord& record = standing.now.bets[b];
    std::optional<EffectNow> effect;
    if (const auto rule = kill_rule_about_effect(standing, record.terms)) {
      effect = effect_now(inferred, b, *rule);
    }
    if (auto answer = judge_kill_rule(standing, record, effect)) {
      judgements.push_back({record.terms.key, std::move(*answer)});
    }
  }
  return judgements;
}

/// Focus inputs, and whatever a warning is about.
std::vector<std::uint32_t> probed(const Standing& standing, const Signals& signals) {
  std::vector<std::uint32_t> nodes;
  const auto add = [&](std::uint32_t node) {
    if (std::find(nodes.begin(), nodes.end(), node) == nodes.end()) {
      nodes.push_back(node);
    }
  };
  for (const std::string& key : standing.locked.cycle.focus_inputs) {
    add(node_of(standing.locked.tree, *standing.locked.tree.find(key)));
  }
  for (const Signal& signal : signals.found) {
    if (signal.tier == Signal::Tier::warning) {
      add(signal.node);
    }
  }
  return nodes;
}

}  // namespace

Actions actions_of(const Standing& standing,
                   const Inferred& inferred,
                   std::uint64_t seed,
                   sim::Executor& executor) {
  Actions actions;
  const sim::Program plan = sim::Program::compile(to_model(standing.locked, standing.baselines));
  actions.signals = find_signals(standing, plan, {}, executor);
  actions.kill_rules = judge(standing, inferred);
  std::map<std::string, std::string> killed;
  for (const KillJudgement& judgement : actions.kill_rules) {
    if (judgement.answer.state == KillState::broken) {
      killed[judgement.bet] = judgement.answer.why;
    }
  }
  CandidateModel candidates = make_candidate_model(standing, probed(standing, actions.signals));
  Outlook outlook{inferred.posterior, candidates.model, outlook_ask(standing, seed), executor};
  foretell(actions.signals, candidates.probes, outlook);
  actions.decisions = decide(standing, outlook, killed, actions.rules);
  const tree::Metric& focus = standing.locked.tree.metric(standing.locked.tree.focus());
  const bool falls = focus.desired == tree::Desired::down;
  actions.candidates = weigh(candidates.ideas, outlook, falls);
  actions.lifts =
      required_lifts(candidates.probes, histories_of(standing, candidates.probes), outlook);
  actions.left_out = std::move(candidates.left_out);
  for (const sim::Node& node : inferred.model.nodes) {
    actions.nodes.push_back(node.key);
  }
  return actions;
}

}  // namespace betledger::forecast
