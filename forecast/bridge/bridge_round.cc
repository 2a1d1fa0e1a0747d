#include "forecast/bridge/bridge_round.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace betledger::forecast {
namespace {

using Index = std::uint32_t;
using sim::runs_per_block;

double difference(std::span<const double> a, const double* b) {
  double sum = 0;
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    sum += a[i] - b[i];
  }
  return sum / runs_per_block;
}

void copy_column(std::span<const double> from, double* to) {
  std::copy_n(from.data(), runs_per_block, to);
}

}  // namespace

BridgeRound::BridgeRound(const Game& game, const InputGame& inputs)
    : game_{game}, input_game_{inputs}, pair_{game}, start_{game.nodes()}, before_{game.nodes()} {
  if (game.request.wants_inputs) {
    plan_paths_ = sim::Columns{game.stage.model.nodes.size() * game.now.periods};
    landing_paths_ = plan_paths_;
  }
}

BlockBridge BridgeRound::play(std::uint64_t block, const LandingWorlds& landing) {
  BlockBridge result;
  result.amounts.resize(game_.touches);
  pair_.draw(block, landing);
  pair_.show_landing();
  for (Index n = 0; n < game_.nodes(); ++n) {
    result.missing.push_back(pair_.missing(n));
  }
  keep(before_);
  keep_paths(landing_paths_);
  if (pair_.joins()) {
    pair_.show_plan_apart();
    keep(start_);
    add_plan(result);
  }
  pair_.show_plan();
  keep(start_);
  keep_paths(plan_paths_);
  add_ends(result);
  std::vector<Index> playing;
  for (Index p = 0; p < game_.players.size(); ++p) {
    result.is_playing.push_back(pair_.matters(p));
    if (result.is_playing.back()) {
      playing.push_back(p);
    }
  }
  result.is_exact = playing.size() <= game_.request.exact_limit;
  if (result.is_exact) {
    enumerate(playing, result);
  } else {
    permute(block, std::move(playing), result);
  }
  if (game_.request.wants_inputs) {
    result.inputs = input_game_.play(block, plan_paths_, landing_paths_);
  }
  return result;
}

void BridgeRound::enumerate(const std::vector<Index>& playing, BlockBridge& result) {
  const std::size_t width = game_.nodes();
  std::vector<double> table((std::size_t{1} << playing.size()) * width);
  std::vector<double> now(width);
  std::size_t set = 0;
  for (std::size_t i = 1; i < std::size_t{1} << playing.size(); ++i) {
    const auto turned = static_cast<std::size_t>(std::countr_zero(i));  // a Gray code
    set ^= std::size_t{1} << turned;
    pair_.turn(playing[turned], (set >> turned & 1U) != 0);
    for (const Index n : game_.players[playing[turned]].touches) {
      now[n] = difference(pair_.rollup(n), start_[n]);
    }
    std::copy(now.begin(), now.end(), &table[set * width]);
  }
  const std::vector<double> values = shapley_values(table, playing.size(), width);
  for (std::size_t p = 0; p < playing.size(); ++p) {
    const Player& player = game_.players[playing[p]];
    for (std::size_t i = 0; i < player.touches.size(); ++i) {
      result.amounts[player.first + i] = values[p * width + player.touches[i]];
    }
  }
}

/// An order of joining; and its reverse, as the way back: who leaves first came last.
void BridgeRound::permute(std::uint64_t block, std::vector<Index> playing, BlockBridge& result) {
  keep(before_);
  const double share = 0.5 / game_.request.orders;
  for (Index o = 0; o < game_.request.orders; ++o) {
    std::stable_sort(playing.begin(), playing.end(), [&](Index a, Index b) {
      return sim::random_word(game_.players[a].order, block, o) <
             sim::random_word(game_.players[b].order, block, o);
    });
    for (const bool landed : {true, false}) {
      for (const Index player : playing) {
        step(player, landed, landed ? share : -share, result);
      }
    }
  }
}

void BridgeRound::step(Index index, bool landed, double share, BlockBridge& result) {
  pair_.turn(index, landed);
  const Player& player = game_.players[index];
  for (std::size_t i = 0; i < player.touches.size(); ++i) {
    const Index n = player.touches[i];
    const auto after = pair_.rollup(n);
    result.amounts[player.first + i] += share * difference(after, before_[n]);
    copy_column(after, before_[n]);
  }
}

void BridgeRound::keep(sim::Columns& rollups) const {
  for (Index n = 0; n < game_.nodes(); ++n) {
    copy_column(pair_.rollup(n), rollups[n]);
  }
}

void BridgeRound::keep_paths(sim::Columns& paths) const {
  for (std::size_t column = 0; column < paths.size(); ++column) {
    const auto node = static_cast<Index>(column / game_.now.periods);
    const auto t = static_cast<Index>(column % game_.now.periods);
    copy_column(pair_.column(node, t), paths[column]);
  }
}

void BridgeRound::add_plan(BlockBridge& result) {
  for (Index n = 0; n < game_.nodes(); ++n) {
    double sum = 0;
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      sum += start_[n][i];
    }
    result.plan.push_back(sum / runs_per_block);
  }
}

/// `before_` holds the landing here, `start_` the plan.
void BridgeRound::add_ends(BlockBridge& result) {
  const std::vector<double> apart = std::exchange(result.plan, {});
  add_plan(result);
  result.together.resize(game_.nodes());
  for (Index n = 0; n < apart.size(); ++n) {
    result.together[n] = result.plan[n] - apart[n];
    result.plan[n] = apart[n];
  }
  for (Index n = 0; n < game_.nodes(); ++n) {
    result.gap.push_back(difference({before_[n], runs_per_block}, start_[n]));
  }
}

}  // namespace betledger::forecast
