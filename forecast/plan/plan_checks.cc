#include "forecast/plan/plan_checks.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "core/text.h"
#include "forecast/plan/mistake.h"

namespace betledger::forecast {
namespace {

using Names = std::vector<std::string>;

const ledger::BetRecord* find_bet(const std::vector<ledger::BetRecord>& bets,
                                  const std::string& key) {
  const auto found = std::find_if(
      bets.begin(), bets.end(), [&](const auto& record) { return record.terms.key == key; });
  return found == bets.end() ? nullptr : &*found;
}

/// Bets whose needs lead back to themselves, found by taking away, again and again, every bet whose
/// needs are gone: what is left is on a circle or behind one.
Names on_circles(const std::vector<ledger::BetRecord>& bets) {
  std::set<std::string> left;
  for (const auto& record : bets) {
    left.insert(record.terms.key);
  }
  const auto waits = [&](const ledger::BetRecord& record) {
    return std::any_of(record.terms.needs.begin(),
                       record.terms.needs.end(),
                       [&](const std::string& need) { return left.contains(need); });
  };
  for (bool changed = true; changed;) {
    changed = false;
    for (const auto& record : bets) {
      changed =
          (left.contains(record.terms.key) && !waits(record) && left.erase(record.terms.key) > 0) ||
          changed;
    }
  }
  return {left.begin(), left.end()};
}

/// Metrics a formula is made of that a bet could aim at instead.
std::string drivers_in_words(const tree::MetricTree& tree, MetricId id) {
  Names names;
  for (const MetricId driver : tree.drivers_of(id)) {
    names.push_back(tree.metric(driver).key);
  }
  return join(names, ", ");
}

}  // namespace

Names metric_keys(const tree::MetricTree& tree) {
  Names keys;
  for (const tree::Metric& metric : tree.spec().metrics) {
    keys.push_back(metric.key);
  }
  return keys;
}

Diagnostics check_portfolio(const std::vector<ledger::BetRecord>& funded,
                            const Delivered& delivered_before) {
  Diagnostics found;
  std::set<std::pair<std::string, std::string>> told;
  for (const auto& record : funded) {
    const ledger::Bet& bet = record.terms;
    for (const std::string& need : bet.needs) {
      if (find_bet(funded, need) == nullptr && !delivered_before(need)) {
        found.push_back(
            mistake("B008",
                    bet.at,
                    fmt::format("bet '{}' needs '{}', which is not funded", bet.key, need),
                    fmt::format("fund '{}' too, or cut '{}'", need, bet.key)));
      }
    }
    for (const std::string& other : bet.excludes) {
      const auto pair = std::minmax(bet.key, other);
      if (find_bet(funded, other) != nullptr && told.insert(pair).second) {
        found.push_back(
            mistake("B010",
                    bet.at,
                    fmt::format("bets '{}' and '{}' exclude each other, and both are funded",
                                pair.first,
                                pair.second),
                    "set `funded: false` on one of them"));
      }
    }
  }
  const Names circle = on_circles(funded);
  if (!circle.empty()) {
    found.push_back(
        mistake("B009",
                find_bet(funded, circle.front())->terms.at,
                fmt::format("needs run in a circle: {}", join(circle, ", ")),
                "drop one of the `needs`: the first bet to deliver can need none of the others"));
  }
  return found;
}

Diagnostics check_effects(const tree::MetricTree& tree,
                          const std::vector<ledger::BetRecord>& bets) {
  Diagnostics found;
  const Names keys = metric_keys(tree);
  for (const auto& record : bets) {
    for (const ledger::Effect& effect : record.terms.effects) {
      const auto id = tree.find(effect.metric);
      const std::string what =
          fmt::format("bet '{}' acts on '{}'", record.terms.key, effect.metric);
      if (!id) {
        found.push_back(mistake("B006",
                                effect.at,
                                what + ", which is no metric of the tree",
                                suggest(effect.metric, keys, "aim it at a metric of the tree")));
      } else if (tree.metric(*id).is_component()) {
        found.push_back(
            mistake("B007",
                    effect.at,
                    what + ", which is a formula: an identity leaves no room for an effect",
                    fmt::format("aim at what it is made of: {}", drivers_in_words(tree, *id))));
      }
    }
  }
  return found;
}

Diagnostics check_goals(const tree::MetricTree& tree, const ledger::Cycle& cycle) {
  Diagnostics found;
  const Names keys = metric_keys(tree);
  if (cycle.target && !tree.find(cycle.target->metric)) {
    found.push_back(
        mistake("B004",
                {},
                fmt::format("the target of {} is on '{}', which is no metric of the tree",
                            cycle.key,
                            cycle.target->metric),
                suggest(cycle.target->metric,
                        keys,
                        "open the cycle again with a target on a metric of the tree")));
  }
  for (const std::string& input : cycle.focus_inputs) {
    if (!tree.find(input)) {
      found.push_back(
          mistake("B005",
                  {},
                  fmt::format("focus input '{}' of {} is no metric of the tree", input, cycle.key),
                  suggest(input, keys, "name metrics of the tree: " + join(keys, ", "))));
    }
  }
  return found;
}

}  // namespace betledger::forecast
