#include "inference/world.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include "sim/columns/formula_kernels.h"
#include "sim/model/profile.h"

namespace betledger::inference {
namespace {

bool is_stochastic(const sim::Node& node) {
  return std::holds_alternative<sim::BasePath>(node.source);
}

/// Every intervention with a profile of its own that is live from the first period to the last.
sim::Model always_live(sim::Model model) {
  model.profiles.clear();
  for (std::uint32_t k = 0; k < model.interventions.size(); ++k) {
    sim::Profile profile;
    profile.key = "canvas:" + model.interventions[k].key;
    model.profiles.push_back(std::move(profile));
    model.interventions[k].profile = k;
  }
  return model;
}

void copy(const double* from, std::span<double> to) {
  std::copy(from, from + sim::runs_per_block, to.begin());
}

}  // namespace

World::World(const sim::Model& model)
    : bases{model.nodes.size() * model.periods},
      pushes{model.interventions.size()},
      live{model.interventions.size() * model.periods},
      pulls{model.influences.size()},
      occasions{model.occasions.size()},
      periods{model.periods} {}

void fill_live(const sim::Model& model,
               std::uint32_t intervention,
               const double* delay,
               const double* delivered,
               World& world) {
  const sim::Profile& profile = model.profiles[model.interventions[intervention].profile];
  for (std::uint32_t t = 0; t < model.periods; ++t) {
    double* out = world.live_at(intervention, t);
    if (static_cast<double>(t) + 1 <= profile.start || static_cast<double>(t) >= profile.end) {
      sim::kernels::copy({nullptr, 0}, out);
      continue;
    }
    sim::kernels::ramp(sim::ramp_period(profile, t), delay, out);
    sim::kernels::multiply(delivered, out);
  }
}

void draw_world(const sim::Program& program,
                std::uint64_t seed,
                std::uint64_t block,
                sim::Draws& draws,
                World& world) {
  const sim::Model& model = program.model();
  program.draw(seed, block, draws);
  for (std::uint32_t n = 0; n < model.nodes.size(); ++n) {
    for (std::uint32_t t = 0; t < model.periods && is_stochastic(model.nodes[n]); ++t) {
      sim::kernels::copy({draws.base_values(n, t).data(), 0}, world.base(n, t));
    }
  }
  const std::vector<double> certain(sim::runs_per_block, 1.0);
  for (std::uint32_t k = 0; k < model.interventions.size(); ++k) {
    const sim::Intervention& intervention = model.interventions[k];
    sim::kernels::copy({draws.amount(k).data(), 0}, world.pushes[k]);
    const auto& [delivered, works] = intervention.gates;
    if (works) {
      sim::kernels::multiply(draws.gate(*works).data(), world.pushes[k]);
    }
    fill_live(model,
              k,
              draws.delay(intervention.profile).data(),
              delivered ? draws.gate(*delivered).data() : certain.data(),
              world);
  }
  for (std::uint32_t l = 0; l < model.influences.size(); ++l) {
    sim::kernels::copy({draws.pull_values(l).data(), 0}, world.pulls[l]);
  }
  for (std::uint32_t o = 0; o < model.occasions.size(); ++o) {
    sim::kernels::copy({draws.occasion_values(o).data(), 0}, world.occasions[o]);
  }
}

Canvas::Canvas(const sim::Model& model) : program_{sim::Program::compile(always_live(model))} {}

void Canvas::place(const World& world, sim::Draws& draws) const {
  const sim::Model& model = program_.model();
  for (std::uint32_t n = 0; n < model.nodes.size(); ++n) {
    if (is_stochastic(model.nodes[n])) {
      place_base(world, n, draws);
    }
  }
  for (std::uint32_t k = 0; k < model.interventions.size(); ++k) {
    place_effect(world, world, k, draws);
  }
  for (std::uint32_t l = 0; l < model.influences.size(); ++l) {
    place_pull(world, l, draws);
  }
  for (std::uint32_t o = 0; o < model.occasions.size(); ++o) {
    place_occasion(world, o, draws);
  }
}

void Canvas::place_base(const World& world, std::uint32_t node, sim::Draws& draws) const {
  for (std::uint32_t t = 0; t < world.periods; ++t) {
    copy(world.base(node, t), draws.base_values(node, t));
  }
}

void Canvas::place_effect(const World& push,
                          const World& live,
                          std::uint32_t intervention,
                          sim::Draws& draws) const {
  for (std::uint32_t t = 0; t < live.periods; ++t) {
    sim::kernels::multiply(push.pushes[intervention],
                           live.live_at(intervention, t),
                           draws.effect_values(intervention, t).data());
  }
}

void Canvas::place_pull(const World& world, std::uint32_t influence, sim::Draws& draws) const {
  copy(world.pulls[influence], draws.pull_values(influence));
}

void Canvas::place_occasion(const World& world, std::uint32_t occasion, sim::Draws& draws) const {
  copy(world.occasions[occasion], draws.occasion_values(occasion));
}

}  // namespace betledger::inference
