#include "forecast/bridge/bridge_game.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include "core/contract.h"

namespace betledger::forecast {
namespace {

using Index = std::uint32_t;

bool is_stochastic(const sim::Node& node) {
  return std::holds_alternative<sim::BasePath>(node.source);
}

bool is_seen(const std::vector<std::vector<std::optional<double>>>& observed, Index node) {
  return node < observed.size() && std::any_of(observed[node].begin(),
                                               observed[node].end(),
                                               [](const auto& value) { return value.has_value(); });
}

std::string unused_key(const sim::Model& model, std::string key) {
  while (std::any_of(model.nodes.begin(), model.nodes.end(), [&](const sim::Node& node) {
    return node.key == key;
  })) {
    key += "_";
  }
  return key;
}

bool moves_by_ratio(const sim::Model& model, Index node) {
  return std::any_of(
      model.influences.begin(), model.influences.end(), [&](const sim::Influence& link) {
        return link.from == node && link.kind == sim::InfluenceKind::elasticity;
      });
}

void shift_nodes(sim::Model& model, Index by) {
  for (sim::Node& node : model.nodes) {
    if (node.weight) {
      *node.weight += by;
    }
  }
  for (sim::Intervention& intervention : model.interventions) {
    intervention.node += by;
  }
  for (sim::Influence& influence : model.influences) {
    influence.from += by;
    influence.to += by;
  }
  for (sim::Occasion& occasion : model.occasions) {
    occasion.node += by;
  }
}

}  // namespace

Stage make_stage(const sim::Model& now,
                 const std::vector<std::vector<std::optional<double>>>& observed) {
  Stage stage{now, {}};
  std::vector<sim::Node> inputs;
  for (Index n = 0; n < now.nodes.size(); ++n) {
    if (is_stochastic(now.nodes[n]) || !is_seen(observed, n)) {
      continue;
    }
    const bool is_factor = moves_by_ratio(now, n);
    const std::string key = unused_key(now, "residual_" + std::to_string(n));
    const auto& formula = std::get<tree::Formula>(now.nodes[n].source);
    auto extended = tree::parse_formula("(" + formula.text() + (is_factor ? ") * " : ") + ") + key);
    if (!extended) {
      continue;  // it was as long as a formula may be: what is left of it comes to `sampling`
    }
    stage.model.nodes[n].source = std::move(extended).value();
    sim::Node input;
    input.key = key;
    input.source =
        sim::BasePath{sim::KnownPath{std::vector<double>(now.periods, is_factor ? 1.0 : 0.0)}};
    inputs.push_back(std::move(input));
    stage.residuals.push_back({n, is_factor});
  }
  shift_nodes(stage.model, stage.shift());
  stage.model.nodes.insert(stage.model.nodes.begin(),
                           std::make_move_iterator(inputs.begin()),
                           std::make_move_iterator(inputs.end()));
  return stage;
}

Game::Game(const sim::Model& plan_model, const sim::Model& now_model, const BridgeRequest& asked)
    : request{asked},
      plan{sim::Program::compile(plan_model)},
      now{now_model},
      stage{make_stage(now_model, asked.observed)},
      canvas{stage.model} {
  BET_EXPECT(plan_model.nodes.size() == now.nodes.size() && plan_model.periods == now.periods);
  BET_EXPECT(plan_model.interventions.size() <= now.interventions.size());
  BET_EXPECT(plan_model.influences.size() == now.influences.size());
  BET_EXPECT(plan_model.occasions.size() == now.occasions.size());
  BET_EXPECT(request.bets.size() == now.groups && request.blocks >= 2);
  BET_EXPECT(request.exact_limit <= 16 && request.orders >= 1);
  for (std::size_t k = 0; k < plan_model.interventions.size(); ++k) {
    BET_EXPECT(plan_model.interventions[k].key == now.interventions[k].key);
  }
  if (stage.shift() > 0 && !request.reported.empty()) {
    as_reported.emplace(now);
    seen.observed = request.observed;
    for (const auto& values : request.observed) {
      seen.known = std::max(seen.known, static_cast<Index>(values.size()));
    }
  }
  std::vector<Index> starts;
  for (const sim::Intervention& intervention : stage.model.interventions) {
    starts.push_back(intervention.node);
  }
  const std::vector<bool> moved = downstream(starts);
  is_moved.assign(moved.begin() + stage.shift(), moved.end());
  for (Index n = 0; n < now.nodes.size(); ++n) {
    const auto* formula = std::get_if<tree::Formula>(&now.nodes[n].source);
    for (std::size_t r = 0; formula != nullptr && r < formula->references().size(); ++r) {
      const auto found =
          std::find_if(now.nodes.begin(), now.nodes.end(), [&](const sim::Node& node) {
            return node.key == formula->references()[r];
          });
      reads_ahead = reads_ahead || found - now.nodes.begin() >= static_cast<std::ptrdiff_t>(n);
    }
  }
  for (const sim::Influence& influence : now.influences) {
    reads_ahead = reads_ahead || influence.from >= influence.to;
  }
  add_players();
}

void Game::add_players() {
  const Index shift = stage.shift();
  for (Index n = 0; n < now.nodes.size(); ++n) {
    if (is_stochastic(now.nodes[n])) {
      Player player{{Factor::Kind::baseline, now.nodes[n].key}, n, {}, {}, {}, {}, 0, {}};
      for (Index o = 0; o < now.occasions.size(); ++o) {
        if (now.occasions[o].node == n) {
          player.occasions.push_back(o);
        }
      }
      add(std::move(player), {n + shift});
    }
  }
  for (const auto kind : {Factor::Kind::execution, Factor::Kind::hypothesis}) {
    for (Index group = 0; group < now.groups; ++group) {
      Player player{{kind, request.bets[group]}, group, {}, {}, {}, {}, 0, {}};
      std::vector<Index> starts;
      for (Index k = 0; k < now.interventions.size(); ++k) {
        if (now.interventions[k].group == group) {
          player.interventions.push_back(k);
          starts.push_back(now.interventions[k].node + shift);
        }
      }
      add(std::move(player), starts);
    }
  }
  for (Index l = 0; l < now.influences.size(); ++l) {
    const sim::Influence& link = now.influences[l];
    const std::string source = now.nodes[link.from].key + "->" + now.nodes[link.to].key;
    add({{Factor::Kind::link, source}, l, {}, {}, {}, {}, 0, {}}, {link.to + shift});
  }
  for (Index r = 0; r < shift; ++r) {
    const std::string& component = now.nodes[stage.residuals[r].component].key;
    add({{Factor::Kind::unexplained, component}, r, {}, {}, {}, {}, 0, {}}, {r});
  }
}

void Game::add(Player player, const std::vector<Index>& starts) {
  player.changes = downstream(starts);
  for (Index n = 0; n < now.nodes.size(); ++n) {
    const auto& weight = now.nodes[n].weight;
    if (player.changes[n + stage.shift()] || (weight && player.changes[*weight + stage.shift()])) {
      player.touches.push_back(n);
    }
  }
  player.first = touches;
  touches += player.touches.size();
  player.order = sim::StreamKey::of(
      request.seed,
      std::string{"bridge/order/"} + name(player.factor.kind) + "/" + player.factor.source);
  players.push_back(std::move(player));
}

std::vector<bool> Game::downstream(const std::vector<Index>& starts) const {
  std::vector<bool> nodes(stage.model.nodes.size(), false);
  for (const Index start : starts) {
    const std::vector<bool> more =
        canvas.program().downstream({sim::Source::Kind::baseline, start});
    std::transform(more.begin(), more.end(), nodes.begin(), nodes.begin(), std::logical_or<>{});
  }
  return nodes;
}

}  // namespace betledger::forecast
