#include "forecast/bridge/bridge_pair.h"

#include <algorithm>
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

}  // namespace

BridgePair::BridgePair(const Game& game)
    : game_{game},
      plan_draws_{game.plan.make_draws()},
      draws_{game.canvas.program().make_draws()},
      paths_{game.canvas.program().make_paths()},
      plan_{game.now},
      landing_{game.now},
      residuals_{std::size_t{game.stage.shift()} * game.now.periods},
      has_push_(game.now.groups, false),
      has_live_(game.now.groups, false) {
  if (joins()) {
    other_ = inference::World{game.plan.model()};
  }
  if (game.as_reported) {
    as_reported_.emplace(*game.as_reported, game.seen);
  }
}

/// The plan's run and the landing's. A bet that was never planned has its pushes, and none of them
/// came.
void BridgePair::draw(std::uint64_t block, const LandingWorlds& landing) {
  inference::draw_world(game_.plan, game_.request.seed, block, *plan_draws_, plan_);
  if (joins()) {
    game_.request.together(block, other_);
    swap_joint();
  }
  landing(block, landing_);
  const auto planned = static_cast<Index>(game_.plan.model().interventions.size());
  game_.request.unlearnt.take_over(plan_, landing_);
  for (Index k = planned; k < game_.now.interventions.size(); ++k) {
    std::copy_n(landing_.pushes[k], runs_per_block, plan_.pushes[k]);
  }
}

void BridgePair::swap_joint() {
  for (const Index node : game_.request.joint) {
    for (Index t = 0; t < game_.now.periods; ++t) {
      std::swap_ranges(
          plan_.base(node, t), plan_.base(node, t) + runs_per_block, other_.base(node, t));
    }
  }
}

void BridgePair::show_plan_apart() {
  swap_joint();
  show_plan();
  swap_joint();
}

void BridgePair::show_plan() {
  show(false);
  paths_->expect_finite(runs_per_block);
}

void BridgePair::show(bool landed) {
  for (const Player& player : game_.players) {
    place(player, landed);
  }
  game_.canvas.program().evaluate_without(*draws_, *paths_);
  game_.canvas.program().evaluate_with(*draws_, {}, *paths_);
}

/// Evaluates the landing; then, inputs before what reads them, the difference between each
/// component's actuals and its formula is put in its place. What reads ahead settles period by
/// period.
void BridgePair::show_landing() {
  const Index periods = game_.now.periods;
  for (Index r = 0; r < game_.stage.shift(); ++r) {
    for (Index t = 0; t < periods; ++t) {
      const double neutral = game_.stage.residuals[r].neutral();
      std::fill_n(residuals_[std::size_t{r} * periods + t], runs_per_block, neutral);
    }
  }
  show(true);
  if (as_reported_) {
    as_reported_->evaluate(landing_);
  }
  bool again = true;
  for (Index round = 0; again && round <= (game_.reads_ahead ? periods : 0); ++round) {
    again = false;
    for (Index r = 0; r < game_.stage.shift(); ++r) {
      again = find_residual(r) || again;
    }
  }
  paths_->expect_finite(runs_per_block);
}

double BridgePair::missing(Index node) {
  if (!as_reported_) {
    return 0;
  }
  std::vector<double> reported(runs_per_block);
  as_reported_->rollup(node, sim::Side::with, reported.data());
  const auto shown = rollup(node);
  double sum = 0;
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    sum += reported[i] - shown[i];
  }
  return sum / runs_per_block;
}

bool BridgePair::find_residual(Index r) {
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

bool BridgePair::matters(Index player) const {
  const Player& p = game_.players[player];
  switch (p.factor.kind) {
    case Factor::Kind::baseline:
      return base_matters(p);
    case Factor::Kind::execution:
    case Factor::Kind::hypothesis:
      return bet_matters(p);
    case Factor::Kind::link:
      return game_.is_moved[game_.now.influences[p.index].from] &&
             !is_equal(plan_.pulls[p.index], landing_.pulls[p.index]);
    case Factor::Kind::unexplained:
      return residual_matters(p.index);
    case Factor::Kind::correlation:
    case Factor::Kind::sampling:
      break;
  }
  return false;
}

bool BridgePair::base_matters(const Player& player) const {
  for (Index t = 0; t < game_.now.periods; ++t) {
    if (!is_equal(plan_.base(player.index, t), landing_.base(player.index, t))) {
      return true;
    }
  }
  return std::any_of(player.occasions.begin(), player.occasions.end(), [&](Index o) {
    return !is_equal(plan_.occasions[o], landing_.occasions[o]);
  });
}

bool BridgePair::residual_matters(Index r) const {
  const double neutral = game_.stage.residuals[r].neutral();
  for (Index t = 0; t < game_.now.periods; ++t) {
    const double* column = residuals_[std::size_t{r} * game_.now.periods + t];
    if (!std::all_of(column, column + runs_per_block, [&](double x) { return x == neutral; })) {
      return true;
    }
  }
  return false;
}

bool BridgePair::bet_matters(const Player& player) const {
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

double* BridgePair::base_column(Index stage_node, Index t) {
  return draws_->base_values(stage_node, t).data();
}

void BridgePair::place_residual(Index residual, bool landed) {
  const double neutral = game_.stage.residuals[residual].neutral();
  for (Index t = 0; t < game_.now.periods; ++t) {
    double* column = base_column(residual, t);
    if (landed) {
      std::copy_n(
          residuals_[std::size_t{residual} * game_.now.periods + t], runs_per_block, column);
    } else {
      std::fill_n(column, runs_per_block, neutral);
    }
  }
}

void BridgePair::place(const Player& player, bool landed) {
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
      place_residual(player.index, landed);
      return;
    case Factor::Kind::correlation:
    case Factor::Kind::sampling:
      return;
  }
}

void BridgePair::turn(Index player, bool landed) {
  place(game_.players[player], landed);
  game_.canvas.program().update(*draws_, game_.players[player].changes, *paths_, *paths_);
  paths_->expect_finite(runs_per_block);
}

}  // namespace betledger::forecast
