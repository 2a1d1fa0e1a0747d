#include "forecast/bridge_round.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace betledger::forecast {
namespace {

using Index = std::uint32_t;
using sim::runs_per_block;

/// Actual and formula that differ by less agree: rounding.
constexpr double same_to = 1e-12;

bool is_equal(const double* a, const double* b) {
  return std::equal(a, a + runs_per_block, b);
}

bool is_zero(const double* column) {
  return std::all_of(column, column + runs_per_block, [](double value) { return value == 0; });
}

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
    : game_{game},
      input_game_{inputs},
      plan_draws_{game.plan.make_draws()},
      draws_{game.canvas.program().make_draws()},
      paths_{game.canvas.program().make_paths()},
      plan_{game.now},
      landing_{game.now},
      residuals_{std::size_t{game.stage.shift()} * game.now.periods},
      has_push_(game.now.groups, false),
      has_live_(game.now.groups, false),
      start_{game.nodes()},
      before_{game.nodes()} {
  if (game.request.wants_inputs) {
    plan_paths_ = sim::Columns{game.stage.model.nodes.size() * game.now.periods};
    landing_paths_ = plan_paths_;
  }
}

BlockBridge BridgeRound::play(std::uint64_t block, const LandingWorlds& landing) {
  BlockBridge result;
  result.amounts.resize(game_.touches);
  draw(block, landing);
  find_residuals();
  keep(before_);
  keep_paths(landing_paths_);
  place_plan();
  keep(start_);
  keep_paths(plan_paths_);
  add_ends(result);
  std::vector<Index> playing;
  for (Index p = 0; p < game_.players.size(); ++p) {
    result.is_playing.push_back(matters(game_.players[p]));
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

/// The plan's run and the landing's. A bet that was never planned has its pushes, and none of them
/// came.
void BridgeRound::draw(std::uint64_t block, const LandingWorlds& landing) {
  inference::draw_world(game_.plan, game_.request.seed, block, *plan_draws_, plan_);
  landing(block, landing_);
  const auto planned = static_cast<Index>(game_.plan.model().interventions.size());
  game_.request.unlearnt.take_over(plan_, landing_);
  for (Index k = planned; k < game_.now.interventions.size(); ++k) {
    std::copy_n(landing_.pushes[k], runs_per_block, plan_.pushes[k]);
  }
}

void BridgeRound::place_plan() {
  for (const Player& player : game_.players) {
    place(player, false);
  }
  game_.canvas.program().evaluate_without(*draws_, *paths_);
  game_.canvas.program().evaluate_with(*draws_, {}, *paths_);
  paths_->expect_finite(runs_per_block);
}

/// Evaluates the landing; then, inputs before what reads them, the difference between each
/// component's actuals and its formula is put in its place. What reads ahead settles period by
/// period.
void BridgeRound::find_residuals() {
  const Index periods = game_.now.periods;
  for (Index r = 0; r < game_.stage.shift(); ++r) {
    for (Index t = 0; t < periods; ++t) {
      const double neutral = game_.stage.residuals[r].is_factor ? 1.0 : 0.0;
      std::fill_n(residuals_[std::size_t{r} * periods + t], runs_per_block, neutral);
    }
  }
  for (const Player& player : game_.players) {
    place(player, true);
  }
  game_.canvas.program().evaluate_without(*draws_, *paths_);
  game_.canvas.program().evaluate_with(*draws_, {}, *paths_);
  bool again = true;
  for (Index round = 0; again && round <= (game_.reads_ahead ? periods : 0); ++round) {
    again = false;
    for (Index r = 0; r < game_.stage.shift(); ++r) {
      again = find_residual(r) || again;
    }
  }
  paths_->expect_finite(runs_per_block);
}

bool BridgeRound::find_residual(Index r) {
  const Residual& residual = game_.stage.residuals[r];
  const auto& observed = game_.request.observed[residual.component];
  const Index node = residual.component + game_.stage.shift();
  bool changed = false;
  for (Index t = 0; t < observed.size() && t < game_.now.periods; ++t) {
    if (!observed[t]) {
      continue;
    }
    const double actual = *observed[t];
    const auto found = paths_->column(node, t, sim::Side::with);
    double* column = residuals_[std::size_t{r} * game_.now.periods + t];
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      const double missing = actual - found[i];
      if (std::abs(missing) <= same_to * std::abs(actual) ||
          (residual.is_factor && !(actual / found[i] > 0))) {
        continue;
      }
      column[i] = residual.is_factor ? column[i] * (actual / found[i]) : column[i] + missing;
      changed = true;
    }
  }
  if (changed) {
    const auto player =
        std::find_if(game_.players.begin(), game_.players.end(), [&](const Player& candidate) {
          return candidate.factor.kind == Factor::Kind::unexplained && candidate.index == r;
        });
    place(*player, true);
    game_.canvas.program().update(*draws_, player->changes, *paths_, *paths_);
  }
  return changed;
}

bool BridgeRound::matters(const Player& player) const {
  const Index periods = game_.now.periods;
  switch (player.factor.kind) {
    case Factor::Kind::baseline:
      for (Index t = 0; t < periods; ++t) {
        if (!is_equal(plan_.base(player.index, t), landing_.base(player.index, t))) {
          return true;
        }
      }
      return std::any_of(player.occasions.begin(), player.occasions.end(), [&](Index o) {
        return !is_equal(plan_.occasions[o], landing_.occasions[o]);
      });
    case Factor::Kind::execution:
    case Factor::Kind::hypothesis:
      return bet_matters(player);
    case Factor::Kind::link:
      return game_.is_moved[game_.now.influences[player.index].from] &&
             !is_equal(plan_.pulls[player.index], landing_.pulls[player.index]);
    case Factor::Kind::unexplained: {
      const double neutral = game_.stage.residuals[player.index].is_factor ? 1.0 : 0.0;
      for (Index t = 0; t < periods; ++t) {
        const double* column = residuals_[std::size_t{player.index} * periods + t];
        if (!std::all_of(column, column + runs_per_block, [&](double x) { return x == neutral; })) {
          return true;
        }
      }
      return false;
    }
    case Factor::Kind::sampling:
      break;
  }
  return false;
}

bool BridgeRound::bet_matters(const Player& player) const {
  for (const Index k : player.interventions) {
    bool is_live = false;
    bool live_differs = false;
    for (Index t = 0; t < game_.now.periods; ++t) {
      is_live = is_live || !is_zero(plan_.live_at(k, t)) || !is_zero(landing_.live_at(k, t));
      live_differs = live_differs || !is_equal(plan_.live_at(k, t), landing_.live_at(k, t));
    }
    const bool pushes = !is_zero(plan_.pushes[k]) || !is_zero(landing_.pushes[k]);
    const bool push_differs = !is_equal(plan_.pushes[k], landing_.pushes[k]);
    if (player.factor.kind == Factor::Kind::execution ? pushes && live_differs
                                                      : is_live && push_differs) {
      return true;
    }
  }
  return false;
}

double* BridgeRound::base_column(Index stage_node, Index t) {
  return draws_->base_values(stage_node, t).data();
}

void BridgeRound::place(const Player& player, bool landed) {
  const inference::World& world = landed ? landing_ : plan_;
  const Index periods = game_.now.periods;
  switch (player.factor.kind) {
    case Factor::Kind::baseline:
      for (Index t = 0; t < periods; ++t) {
        std::copy_n(world.base(player.index, t),
                    runs_per_block,
                    base_column(player.index + game_.stage.shift(), t));
      }
      for (const Index o : player.occasions) {
        game_.canvas.place_occasion(world, o, *draws_);
      }
      return;
    case Factor::Kind::execution:
    case Factor::Kind::hypothesis:
      (player.factor.kind == Factor::Kind::execution ? has_live_ : has_push_)[player.index] =
          landed;
      for (const Index k : player.interventions) {
        game_.canvas.place_effect(has_push_[player.index] ? landing_ : plan_,
                                  has_live_[player.index] ? landing_ : plan_,
                                  k,
                                  *draws_);
      }
      return;
    case Factor::Kind::link:
      game_.canvas.place_pull(world, player.index, *draws_);
      return;
    case Factor::Kind::unexplained:
      for (Index t = 0; t < periods; ++t) {
        const double* column = residuals_[std::size_t{player.index} * periods + t];
        if (landed) {
          std::copy_n(column, runs_per_block, base_column(player.index, t));
        } else {
          const double neutral = game_.stage.residuals[player.index].is_factor ? 1.0 : 0.0;
          std::fill_n(base_column(player.index, t), runs_per_block, neutral);
        }
      }
      return;
    case Factor::Kind::sampling:
      return;
  }
}

void BridgeRound::turn(Index player, bool landed) {
  place(game_.players[player], landed);
  game_.canvas.program().update(*draws_, game_.players[player].changes, *paths_, *paths_);
  paths_->expect_finite(runs_per_block);
}

void BridgeRound::enumerate(const std::vector<Index>& playing, BlockBridge& result) {
  const std::size_t width = game_.nodes();
  std::vector<double> table((std::size_t{1} << playing.size()) * width);
  std::vector<double> now(width);
  std::size_t set = 0;
  for (std::size_t i = 1; i < std::size_t{1} << playing.size(); ++i) {
    const auto turned = static_cast<std::size_t>(std::countr_zero(i));  // a Gray code
    set ^= std::size_t{1} << turned;
    turn(playing[turned], (set >> turned & 1U) != 0);
    for (const Index n : game_.players[playing[turned]].touches) {
      now[n] = difference(paths_->rollup(n + game_.stage.shift(), sim::Side::with), start_[n]);
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
  turn(index, landed);
  const Player& player = game_.players[index];
  for (std::size_t i = 0; i < player.touches.size(); ++i) {
    const Index n = player.touches[i];
    const auto after = paths_->rollup(n + game_.stage.shift(), sim::Side::with);
    result.amounts[player.first + i] += share * difference(after, before_[n]);
    copy_column(after, before_[n]);
  }
}

void BridgeRound::keep(sim::Columns& rollups) const {
  for (Index n = 0; n < game_.nodes(); ++n) {
    copy_column(paths_->rollup(n + game_.stage.shift(), sim::Side::with), rollups[n]);
  }
}

void BridgeRound::keep_paths(sim::Columns& paths) const {
  for (std::size_t column = 0; column < paths.size(); ++column) {
    const auto node = static_cast<Index>(column / game_.now.periods);
    const auto t = static_cast<Index>(column % game_.now.periods);
    copy_column(paths_->column(node, t, sim::Side::with), paths[column]);
  }
}

/// `before_` holds the landing here.
void BridgeRound::add_ends(BlockBridge& result) {
  for (Index n = 0; n < game_.nodes(); ++n) {
    double sum = 0;
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      sum += start_[n][i];
    }
    result.plan.push_back(sum / runs_per_block);
    result.gap.push_back(difference({before_[n], runs_per_block}, start_[n]));
  }
}

}  // namespace betledger::forecast
