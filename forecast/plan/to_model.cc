#include "forecast/plan/to_model.h"

#include <algorithm>
#include <map>
#include <utility>

#include "core/contract.h"
#include "forecast/plan/model_timing.h"
#include "forecast/plan/optimism.h"
#include "forecast/plan/plan_history.h"
#include "forecast/plan/variable_keys.h"

namespace betledger::forecast {
namespace {

using Index = std::uint32_t;

template <class T>
Index index_of_next(const std::vector<T>& items) {
  return static_cast<Index>(items.size());
}

sim::Action to_sim(tree::Action action) {
  return action == tree::Action::lift ? sim::Action::lift : sim::Action::shift;
}

class Translation {
 public:
  Translation(const Plan& plan, const std::vector<Baseline>& baselines)
      : plan_{plan}, tree_{plan.tree}, timeline_{plan.cycle.timeline} {
    model_.periods = timeline_.count;
    for (int t = 0; t < static_cast<int>(timeline_.count); ++t) {
      model_.period_names.push_back(format_day(timeline_.start_of(t)));
    }
    add_nodes(baselines);
    add_deliveries();
    add_bets();
    add_links();
    add_occasions();
  }

  [[nodiscard]] sim::Model take() { return std::move(model_); }

 private:
  void add_nodes(const std::vector<Baseline>& baselines) {
    const std::vector<Past> pasts = pasts_of(tree_, plan_.history, timeline_);
    for (const MetricId id : tree_.in_dependency_order()) {
      const tree::Metric& metric = tree_.metric(id);
      sim::Node node;
      node.key = metric.key;
      node.support = metric.support;
      node.rollup = metric.rollup.kind;
      node.past = pasts[id.value()].values;
      if (metric.rollup.kind == tree::RollupKind::weighted) {
        node.weight = node_at(metric.rollup.weighted_by);
      }
      if (metric.formula) {
        node.source = *metric.formula;
      } else {
        node.source = path_of(metric, baselines);
      }
      model_.nodes.push_back(std::move(node));
    }
  }

  static sim::BasePath path_of(const tree::Metric& metric, const std::vector<Baseline>& baselines) {
    const auto fitted = std::find_if(baselines.begin(), baselines.end(), [&](const Baseline& b) {
      return b.metric == metric.key;
    });
    if (fitted != baselines.end()) {
      return fitted->pool();
    }
    BET_EXPECT(metric.baseline.has_value());
    return sim::StatedPath{metric.baseline->start, metric.baseline->end};
  }

  [[nodiscard]] Index node_at(const std::string& metric) const {
    const auto id = tree_.find(metric);
    BET_EXPECT(id.has_value());
    return node_of(tree_, *id);
  }

  Index add_gate(std::string key, double probability, std::vector<Index> needs = {}) {
    model_.gates.push_back({std::move(key), probability, std::move(needs)});
    return index_of_next(model_.gates) - 1;
  }

  /// Gates come after the gates they need: rounds over the bets until each has found its place.
  void add_deliveries() {
    std::map<std::string, const ledger::BetRecord*> waiting;
    for (const auto& record : plan_.bets) {
      waiting.emplace(record.terms.key, &record);
    }
    while (!waiting.empty()) {
      const std::size_t before = waiting.size();
      for (const auto& record : plan_.bets) {
        const auto& needs = record.terms.needs;
        const bool ready = std::none_of(needs.begin(), needs.end(), [&](const std::string& need) {
          return waiting.contains(need);
        });
        if (ready && waiting.erase(record.terms.key) > 0) {
          add_delivery(record);
        }
      }
      BET_EXPECT(waiting.size() < before);  // make_plan refuses circles
    }
  }

  void add_delivery(const ledger::BetRecord& record) {
    const std::string key = keys::delivered(record.terms.key);
    if (record.delivered_on) {
      delivered_[record.terms.key] = add_gate(key, 1);  // a fact needs nothing
      return;
    }
    std::vector<Index> needs;
    for (const std::string& need : record.terms.needs) {
      const auto gate = delivered_.find(need);
      if (gate != delivered_.end()) {  // else delivered in an earlier cycle
        needs.push_back(gate->second);
      }
    }
    const double chance = record.stopped_on ? 0 : record.terms.delivery.value();
    delivered_[record.terms.key] = add_gate(key, chance, std::move(needs));
  }

  void add_bets() {
    for (const auto& record : plan_.bets) {
      model_.profiles.push_back(timing_of(record, timeline_));
      add_effects(record);
      ++model_.groups;
    }
  }

  /// The factor of whoever stated a bet's effects, one for a team; a bet without a team has its
  /// own.
  std::optional<Index> optimism_at(const ledger::Bet& bet, const ledger::Optimism* optimism) {
    if (optimism == nullptr) {
      return std::nullopt;
    }
    const std::string key = keys::optimism(bet);
    for (Index o = 0; o < model_.optimism.size(); ++o) {
      if (model_.optimism[o].key == key) {
        return o;
      }
    }
    model_.optimism.push_back({key, optimism->factor});
    return index_of_next(model_.optimism) - 1;
  }

  void add_effects(const ledger::BetRecord& record) {
    const ledger::Optimism* optimism = optimism_of(plan_.optimism, record.terms.team);
    const std::optional<Index> factor = optimism_at(record.terms, optimism);
    const std::string& bet = record.terms.key;
    std::optional<Index> shared;
    std::map<std::string, int> times_hit;
    for (const ledger::Effect& effect : record.terms.effects) {
      // A second effect on the same metric is a variable of its own.
      const std::string name = keys::effect(effect.metric, ++times_hit[effect.metric]);
      Index works = 0;
      if (effect.works) {
        works = add_gate(keys::works(bet, name), effect.works->value());
      } else {
        shared = shared ? shared : add_gate(keys::works(bet), record.terms.works.value());
        works = *shared;
      }
      model_.interventions.push_back(
          {keys::amount(bet, name),
           node_at(effect.metric),
           to_sim(effect.action),
           optimism == nullptr ? effect.amount : widened(effect.amount, optimism->spread),
           {delivered_.at(record.terms.key), works},
           index_of_next(model_.profiles) - 1,
           model_.groups,
           factor});
    }
  }

  void add_links() {
    for (const tree::Link& link : tree_.spec().links) {
      const std::string key = keys::link(link.key());
      const Index gate = add_gate(key, link.confidence.on(tree_.spec().confidence).value());
      model_.influences.push_back({key,
                                   node_at(link.from),
                                   node_at(link.to),
                                   link.kind == tree::LinkKind::elasticity
                                       ? sim::InfluenceKind::elasticity
                                       : sim::InfluenceKind::slope,
                                   link.strength,
                                   link.periods_of_lag(timeline_.kind),
                                   gate});
    }
  }

  void add_occasions() {
    for (const tree::Occasion& occasion : tree_.spec().occasions) {
      model_.occasions.push_back({keys::event(occasion.name),
                                  node_at(occasion.metric),
                                  to_sim(occasion.action),
                                  occasion.amount,
                                  coverage(timeline_, occasion.start, occasion.end)});
    }
  }

  const Plan& plan_;
  const tree::MetricTree& tree_;
  const Timeline& timeline_;
  std::map<std::string, Index> delivered_;  // gate by bet
  sim::Model model_;
};

}  // namespace

sim::Model to_model(const Plan& plan, const std::vector<Baseline>& baselines) {
  return Translation{plan, baselines}.take();
}

}  // namespace betledger::forecast
