#include "forecast/bridge/make_bridge.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "core/contract.h"
#include "forecast/bridge/bridge_game.h"
#include "forecast/bridge/bridge_inputs.h"
#include "forecast/bridge/bridge_round.h"
#include "sim/summary/summary.h"
#include "sim/tasks/object_pool.h"

namespace betledger::forecast {
namespace {

/// Mean over the blocks and its standard error.  \pre two values or more
template <class Value>
sim::Estimate over_blocks(const std::vector<BlockBridge>& blocks, Value value) {
  const auto count = static_cast<double>(blocks.size());
  double sum = 0;
  for (const BlockBridge& block : blocks) {
    sum += value(block);
  }
  const double mean = sum / count;
  double squares = 0;
  for (const BlockBridge& block : blocks) {
    squares += (value(block) - mean) * (value(block) - mean);
  }
  return {mean, std::sqrt(squares / (count - 1) / count)};
}

class Assembly {
 public:
  Assembly(const Game& game, const InputGame& inputs, const std::vector<BlockBridge>& blocks)
      : game_{game}, inputs_{inputs}, blocks_{blocks} {}

  [[nodiscard]] Bridge bridge() {
    for (const Player& player : game_.players) {
      bridge_.factors.push_back(player.factor);
      bridge_.targets.push_back(targets_of(player));
    }
    correlation_ = static_cast<std::uint32_t>(bridge_.factors.size());
    sampling_ = correlation_ + 1;
    bridge_.factors.push_back({Factor::Kind::correlation, ""});
    bridge_.factors.push_back({Factor::Kind::sampling, ""});
    bridge_.targets.resize(bridge_.targets.size() + 2);
    bridge_.pairs = blocks_.size() * sim::runs_per_block;
    bridge_.is_exact =
        std::all_of(blocks_.begin(), blocks_.end(), [](const auto& b) { return b.is_exact; });
    bridge_.metrics.resize(game_.nodes());
    for (std::uint32_t p = 0; p < game_.players.size(); ++p) {
      add(p);
    }
    add_ends();
    if (game_.request.wants_inputs) {
      add_inputs();
    }
    return std::move(bridge_);
  }

 private:
  [[nodiscard]] std::vector<std::string> targets_of(const Player& player) const {
    std::vector<std::string> targets;
    const auto add_target = [&](std::uint32_t node) {
      const std::string& key = game_.now.nodes[node].key;
      if (std::find(targets.begin(), targets.end(), key) == targets.end()) {
        targets.push_back(key);
      }
    };
    for (const std::uint32_t k : player.interventions) {
      add_target(game_.now.interventions[k].node);
    }
    switch (player.factor.kind) {
      case Factor::Kind::baseline:
        add_target(player.index);
        break;
      case Factor::Kind::link:
        add_target(game_.now.influences[player.index].to);
        break;
      case Factor::Kind::unexplained:
        add_target(game_.stage.residuals[player.index].component);
        break;
      case Factor::Kind::execution:
      case Factor::Kind::hypothesis:
      case Factor::Kind::correlation:
      case Factor::Kind::sampling:
        break;
    }
    return targets;
  }

  void add(std::uint32_t p) {
    const auto plays = [p](const BlockBridge& block) { return block.is_playing[p]; };
    if (std::none_of(blocks_.begin(), blocks_.end(), plays)) {
      return;
    }
    const Player& player = game_.players[p];
    for (std::size_t i = 0; i < player.touches.size(); ++i) {
      const sim::Estimate amount = over_blocks(
          blocks_, [&](const BlockBridge& block) { return block.amounts[player.first + i]; });
      if (amount.value != 0 || amount.se != 0) {
        bridge_.metrics[player.touches[i]].contributions.push_back({p, amount.value, amount.se});
      }
    }
  }

  void add_ends() {
    const auto at = [](const std::vector<std::optional<double>>& values, std::size_t n) {
      return n < values.size() ? values[n] : std::nullopt;
    };
    for (std::size_t n = 0; n < game_.nodes(); ++n) {
      MetricBridge& metric = bridge_.metrics[n];
      const sim::Estimate plan = over_blocks(blocks_, [n](const auto& b) { return b.plan[n]; });
      const sim::Estimate gap = over_blocks(blocks_, [n](const auto& b) { return b.gap[n]; });
      const sim::Estimate together =
          over_blocks(blocks_, [n](const auto& b) { return b.together[n]; });
      metric.metric = game_.now.nodes[n].key;
      if (const auto& weight = game_.now.nodes[n].weight) {
        metric.weighted_by = game_.now.nodes[*weight].key;
      }
      metric.plan = at(game_.request.committed, n).value_or(plan.value);
      metric.landing =
          at(game_.request.reported, n).value_or(plan.value + together.value + gap.value);
      metric.se = gap.se;
      if (together.value != 0) {
        metric.contributions.push_back({correlation_, together.value, together.se});
      }
      if (at(game_.request.reported, n)) {
        add_missing(n);
      }
      if (at(game_.request.committed, n) || at(game_.request.reported, n)) {
        double rest = metric.gap();
        for (const Contribution& contribution : metric.contributions) {
          rest -= contribution.amount;
        }
        // About the error of the pairs' own gap: the reported numbers rest on more runs.
        metric.contributions.push_back({sampling_, rest, rest == 0 ? 0 : metric.se});
      }
    }
  }

  /// What the reported landing does not hand on of identities that broke further down is
  /// unexplained here, where it is missing.
  void add_missing(std::size_t n) {
    const sim::Estimate missing = over_blocks(blocks_, [n](const auto& b) { return b.missing[n]; });
    MetricBridge& metric = bridge_.metrics[n];
    if (std::abs(missing.value) <= 1e-9 * std::abs(metric.landing)) {
      return;
    }
    const Factor factor{Factor::Kind::unexplained, metric.metric};
    const auto found = std::find(bridge_.factors.begin(), bridge_.factors.end(), factor);
    const auto index = static_cast<std::uint32_t>(found - bridge_.factors.begin());
    if (found == bridge_.factors.end()) {
      bridge_.factors.push_back(factor);
      bridge_.targets.push_back({metric.metric});
    }
    const auto same = std::find_if(metric.contributions.begin(),
                                   metric.contributions.end(),
                                   [&](const Contribution& one) { return one.factor == index; });
    if (same == metric.contributions.end()) {
      metric.contributions.push_back({index, missing.value, missing.se});
    } else {
      same->amount += missing.value;
      same->se = std::hypot(same->se, missing.se);
    }
  }

  void add_inputs() {
    for (const auto& component : inputs_.components()) {
      MetricBridge& metric = bridge_.metrics[component.node - game_.stage.shift()];
      for (std::size_t i = 0; i < component.inputs.size(); ++i) {
        const sim::Estimate amount = over_blocks(
            blocks_, [&](const BlockBridge& block) { return block.inputs[component.first + i]; });
        metric.inputs.push_back({inputs_.name(component.inputs[i]), amount.value, amount.se});
      }
    }
  }

  const Game& game_;
  const InputGame& inputs_;
  const std::vector<BlockBridge>& blocks_;
  Bridge bridge_;
  std::uint32_t correlation_ = 0, sampling_ = 0;  // in bridge_.factors
};

}  // namespace

Bridge make_bridge(const sim::Model& plan,
                   const sim::Model& now,
                   const BridgeRequest& request,
                   const LandingWorlds& landing,
                   sim::Executor& executor) {
  const Game game{plan, now, request};
  const InputGame inputs{game};
  sim::ObjectPool<BridgeRound> rounds{[&] { return std::make_unique<BridgeRound>(game, inputs); }};
  std::vector<BlockBridge> blocks(request.blocks);
  executor.for_each(blocks.size(),
                    [&](std::size_t b) { blocks[b] = rounds.lease()->play(b, landing); });
  return Assembly{game, inputs, blocks}.bridge();
}

}  // namespace betledger::forecast
