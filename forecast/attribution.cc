#include "forecast/attribution.h"

#include <limits>

#include "core/contract.h"
#include "forecast/attribution_round.h"
#include "forecast/tornado.h"
#include "forecast/variance.h"
#include "sim/workspace.h"

namespace betledger::forecast {
namespace {

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
    worth.target = sim::mean_of(columns.target[group]);
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

/// The focus, the target's metric, and the baselines: the tornado looks at how they ended.
std::vector<std::uint32_t> asked_for(const sim::Program& program,
                                     const AttributionRequest& request) {
  std::vector<std::uint32_t> nodes{request.focus,
                                   request.goal ? request.goal->node : request.focus};
  for (const sim::Source& source : program.sources()) {
    if (source.kind == sim::Source::Kind::baseline) {
      nodes.push_back(source.index);
    }
  }
  return nodes;
}

}  // namespace

Attribution attribute(const sim::Program& model,
                      const AttributionRequest& request,
                      sim::Executor& executor) {
  BET_EXPECT(request.runs >= 2 && request.variance_runs >= 2);
  BET_EXPECT(request.bets.size() == model.model().groups);
  const sim::Program program = model.only(asked_for(model, request));
  GameColumns columns{program, request};
  sim::Pool<GameRound> rounds{[&] { return std::make_unique<GameRound>(program, request); }};
  sim::for_each_block({request.runs, request.seed},
                      executor,
                      [&](std::uint64_t block, std::uint64_t first, std::size_t runs) {
                        rounds.lease()->play(block, first, runs, columns);
                      });
  Attribution result;
  for (std::size_t group = 0; group < request.bets.size(); ++group) {
    result.bets.push_back(worth_of(request, columns, group));
  }
  result.overlap = overlap_of(columns);
  result.variance = variance_shares(model, request, executor);
  result.tornado = tornado_of(columns.drivers, columns.focus);
  result.runs = request.runs;
  result.variance_runs = request.variance_runs;
  return result;
}

}  // namespace betledger::forecast
