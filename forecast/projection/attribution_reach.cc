#include "forecast/projection/attribution_reach.h"

#include <algorithm>
#include <set>
#include <string>
#include <variant>

#include "core/contract.h"

namespace betledger::forecast {
namespace {

std::uint32_t node_named(const sim::Model& model, const std::string& key) {
  const auto found = std::find_if(model.nodes.begin(),
                                  model.nodes.end(),
                                  [&](const sim::Node& node) { return node.key == key; });
  BET_EXPECT(found != model.nodes.end());
  return static_cast<std::uint32_t>(found - model.nodes.begin());
}

/// `gates` and every gate they need.
std::set<std::uint32_t> with_needs(const sim::Model& model, const std::set<std::uint32_t>& gates) {
  std::set<std::uint32_t> all = gates;
  std::vector<std::uint32_t> open{gates.begin(), gates.end()};
  while (!open.empty()) {
    const std::uint32_t gate = open.back();
    open.pop_back();
    for (const std::uint32_t need : model.gates[gate].needs) {
      if (all.insert(need).second) {
        open.push_back(need);
      }
    }
  }
  return all;
}

std::vector<std::vector<std::uint32_t>> needs_of_groups(const sim::Model& model) {
  std::vector<std::set<std::uint32_t>> own(model.groups);
  for (const sim::Intervention& intervention : model.interventions) {
    for (const auto& gate : intervention.gates.all()) {
      if (gate) {
        own[intervention.group].insert(*gate);
      }
    }
  }
  std::vector<std::vector<std::uint32_t>> needs(model.groups);
  for (std::uint32_t group = 0; group < model.groups; ++group) {
    const std::set<std::uint32_t> reached = with_needs(model, own[group]);
    for (std::uint32_t other = 0; other < model.groups; ++other) {
      const bool needed =
          std::any_of(own[other].begin(), own[other].end(), [&](std::uint32_t gate) {
            return reached.contains(gate) && !own[group].contains(gate);
          });
      if (other != group && needed) {
        needs[group].push_back(other);
      }
    }
  }
  return needs;
}

}  // namespace

Reach::Reach(const sim::Model& model, std::span<const std::uint32_t> targets)
    : model_{model}, needs_{needs_of_groups(model)} {
  const Flags none(sim::runs_per_block, 0);
  start_.assign(model.nodes.size(), none);
  from_group_.assign(model.groups, none);
  live_.assign(model.groups, none);
  for (const std::uint32_t target : targets) {
    start_[target].assign(sim::runs_per_block, 1);
    if (const auto weight = model.nodes[target].weight) {
      start_[*weight].assign(sim::runs_per_block, 1);
    }
  }
  for (std::uint32_t to = 0; to < model.nodes.size(); ++to) {
    if (const auto* formula = std::get_if<tree::Formula>(&model.nodes[to].source)) {
      for (const std::string& from : formula->references()) {
        edges_.push_back({node_named(model, from), to, Edge::certain});
      }
    }
  }
  for (const sim::Influence& influence : model.influences) {
    edges_.push_back({influence.from, influence.to, influence.gate});
  }
  std::stable_sort(
      edges_.begin(), edges_.end(), [](const Edge& a, const Edge& b) { return a.to > b.to; });
}

bool Reach::cross(const Edge& edge, const sim::Draws& draws) {
  Flags& from = from_node_[edge.from];
  const Flags& to = from_node_[edge.to];
  std::uint8_t changed = 0;
  if (edge.gate == Edge::certain) {
    for (std::size_t run = 0; run < from.size(); ++run) {
      changed |= static_cast<std::uint8_t>(to[run] & ~from[run]);
      from[run] |= to[run];
    }
  } else {
    const std::span<const double> gate = draws.gate(edge.gate);
    for (std::size_t run = 0; run < from.size(); ++run) {
      const auto open = static_cast<std::uint8_t>(gate[run] != 0 ? to[run] : 0);
      changed |= static_cast<std::uint8_t>(open & ~from[run]);
      from[run] |= open;
    }
  }
  return changed != 0;
}

void Reach::spread(const sim::Draws& draws) {
  from_node_ = start_;
  for (bool changed = true; changed;) {
    changed = false;
    for (const Edge& edge : edges_) {
      changed = cross(edge, draws) || changed;
    }
  }
}

void Reach::update(const sim::Draws& draws) {
  spread(draws);
  for (std::uint32_t group = 0; group < model_.groups; ++group) {
    from_group_[group].assign(sim::runs_per_block, 0);
    live_[group].assign(sim::runs_per_block, 0);
  }
  Flags open;
  for (const sim::Intervention& intervention : model_.interventions) {
    open.assign(sim::runs_per_block, 1);
    for (const auto& gate : intervention.gates.all()) {
      if (!gate) {
        continue;
      }
      const std::span<const double> is_open = draws.gate(*gate);
      for (std::size_t run = 0; run < open.size(); ++run) {
        open[run] = static_cast<std::uint8_t>(is_open[run] != 0 ? open[run] : 0);
      }
    }
    const Flags& way = from_node_[intervention.node];
    for (std::size_t run = 0; run < open.size(); ++run) {
      live_[intervention.group][run] |= open[run];
      from_group_[intervention.group][run] |= static_cast<std::uint8_t>(open[run] & way[run]);
    }
  }
}

std::vector<std::uint32_t> Reach::players(std::size_t run) const {
  std::vector<std::uint32_t> players;
  for (std::uint32_t group = 0; group < needs_.size(); ++group) {
    if (from_group_[group][run] != 0) {
      players.push_back(group);
      players.insert(players.end(), needs_[group].begin(), needs_[group].end());
    }
  }
  std::sort(players.begin(), players.end());
  players.erase(std::unique(players.begin(), players.end()), players.end());
  return players;
}

}  // namespace betledger::forecast
