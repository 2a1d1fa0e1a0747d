#include "forecast/gap/outlook.h"

#include <algorithm>
#include <utility>

#include "core/contract.h"
#include "sim/columns/formula_kernels.h"
#include "sim/model/profile.h"
#include "sim/program/workspace.h"

namespace betledger::forecast {
namespace {

using inference::World;
using sim::runs_per_block;

constexpr auto with = sim::Side::with;

/// A(t) of a profile in one period.
void ramp_at(const sim::Profile& profile, std::uint32_t t, const double* delay, double* out) {
  if (static_cast<double>(t) + 1 <= profile.start || static_cast<double>(t) >= profile.end) {
    sim::kernels::copy({nullptr, 0}, out);
  } else {
    sim::kernels::ramp(sim::ramp_period(profile, t), delay, out);
  }
}

void copy_columns(const sim::Columns& from, sim::Columns& to) {
  for (std::size_t k = 0; k < from.size(); ++k) {
    std::copy_n(from[k], runs_per_block, to[k]);
  }
}

}  // namespace

OutlookAsk outlook_ask(const Standing& standing, std::uint64_t seed) {
  const tree::MetricTree& tree = standing.locked.tree;
  OutlookAsk ask;
  ask.focus = node_of(tree, tree.focus());
  ask.seed = seed;
  const auto& target = standing.locked.cycle.target;
  if (const auto metric = target ? tree.find(target->metric) : std::nullopt) {
    ask.goal = Goal{node_of(tree, *metric), target->bound};
  }
  return ask;
}

Outlook::Outlook(const inference::Posterior& posterior,
                 const sim::Model& model,
                 OutlookAsk ask,
                 sim::Executor& executor)
    : posterior_{&posterior},
      canvas_{model},
      model_{model},
      ask_{std::move(ask)},
      executor_{&executor},
      blocks_(posterior.blocks()),
      workspaces_{[this] {
        return std::make_unique<inference::Evaluation>(canvas_, posterior_->problem().evidence());
      }} {
  const inference::Problem& problem = posterior.problem();
  BET_EXPECT(model.nodes.size() == problem.model().nodes.size());
  BET_EXPECT(model.influences.size() == problem.model().influences.size());
  BET_EXPECT(model.interventions.size() >= problem.model().interventions.size());
  for (std::uint32_t g = 0; g < model.groups; ++g) {
    downstream_.push_back(canvas_.program().downstream({sim::Source::Kind::group, g}));
  }
  const sim::Program extras = sim::Program::compile(model);
  sim::ObjectPool<inference::Block> workspaces{
      [&] { return std::make_unique<inference::Block>(problem); }};
  sim::ObjectPool<sim::Workspace> draws{[&] { return std::make_unique<sim::Workspace>(extras); }};
  executor.for_each(blocks_.size(), [&](std::size_t b) {
    const auto own = draws.lease();
    extras.draw(ask_.seed, b, *own->draws);
    fill(static_cast<std::uint32_t>(b), *workspaces.lease(), *own->draws);
  });
  now_ = after({Change{}}).front();
}

void Outlook::fill(std::uint32_t block, inference::Block& workspace, sim::Draws& draws) {
  const inference::Problem& problem = posterior_->problem();
  World world{problem.model()};
  posterior_->continue_world(block, 0, workspace, world);
  BlockState& state = blocks_[block];
  state.world = World{model_};
  state.delays = sim::Columns{model_.interventions.size()};
  state.delivered = sim::Columns{model_.interventions.size()};
  copy_columns(world.bases, state.world.bases);
  copy_columns(world.pushes, state.world.pushes);
  copy_columns(world.live, state.world.live);
  copy_columns(world.pulls, state.world.pulls);
  copy_columns(world.occasions, state.world.occasions);
  const inference::Coordinates& at = posterior_->coordinates(block);
  for (std::uint32_t k = 0; k < problem.model().interventions.size(); ++k) {
    const sim::Intervention& own = problem.model().interventions[k];
    std::copy_n(workspace.delay(own.profile), runs_per_block, state.delays[k]);
    workspace.delivered(k, at, state.delivered[k]);
  }
  fill_extras(draws, state);
}

void Outlook::fill_extras(const sim::Draws& draws, BlockState& state) const {
  const std::size_t own = posterior_->problem().model().interventions.size();
  for (auto k = static_cast<std::uint32_t>(own); k < model_.interventions.size(); ++k) {
    const sim::Intervention& extra = model_.interventions[k];
    std::copy_n(draws.amount(k).data(), runs_per_block, state.world.pushes[k]);
    const auto& [delivered, works] = extra.gates;
    if (works) {
      sim::kernels::multiply(draws.gate(*works).data(), state.world.pushes[k]);
    }
    std::copy_n(draws.delay(extra.profile).data(), runs_per_block, state.delays[k]);
    if (delivered) {
      std::copy_n(draws.gate(*delivered).data(), runs_per_block, state.delivered[k]);
    } else {
      std::fill_n(state.delivered[k], runs_per_block, 1.0);
    }
  }
}

void Outlook::twist(const Twist& twist, const BlockState& state, sim::Draws& draws) const {
  const std::uint32_t k = twist.intervention;
  sim::Profile profile = model_.profiles[model_.interventions[k].profile];
  sim::Columns live{1};
  const std::vector<double> prompt(runs_per_block, 0.0);
  for (std::uint32_t t = 0; t < model_.periods; ++t) {
    const std::span<double> effect = draws.effect_values(k, t);
    const bool begun = static_cast<double>(t) >= twist.from;
    switch (twist.kind) {
      case Twist::Kind::off:
        if (begun) {
          std::fill(effect.begin(), effect.end(), 0.0);
        }
        continue;
      case Twist::Kind::constant:
        std::fill(effect.begin(), effect.end(), begun && t < twist.until ? twist.amount : 0.0);
        continue;
      case Twist::Kind::start:
        profile.start = twist.from;
        ramp_at(profile, t, state.delays[k], live[0]);
        sim::kernels::multiply(state.delivered[k], live[0]);
        break;
      case Twist::Kind::more:
        profile.start = twist.from;
        profile.scale = twist.amount;
        ramp_at(profile, t, prompt.data(), live[0]);
        sim::kernels::multiply(state.delivered[k], live[0]);
        sim::kernels::add(state.world.live_at(k, t), live[0]);
        break;
    }
    sim::kernels::multiply(state.world.pushes[k], live[0], effect.data());
  }
}

void Outlook::read(std::uint32_t block, const inference::Evaluation& at, Ends& ends) const {
  const std::size_t first = block * runs_per_block;
  at.rollup(ask_.focus, with, ends.focus.data() + first);
  if (ask_.goal) {
    at.rollup(ask_.goal->node, with, ends.goal.data() + first);
  }
}

Ends Outlook::room() const {
  const std::size_t runs = blocks_.size() * runs_per_block;
  return {std::vector<double>(runs), std::vector<double>(ask_.goal ? runs : 0)};
}

std::vector<bool> Outlook::touched(const Change& change) const {
  std::vector<bool> nodes(model_.nodes.size());
  for (const Twist& one : change) {
    const auto& more = downstream_[model_.interventions[one.intervention].group];
    for (std::size_t n = 0; n < nodes.size(); ++n) {
      nodes[n] = nodes[n] || more[n];
    }
  }
  return nodes;
}

std::vector<Ends> Outlook::after(const std::vector<Change>& changes) {
  std::vector<Ends> all(changes.size(), room());
  std::vector<std::vector<bool>> touches;
  for (const Change& change : changes) {
    touches.push_back(touched(change));
  }
  executor_->for_each(blocks_.size(), [&](std::size_t b) {
    const BlockState& state = blocks_[b];
    const auto work = workspaces_.lease();
    work->evaluate(state.world);
    for (std::size_t c = 0; c < changes.size(); ++c) {
      std::vector<bool> stale = touches[c];  // and what the change before has left
      for (std::size_t n = 0; n < stale.size() && c > 0; ++n) {
        stale[n] = stale[n] || touches[c - 1][n];
      }
      for (const Twist& one : changes[c]) {
        twist(one, state, work->draws());
      }
      canvas_.program().update(work->draws(), stale, work->paths(), work->paths());
      work->paths().expect_finite(runs_per_block);
      read(static_cast<std::uint32_t>(b), *work, all[c]);
      for (const Twist& one : changes[c]) {
        canvas_.place_effect(state.world, state.world, one.intervention, work->draws());
      }
    }
  });
  return all;
}

std::vector<std::vector<double>> Outlook::path_of(const Change& change) {
  const std::size_t nodes = model_.nodes.size();
  const std::size_t cells = nodes * model_.periods;
  std::vector<std::vector<double>> sums(blocks_.size(), std::vector<double>(cells));
  const std::vector<bool> stale = touched(change);
  executor_->for_each(blocks_.size(), [&](std::size_t b) {
    const BlockState& state = blocks_[b];
    const auto work = workspaces_.lease();
    work->evaluate(state.world);
    const auto add = [&](double sign) {
      for (std::uint32_t n = 0; n < nodes; ++n) {
        for (std::uint32_t t = known(); t < model_.periods && stale[n]; ++t) {
          double& sum = sums[b][n * model_.periods + t];
          for (const double value : work->paths().column(n, t, with)) {
            sum += sign * value;
          }
        }
      }
    };
    add(-1);
    for (const Twist& one : change) {
      twist(one, state, work->draws());
    }
    canvas_.program().update(work->draws(), stale, work->paths(), work->paths());
    work->paths().expect_finite(runs_per_block);
    add(1);
  });
  std::vector<std::vector<double>> means(nodes, std::vector<double>(model_.periods));
  const double runs = static_cast<double>(blocks_.size() * runs_per_block);
  for (std::size_t cell = 0; cell < cells; ++cell) {
    for (const auto& block : sums) {
      means[cell / model_.periods][cell % model_.periods] += block[cell] / runs;
    }
  }
  return means;
}

bool Outlook::hits(double goal_value) const {
  return ask_.goal->bound.side == tree::Limit::Side::at_least
             ? sim::reaches(goal_value, ask_.goal->bound.value)
             : sim::stays_within(goal_value, ask_.goal->bound.value);
}

inference::Chance Outlook::target_of(const Ends& ends) const {
  std::vector<double> flags;
  for (const double value : ends.goal) {
    flags.push_back(hits(value) ? 1 : 0);
  }
  return posterior_->share(flags);
}

Outlook::Effect Outlook::effect_of(const Ends& ends) const {
  Effect effect;
  std::vector<double> changes;
  for (std::size_t run = 0; run < ends.focus.size(); ++run) {
    changes.push_back(ends.focus[run] - now_.focus[run]);
  }
  effect.focus_change = posterior_->summary(changes);
  effect.target = target_of(ends);
  changes.clear();
  for (std::size_t run = 0; run < ends.goal.size(); ++run) {
    changes.push_back((hits(ends.goal[run]) ? 1 : 0) - (hits(now_.goal[run]) ? 1 : 0));
  }
  effect.target_change = posterior_->summary(changes);
  return effect;
}

}  // namespace betledger::forecast
