#include "forecast/gap/live_shares.h"

#include <algorithm>
#include <numeric>

#include "forecast/plan/to_model.h"
#include "inference/world.h"

namespace betledger::forecast {
namespace {

using inference::Index;

double mean(const double* column) {
  return std::accumulate(column, column + sim::runs_per_block, 0.0) /
         static_cast<double>(sim::runs_per_block);
}

/// The periods that count for a bet of the first `periods`: of a bet that ran those before its
/// stop.
Index periods_of(const Standing& standing, const ledger::BetRecord& record, Index periods) {
  if (record.delivered_on && record.stopped_on) {
    const Timeline& timeline = standing.locked.cycle.timeline;
    while (periods > 0 && timeline.start_of(static_cast<int>(periods) - 1) >= *record.stopped_on) {
      --periods;
    }
  }
  return periods;
}

}  // namespace

double LiveShares::delivered() const {
  const double all = std::accumulate(planned.begin(), planned.end(), 0.0);
  return all > 0 ? periods() / all : 1.0;
}

double LiveShares::periods() const {
  return std::accumulate(came.begin(), came.end(), 0.0);
}

double LiveShares::in_all() const {
  return planned_in_all > 0 ? came_in_all / planned_in_all : 1.0;
}

double overlap(const LiveShares& a, const LiveShares& b) {
  constexpr double live = 0.05;
  double both = 0;
  double either = 0;
  for (std::size_t t = 0; t < std::max(a.came.size(), b.came.size()); ++t) {
    const double x = t < a.came.size() ? a.came[t] : 0;
    const double y = t < b.came.size() ? b.came[t] : 0;
    both += std::min(x, y) > live ? 1 : 0;
    either += std::max(x, y) > live ? 1 : 0;
  }
  return either > 0 ? both / either : 0;
}

std::vector<LiveShares> live_shares(const Standing& standing, const Inferred& inferred) {
  const sim::Model plan = to_model(standing.locked, standing.baselines);
  const sim::Program program = sim::Program::compile(plan);
  const auto draws = program.make_draws();
  program.draw(standing.commit.seed, 0, *draws);
  inference::World planned{plan};
  inference::World came{inferred.model};
  inference::Block block{inferred.problem};
  inferred.posterior.continue_world(0, 0, block, came);
  const std::vector<double> sure(sim::runs_per_block, 1.0);
  std::vector<LiveShares> shares(inferred.model.interventions.size());
  for (Index k = 0; k < shares.size(); ++k) {
    const Index group = inferred.model.interventions[k].group;
    const ledger::BetRecord& record = standing.now.bets[group];
    const Index known = periods_of(standing, record, standing.periods_known);
    const auto count = static_cast<Index>(standing.locked.cycle.timeline.count);
    const Index all = periods_of(standing, record, count);
    for (Index t = 0; t < all; ++t) {
      shares[k].came.push_back(mean(came.live_at(k, t)));
    }
    shares[k].came_in_all = shares[k].periods();
    shares[k].came.resize(known);
    if (k >= plan.interventions.size()) {
      shares[k].planned = shares[k].came;  // was not in the plan of record
      shares[k].planned_in_all = shares[k].came_in_all;
      continue;
    }
    const auto delay = draws->delay(plan.interventions[k].profile);
    inference::fill_live(plan, k, delay.data(), sure.data(), planned);
    auto& own = shares[k].planned;
    for (Index t = 0; t < all; ++t) {
      own.push_back(mean(planned.live_at(k, t)));
    }
    shares[k].planned_in_all = std::accumulate(own.begin(), own.end(), 0.0);
    own.resize(known);
  }
  return shares;
}

}  // namespace betledger::forecast
