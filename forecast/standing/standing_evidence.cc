#include "forecast/standing/standing_evidence.h"

#include <algorithm>
#include <cmath>
#include <variant>

#include "forecast/history/leading.h"

namespace betledger::forecast {
namespace {

using inference::Evidence;
using inference::Readout;

/// A lead that explains less than a hundredth of its outcome's variance tells nothing and would tie
/// the two together all the same.
constexpr double least_gamma = 0.1;

/// Leads and correlations join innovations: both nodes need a fitted pool.
bool has_pool(const sim::Model& model, std::uint32_t node) {
  const auto* base = std::get_if<sim::BasePath>(&model.nodes[node].source);
  return base != nullptr && std::holds_alternative<sim::PathPool>(*base);
}

void add_readouts(const Standing& standing, const sim::Model& model, Evidence& evidence) {
  const auto add = [&](Readout::Of of, std::uint32_t index, const ledger::Experiment& experiment) {
    evidence.readouts.push_back(
        {of, index, experiment.estimate, experiment.se, experiment.exposure});
  };
  for (const ledger::Experiment& experiment : standing.experiments) {
    for (std::uint32_t k = 0; k < model.interventions.size(); ++k) {
      const sim::Intervention& i = model.interventions[k];
      if (standing.now.bets[i.group].terms.key == experiment.bet &&
          model.nodes[i.node].key == experiment.metric) {
        add(Readout::Of::intervention, k, experiment);
        break;  // a second effect on the same metric is not what was measured
      }
    }
    const auto& links = standing.locked.tree.spec().links;
    for (std::uint32_t l = 0; l < links.size(); ++l) {
      if (links[l].key() == experiment.link) {
        add(Readout::Of::influence, l, experiment);
      }
    }
  }
}

void add_joint_innovations(const Plan& plan, const sim::Model& model, Evidence& evidence) {
  const Innovations innovations = innovations_of(plan.tree, plan.history);
  std::vector<Lead> leads = leads_of(plan.tree, innovations);
  leads.erase(std::remove_if(leads.begin(),
                             leads.end(),
                             [&](const Lead& lead) {
                               return !has_pool(model, lead.from) || !has_pool(model, lead.to) ||
                                      std::abs(lead.gamma) < least_gamma;
                             }),
              leads.end());
  for (const Correlation& c : residual_correlations(plan.tree, innovations, leads)) {
    if (has_pool(model, c.a) && has_pool(model, c.b)) {
      evidence.correlations.push_back({c.a, c.b, c.rho});
    }
  }
  for (const Lead& lead : leads) {
    evidence.leads.push_back({lead.from, lead.to, lead.lag, lead.gamma});
  }
}

}  // namespace

Evidence evidence_of(const Standing& standing, const sim::Model& model) {
  Evidence evidence;
  evidence.known = standing.periods_known;
  evidence.observed.resize(model.nodes.size());
  for (std::uint32_t m = 0; m < standing.locked.tree.size(); ++m) {
    evidence.observed[node_of(standing.locked.tree, MetricId{m})] = standing.observed[m].values;
  }
  add_readouts(standing, model, evidence);
  add_joint_innovations(standing.locked, model, evidence);
  return evidence;
}

Evidence evidence_of(const Plan& plan, const sim::Model& model) {
  Evidence evidence;
  evidence.observed.resize(model.nodes.size());
  add_joint_innovations(plan, model, evidence);
  return evidence;
}

}  // namespace betledger::forecast
