#include "reports/contracts/gap.h"

#include <utility>

#include "forecast/gap/plan_place.h"
#include "forecast/plan/canonical.h"
#include "forecast/projection/contract.h"
#include "forecast/standing/broken_identity.h"
#include "ledger/text/json_values.h"
#include "reports/contracts/bridge.h"
#include "reports/contracts/gap_actions.h"
#include "reports/contracts/gap_rows.h"
#include "reports/contracts/parts.h"
#include "reports/contracts/schema.h"

namespace betledger::reports {
namespace {

using forecast::BetOutlook;
using forecast::BrokenIdentity;
using forecast::EffectOutlook;
using forecast::FactorOutlook;
using forecast::Gap;
using forecast::LandingMetric;
using forecast::LinkOutlook;
using forecast::Pending;
using forecast::Updated;
using json::count;
using json::list_of;
using json::number;
using json::text;
using ledger::Node;

Node updated_node(const Updated& updated) {
  Node node = Node::mapping();
  node.add("prior", number(updated.prior));
  node.add("now", number(updated.now.probability));
  node.add("se", number(updated.now.se));
  return node;
}

Node change_node(const inference::Belief& prior, const inference::Belief& now) {
  Node node = Node::mapping();
  node.add("prior", belief_node(prior));
  node.add("now", belief_node(now));
  return node;
}

Node effect_node(const EffectOutlook& effect) {
  Node node = Node::mapping();
  node.add("metric", text(effect.metric));
  node.add("action", text(std::string{name(effect.action)}));
  node.add("works", updated_node(effect.works));
  node.add("prior", belief_node(effect.prior));
  node.add("now", belief_node(effect.now));
  node.add("expected", belief_node(effect.expected));
  node.add("informed", json::flag(effect.is_informed));
  return node;
}

Node bet_node(const BetOutlook& bet) {
  Node node = Node::mapping();
  node.add("bet", text(bet.bet));
  node.add("funded", json::flag(bet.was_funded));
  node.add("works", updated_node(bet.works));
  node.add("effect", change_node(bet.effects.front().prior, bet.effects.front().now));
  node.add("effects", list_of(bet.effects, effect_node));
  return node;
}

Node bets_node(const Gap& gap) {
  std::vector<Node> bets;
  for (const BetRow& row : bet_rows(gap)) {
    if (row.is_first) {
      bets.push_back(bet_node(row.bet));
      if (row.decision != nullptr) {
        add_advice(*row.decision, bets.back());
      }
    }
  }
  return Node::sequence(std::move(bets));
}

Node link_node(const LinkOutlook& link) {
  Node node = Node::mapping();
  node.add("link", text(link.link));
  node.add("real", updated_node(link.real));
  node.add("strength", change_node(link.prior, link.now));
  node.add("informed", json::flag(link.is_informed));
  return node;
}

Node pending_node(const Pending& pending) {
  Node node = Node::mapping();
  node.add("bet", text(pending.bet));
  node.add("delivery", number(pending.planned));
  node.add("now", number(pending.chance));
  node.add("overdue", json::flag(pending.overdue));
  node.add("latest", pending.latest ? json::day(*pending.latest) : Node{});
  return node;
}

Node landing_node(const LandingMetric& metric) {
  Node node = forecast::metric_of(metric.fan);
  node.add("actual", list_of(metric.actual, [](const std::optional<double>& value) {
             return json::number_or_null(value);
           }));
  return node;
}

Node place_node(const Gap& gap) {
  const auto place = forecast::focus_in_plan(gap);
  if (!place) {
    return {};
  }
  Node plan = Node::mapping();
  plan.add("p10", number(place->p10));
  plan.add("p50", number(place->p50));
  plan.add("p90", number(place->p90));
  Node node = Node::mapping();
  node.add("metric", text(place->metric));
  node.add("plan", std::move(plan));
  node.add("landing", number(place->landing));
  node.add("side", text(std::string{name(place->side)}));
  node.add("periods_seen", count(place->seen));
  node.add("periods_inside", count(place->seen_inside));
  return node;
}

Node broken_node(const BrokenIdentity& broken, const Timeline& timeline) {
  Node node = Node::mapping();
  node.add("metric", text(broken.metric));
  node.add("periods", count(broken.periods));
  node.add("worst", json::day(timeline.start_of(static_cast<int>(broken.worst))));
  node.add("actual", number(broken.actual));
  node.add("computed", number(broken.computed));
  return node;
}

Node factor_node(const FactorOutlook& factor) {
  Node node = Node::mapping();
  node.add("key", text(factor.key));
  node.add("factor", change_node(factor.prior, factor.now));
  node.add("informed", json::flag(factor.is_informed));
  return node;
}

}  // namespace

Node contract_of(const Gap& gap, const std::string& version) {
  const forecast::Standing& standing = gap.standing;
  Node node = Node::mapping();
  node.add("schema", text("betledger.gap/1"));
  node.add("provenance",
           json::provenance(standing.now, gap.settings.landing.seed, gap.landing.runs, version));
  node.add("cycle", forecast::cycle_of(standing.locked.cycle));
  node.add("as_of", json::day(standing.as_of));
  node.add("recorded_by", standing.recorded_by ? json::day(*standing.recorded_by) : Node{});
  node.add("periods_known", count(standing.periods_known));
  node.add("focus", text(standing.locked.tree.metric(standing.locked.tree.focus()).key));
  node.add("commits", commits_node(standing.commits));
  node.add("target", target_node(gap.landing));
  node.add("landing", list_of(gap.landing.metrics, landing_node));
  node.add("bets", bets_node(gap));
  node.add("links", list_of(gap.links, link_node));
  if (!gap.optimism.empty()) {
    node.add("optimism", list_of(gap.optimism, factor_node));
  }
  node.add("pending", list_of(gap.pending, pending_node));
  if (gap.actions) {
    add_actions(*gap.actions, standing.locked.cycle.timeline, node);
  }
  node.add("focus_in_plan", place_node(gap));
  node.add("broken_identities",
           list_of(forecast::broken_identities(standing), [&](const BrokenIdentity& b) {
             return broken_node(b, standing.locked.cycle.timeline);
           }));
  node.add("diagnostics", health_node(gap));
  const std::string& focus = standing.locked.tree.metric(standing.locked.tree.focus()).key;
  node.add("bridge", bridge_node(gap.bridge, view_of(gap, focus)));
  node.add("bridges", list_of(gap.bridge.metrics, [&](const forecast::MetricBridge& bridge) {
             return bridge_node(gap.bridge, view_of(gap, bridge.metric));
           }));
  return node;
}

Node gap_schema() {
  using schema::object;
  const Node updated =
      object({{"prior", schema::share()}, {"now", schema::share()}, {"se", schema::size()}});
  const Node change = object({{"prior", schema::ref("belief")}, {"now", schema::ref("belief")}});
  const Node effect = object({{"metric", schema::text()},
                              {"action", action_schema()},
                              {"works", updated},
                              {"prior", schema::ref("belief")},
                              {"now", schema::ref("belief")},
                              {"expected", schema::ref("belief")},
                              {"informed", schema::flag()}});
  std::vector<schema::Key> bet{{"bet", schema::text()},
                               {"funded", schema::flag()},
                               {"works", updated},
                               {"effect", change},
                               {"effects", schema::list_of(effect)}};
  for (schema::Key& key : advice_keys()) {
    bet.push_back(std::move(key));
  }
  const Node link = object({{"link", schema::text()},
                            {"real", updated},
                            {"strength", change},
                            {"informed", schema::flag()}});
  const Node factor =
      object({{"key", schema::text()}, {"factor", change}, {"informed", schema::flag()}});
  const Node pending = object({{"bet", schema::text()},
                               {"delivery", schema::share()},
                               {"now", schema::share()},
                               {"overdue", schema::flag()},
                               {"latest", schema::or_null(schema::day())}});
  const Node place = object(
      {{"metric", schema::text()},
       {"plan",
        object({{"p10", schema::number()}, {"p50", schema::number()}, {"p90", schema::number()}})},
       {"landing", schema::number()},
       {"side", schema::one_of({"below", "inside", "above"})},
       {"periods_seen", schema::count()},
       {"periods_inside", schema::count()}});
  const Node broken = object({{"metric", schema::text()},
                              {"periods", schema::count()},
                              {"worst", schema::day()},
                              {"actual", schema::number()},
                              {"computed", schema::number()}});
  std::vector<schema::Key> keys{{"provenance", simulation_schema()},
                                {"cycle", cycle_schema()},
                                {"as_of", schema::day()},
                                {"recorded_by", schema::or_null(schema::day())},
                                {"periods_known", schema::count()},
                                {"focus", schema::text()},
                                {"commits", commits_schema()},
                                {"target", schema::or_null(target_schema(false))},
                                {"landing", schema::list_of(metric_fan_schema(true))},
                                {"bets", schema::list_of(object(bet))},
                                {"links", schema::list_of(link)},
                                schema::maybe("optimism", schema::list_of(factor)),
                                {"pending", schema::list_of(pending)}};
  for (schema::Key& key : action_keys()) {
    keys.push_back(std::move(key));
  }
  keys.insert(keys.end(),
              {{"focus_in_plan", schema::or_null(place)},
               {"broken_identities", schema::list_of(broken)},
               {"diagnostics", health_schema()},
               {"bridge", schema::ref("bridge")},
               {"bridges", schema::list_of(schema::ref("bridge"))}});
  return schema::contract("gap",
                          std::move(keys),
                          {{"belief", belief_schema()},
                           {"chance", chance_schema()},
                           {"change", change_schema()},
                           {"summary", summary_schema()},
                           {"estimate", estimate_schema()},
                           {"bridge", bridge_schema()}});
}

}  // namespace betledger::reports
