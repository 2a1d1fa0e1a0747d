#include "forecast/gap/gap.h"

#include <algorithm>
#include <utility>

#include "forecast/bridge/bridge_request.h"
#include "forecast/bridge/make_bridge.h"
#include "forecast/plan/optimism.h"
#include "forecast/plan/to_model.h"
#include "forecast/projection/committed.h"
#include "forecast/standing/standing_evidence.h"

namespace betledger::forecast {
namespace {

using inference::Posterior;

/// Numbers by MetricId, by node.
std::vector<std::optional<double>> by_node(const Standing& standing,
                                           const std::vector<std::optional<double>>& by_metric) {
  std::vector<std::optional<double>> values(by_metric.size());
  for (std::uint32_t m = 0; m < by_metric.size(); ++m) {
    values[node_of(standing.locked.tree, MetricId{m})] = by_metric[m];
  }
  return values;
}

Bridge bridge_of(const Standing& standing,
                 const GapSettings& settings,
                 const Inferred& inferred,
                 const Landing& landing,
                 sim::Executor& executor) {
  const sim::Model plan = to_model(standing.locked, standing.baselines);
  BridgeRequest request;
  request.seed = standing.commit.seed;
  request.blocks = settings.bridge_blocks;
  for (const ledger::BetRecord& record : standing.now.bets) {
    request.bets.push_back(record.terms.key);
  }
  request.observed = inferred.problem.evidence().observed;
  request.committed = by_node(standing, committed_means(standing.commit, standing.locked.tree));
  std::vector<std::optional<double>> means;
  for (const LandingMetric& metric : landing.metrics) {
    means.emplace_back(metric.fan.rollup_with.mean);
  }
  request.reported = by_node(standing, means);
  request.unlearnt = unlearnt_of(plan, inferred.problem);
  const inference::Problem unseen{plan, evidence_of(standing.locked, plan)};
  std::optional<Posterior> prior;
  for (const inference::Component& component : unseen.components()) {
    request.joint.insert(request.joint.end(), component.nodes.begin(), component.nodes.end());
  }
  if (!request.joint.empty()) {
    prior.emplace(unseen,
                  inference::PosteriorSettings{.particles = settings.landing.particles,
                                               .sweeps = settings.sweeps,
                                               .seed = standing.commit.seed},
                  executor);
    request.together = landing_worlds(*prior);
  }
  return make_bridge(plan, inferred.model, request, landing_worlds(inferred.posterior), executor);
}

}  // namespace

Gap make_gap(Standing standing,
             const GapSettings& settings,
             const Inferred& inferred,
             sim::Executor& executor) {
  const Posterior& posterior = inferred.posterior;
  Landing landing = land(standing, posterior, inferred.canvas, settings.landing, executor);
  std::vector<Pending> pending = pending_bets(standing.now, standing.as_of);
  std::vector<BetOutlook> bets = bet_outlooks(standing, posterior);
  std::vector<LinkOutlook> links = link_outlooks(standing, posterior);
  Bridge bridge = bridge_of(standing, settings, inferred, landing, executor);
  std::optional<Actions> actions;
  if (settings.wants_actions) {
    actions = actions_of(standing, inferred, settings.landing.seed, executor);
  }
  return {std::move(standing),
          settings,
          posterior.health(),
          std::move(landing),
          std::move(pending),
          std::move(bets),
          std::move(links),
          std::move(bridge),
          std::move(actions),
          factor_outlooks(posterior)};
}

Gap make_gap(Standing standing, const GapSettings& settings, sim::Executor& executor) {
  const Inferred inferred{standing, settings, executor};
  return make_gap(std::move(standing), settings, inferred, executor);
}

}  // namespace betledger::forecast
