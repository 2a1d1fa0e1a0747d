#include "forecast/projection/attribute.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/contract.h"
#include "forecast/projection/attribution_round.h"
#include "forecast/projection/tornado.h"
#include "forecast/projection/variance.h"
#include "sim/tasks/object_pool.h"

namespace betledger::forecast {
namespace {

/// Mean of changes of -1, 0 and 1. The error is that of shares with a third of a run more of each,
/// so that no change in any run is not the certainty of none.
sim::Estimate change_of_share(std::span<const double> changes) {
  const auto n = static_cast<double>(changes.size());
  const auto share = [&](double change) {
    const auto count = std::count(changes.begin(), changes.end(), change);
    return (static_cast<double>(count) + 1.0 / 3) / (n + 1);
  };
  const double up = share(1);
  const double down = share(-1);
  return {sim::mean_of(changes).value, std::sqrt((up + down - (up - down) * (up - down)) / n)};
}

BetWorth worth_of(const AttributionRequest& request,
                  const GameColumns& columns,
                  std::size_t group) {
  BetWorth worth;
  worth.bet = request.bets[group];
  worth.uplift = sim::summarize(columns.uplift[group]);
  worth.probability_positive =
      sim::share_at_least(columns.uplift[group], std::numeric_limits<double>::denorm_min());
  worth.shapley = sim::mean_of(columns.shapley[group]);
  worth.alone = sim::mean_of(columns.alone[group]);
  if (request.goal) {
    worth.target = change_of_share(columns.target[group]);
  }
  return worth;
}

Overlap overlap_of(const GameColumns& columns) {
  std::vector<double> excess(columns.joint.size());
  for (std::size_t run = 0; run < excess.size(); ++run) {
    excess[run] = columns.naive[run] - columns.joint[run];
  }
  return {sim::mean_of(columns.naive), sim::mean_of(columns.joint), sim::mean_of(excess)};
}

/// The focus, the target's metric, and the baselines: the tornado looks at how they ended without
/// bets.
sim::Program asked_for(const sim::Program& program, const AttributionRequest& request) {
  std::vector<std::uint32_t> nodes{request.focus,
                                   request.goal ? request.goal->node : request.focus};
  std::vector<std::uint32_t> before_bets;
  for (const sim::Source& source : program.sources()) {
    if (source.kind == sim::Source::Kind::baseline && source.index != nodes[0] &&
        source.index != nodes[1]) {
      before_bets.push_back(source.index);
    }
  }
  nodes.insert(nodes.end(), before_bets.begin(), before_bets.end());
  return program.only(nodes, sim::Sides::both, before_bets);
}

}  // namespace

Attribution attribute(const sim::Program& program,
                      const AttributionRequest& request,
                      sim::Executor& executor) {
  BET_EXPECT(request.runs >= 2 && request.variance_runs >= 2);
  BET_EXPECT(request.bets.size() == program.model().groups);
  const sim::Program asked = asked_for(program, request);
  GameColumns columns{asked, request};
  sim::ObjectPool<GameRound> rounds{[&] { return std::make_unique<GameRound>(asked, request); }};
  VarianceMix variance{asked, request};
  const auto mix = [&](std::uint64_t block, sim::Draws& draws, const sim::Paths& paths) {
    if (block < variance.blocks()) {
      variance.add(block, draws, paths);
    }
  };
  const std::size_t at_once = GameRound::runs_at_once(asked);
  executor.for_each((request.runs + at_once - 1) / at_once, [&](std::size_t i) {
    const std::uint64_t first = std::uint64_t{i} * at_once;
    rounds.lease()->play(
        first, std::min<std::uint64_t>(at_once, request.runs - first), columns, mix);
  });
  variance.add_from((request.runs + sim::runs_per_block - 1) / sim::runs_per_block, executor);
  Attribution result;
  result.bets.resize(request.bets.size());
  executor.for_each(result.bets.size(), [&](std::size_t group) {
    result.bets[group] = worth_of(request, columns, group);
  });
  result.overlap = overlap_of(columns);
  result.variance = variance.shares(program.sources(), executor);
  result.tornado = tornado_of(columns.drivers, {columns.focus, columns.joint}, executor);
  result.runs = request.runs;
  result.variance_runs = request.variance_runs;
  return result;
}

}  // namespace betledger::forecast
