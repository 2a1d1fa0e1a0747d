#include "forecast/plan/canonical.h"

#include <array>
#include <utility>

#include "ledger/codec/codec.h"
#include "ledger/text/json_write.h"

namespace betledger::json {
namespace {

using ledger::Node;

constexpr std::array<const char*, sim::summary_levels.size()> level_names{
    "p05", "p10", "p25", "p50", "p75", "p90", "p95"};

std::string_view status_name(ledger::BetStatus status) {
  switch (status) {
    case ledger::BetStatus::proposed:
      return "proposed";
    case ledger::BetStatus::started:
      return "started";
    case ledger::BetStatus::delivered:
      return "delivered";
    case ledger::BetStatus::stopped:
      return "stopped";
    case ledger::BetStatus::withdrawn:
      return "withdrawn";
  }
  return "";
}

Node bet_node(const ledger::BetRecord& record) {
  Node node = Node::mapping();
  node.add("bet", text(record.terms.key));
  node.add("terms", ledger::encode_bet(record.terms));
  node.add("status", text(std::string{status_name(record.status)}));
  if (record.started_on) {
    node.add("started_on", day(*record.started_on));
  }
  if (record.delivered_on) {
    node.add("delivered_on", day(*record.delivered_on));
    node.add("delivered_share", number(record.delivered_share));
  }
  if (record.stopped_on) {
    node.add("stopped_on", day(*record.stopped_on));
  }
  return node;
}

Node bets_node(const std::vector<ledger::BetRecord>& bets) {
  std::vector<Node> items;
  items.reserve(bets.size());
  for (const auto& record : bets) {
    items.push_back(bet_node(record));
  }
  return Node::sequence(std::move(items));
}

Node history_node(const tree::History& history) {
  Node node = Node::mapping();
  for (const auto& [metric, series] : history) {
    std::vector<Node> values;
    for (const auto& value : series.values) {
      values.push_back(value ? number(*value) : Node{});
    }
    Node entry = Node::mapping();
    entry.add("period", text(std::string{name(series.kind)}));
    entry.add("start", day(series.start));
    entry.add("values", Node::sequence(std::move(values)));
    node.add(metric, std::move(entry));
  }
  return node;
}

Node capacity_node(const std::map<std::string, double>& capacity) {
  Node node = Node::mapping();
  for (const auto& [team, person_weeks] : capacity) {
    node.add(team, number(person_weeks));
  }
  return node;
}

/// What the effects are read by; who said so and why is not of the plan.
Node optimism_node(const ledger::OptimismByTeam& all) {
  std::vector<Node> items;
  for (const auto& [team, optimism] : all) {
    items.push_back(Node::mapping()
                        .add("team", text(team))
                        .add("state", text(optimism.is_on ? "on" : "off"))
                        .add("factor", ledger::encode_factor(optimism.factor))
                        .add("spread", number(optimism.spread)));
  }
  return Node::sequence(std::move(items));
}

}  // namespace

Node rollup(tree::RollupKind kind) {
  switch (kind) {
    case tree::RollupKind::sum:
      return text("sum");
    case tree::RollupKind::mean:
      return text("mean");
    case tree::RollupKind::last:
      return text("last");
    case tree::RollupKind::weighted:
      break;
  }
  return text("weighted");
}

Node summary(const sim::Summary& values) {
  Node node = Node::mapping();
  node.add("mean", number(values.mean));
  node.add("se", number(values.se));
  node.add("sd", number(values.sd));
  for (std::size_t i = 0; i < level_names.size(); ++i) {
    node.add(level_names[i], number(values.quantiles[i]));
  }
  return node;
}

Node estimate(const sim::Estimate& value) {
  Node node = Node::mapping();
  node.add("mean", number(value.value));
  node.add("se", number(value.se));
  return node;
}

void add_bound(Node& onto, const tree::Limit& bound) {
  const bool least = bound.side == tree::Limit::Side::at_least;
  onto.add(least ? "at_least" : "at_most", number(bound.value));
}

Node provenance(const forecast::Plan& plan,
                std::uint64_t seed,
                std::uint64_t runs,
                const std::string& version) {
  Node head = Node::mapping();
  head.add("seq", count(static_cast<std::uint64_t>(plan.head_seq)));
  head.add("hash", text(plan.head_hash));
  Node node = Node::mapping();
  node.add("ledger", text(plan.ledger_id));
  node.add("head", std::move(head));
  node.add("seed", count(seed));
  node.add("runs", count(runs));
  node.add("version", text(version));
  return node;
}

Node plan_node(const forecast::Plan& plan) {
  Node node = Node::mapping();
  node.add("schema", text("betledger.plan/1"));
  node.add("cycle", ledger::encode_cycle(plan.cycle));
  node.add("capacity_person_weeks", capacity_node(plan.capacity_person_weeks));
  node.add("tree", ledger::encode_tree(plan.tree.spec()));
  node.add("bets", bets_node(plan.bets));
  node.add("cut", bets_node(plan.cut));
  node.add("data_cut", plan.data_cut ? day(*plan.data_cut) : Node{});
  node.add("history", history_node(plan.history));
  if (!plan.optimism.empty()) {
    node.add("optimism", optimism_node(plan.optimism));
  }
  return node;
}

}  // namespace betledger::json

namespace betledger::forecast {

std::string canonical_plan(const Plan& plan) {
  return ledger::write_json(json::plan_node(plan));
}

}  // namespace betledger::forecast
