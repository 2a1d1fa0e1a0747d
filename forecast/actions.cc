#include "forecast/actions.h"

#include <algorithm>
#include <utility>

namespace betledger::forecast {

Actions find_actions(const Standing& standing,
                     const inference::Posterior& posterior,
                     const std::map<std::string, std::string>& killed,
                     const ActionSettings& settings,
                     sim::Executor& executor) {
  const tree::MetricTree& tree = standing.locked.tree;
  Actions actions;
  actions.settings = settings;
  const auto plan = sim::Program::compile(to_model(standing.locked, standing.baselines));
  actions.signals = find_signals(standing, plan, settings.signals, executor);
  std::vector<std::uint32_t> probed;
  for (const std::string& input : standing.locked.cycle.focus_inputs) {
    if (const auto metric = tree.find(input)) {
      probed.push_back(node_of(tree, *metric));
    }
  }
  const std::vector<std::uint32_t> inputs = probed;
  for (const Signal& signal : actions.signals.found) {
    if (!signal.ahead.empty()) {
      probed.push_back(signal.node);
    }
  }
  CandidateModel could = make_candidate_model(standing, probed);
  Outlook outlook{posterior, could.model, outlook_ask(standing, settings.seed), executor};
  foretell(actions.signals, could.probes, outlook);
  actions.decisions = decide(standing, outlook, killed, settings.decisions);
  const bool falls = tree.metric(tree.focus()).desired == tree::Desired::down;
  actions.candidates = weigh(could.ideas, outlook, falls, settings.candidates);
  // What was only probed for a signal is nobody's lever.
  std::vector<Probe> levers;
  for (const Probe& probe : could.probes) {
    const bool is_input = std::find(inputs.begin(), inputs.end(), probe.node) != inputs.end();
    const bool is_idea = std::any_of(could.ideas.begin(), could.ideas.end(), [&](const Idea& idea) {
      return idea.node == probe.node;
    });
    if (is_input || is_idea) {
      levers.push_back(probe);
    }
  }
  actions.required =
      required_lifts(levers, histories_of(standing, levers), outlook, settings.candidates);
  actions.left_out = std::move(could.left_out);
  return actions;
}

}  // namespace betledger::forecast
