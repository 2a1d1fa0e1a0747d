#include "forecast/gap/gap_contract.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "forecast/gap/plan_place.h"
#include "forecast/plan/canonical.h"
#include "forecast/projection/contract.h"
#include "forecast/standing/broken_identity.h"

namespace betledger::forecast {
namespace {

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
  node.add("action", text(effect.action == tree::Action::lift ? "lift" : "shift"));
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
  Node node = metric_of(metric.fan);
  node.add("actual", list_of(metric.actual, [](const std::optional<double>& value) {
             return json::number_or_null(value);
           }));
  return node;
}

Node place_node(const Gap& gap) {
  const auto place = focus_in_plan(gap);
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

const Decision* decision_of(const Gap& gap, const std::string& bet) {
  if (!gap.actions) {
    return nullptr;
  }
  const auto& decisions = gap.actions->decisions;
  const auto found = std::find_if(
      decisions.begin(), decisions.end(), [&](const Decision& d) { return d.bet == bet; });
  return found == decisions.end() ? nullptr : &*found;
}

}  // namespace

Node chance_node(const inference::Chance& chance) {
  Node node = Node::mapping();
  node.add("probability", number(chance.probability));
  node.add("se", number(chance.se));
  return node;
}

Node belief_node(const inference::Belief& belief) {
  Node node = Node::mapping();
  // A belief may have no mean: a tail too heavy.
  node.add("mean", json::number_or_null(belief.mean));
  node.add("sd", json::number_or_null(belief.sd));
  node.add("p10", number(belief.p10));
  node.add("p50", number(belief.p50));
  node.add("p90", number(belief.p90));
  node.add("se", number(belief.se));
  return node;
}

Node commits_node(const std::vector<CommitNews>& commits) {
  return list_of(commits, [](const CommitNews& commit) {
    Node node = Node::mapping();
    node.add("on", json::day(commit.on));
    node.add("head_seq", count(static_cast<std::uint64_t>(commit.head_seq)));
    node.add("periods_known", count(commit.periods_known));
    node.add("probability", commit.probability ? number(commit.probability->value) : Node{});
    node.add("because", text(commit.because));
    return node;
  });
}

Node target_node(const Landing& landing) {
  if (!landing.target) {
    return {};
  }
  Node probability = Node::mapping();
  probability.add("at_commit", landing.at_commit ? number(landing.at_commit->value) : Node{});
  probability.add("at_commit_se", landing.at_commit ? number(landing.at_commit->se) : Node{});
  probability.add("now", number(landing.target->with.value));
  probability.add("se", number(landing.target->with.se));
  probability.add("without", number(landing.target->without.value));
  probability.add("without_se", number(landing.target->without.se));
  Node node = Node::mapping();
  node.add("metric", text(landing.target->metric));
  json::add_bound(node, landing.target->bound);
  node.add("probability", std::move(probability));
  return node;
}

Node health_node(const Gap& gap) {
  const inference::Health& health = gap.health;
  Node node = Node::mapping();
  node.add("particles", count(gap.settings.landing.particles));
  node.add("ess", number(health.ess));
  node.add("prior_ess", number(health.prior_ess));
  node.add("temperatures", count(health.temperatures));
  node.add("acceptance", number(health.acceptance));
  node.add("khat", json::number_or_null(health.khat));
  node.add("log_evidence", json::number_or_null(health.log_evidence));
  node.add("troubles", list_of(health.troubles, text));
  return node;
}

Node contract_of(const Gap& gap, const std::string& version) {
  const Standing& standing = gap.standing;
  Node node = Node::mapping();
  node.add("schema", text("betledger.gap/1"));
  node.add("provenance",
           json::provenance(standing.now, gap.settings.landing.seed, gap.landing.runs, version));
  node.add("cycle", cycle_of(standing.locked.cycle));
  node.add("as_of", json::day(standing.as_of));
  node.add("recorded_by", standing.recorded_by ? json::day(*standing.recorded_by) : Node{});
  node.add("periods_known", count(standing.periods_known));
  node.add("focus", text(standing.locked.tree.metric(standing.locked.tree.focus()).key));
  node.add("commits", commits_node(standing.commits));
  node.add("target", target_node(gap.landing));
  node.add("landing", list_of(gap.landing.metrics, landing_node));
  node.add("bets", list_of(gap.bets, [&](const BetOutlook& bet) {
             Node entry = bet_node(bet);
             if (const Decision* decision = decision_of(gap, bet.bet)) {
               add_advice(*decision, entry);
             }
             return entry;
           }));
  node.add("links", list_of(gap.links, link_node));
  if (!gap.optimism.empty()) {
    node.add("optimism", list_of(gap.optimism, factor_node));
  }
  node.add("pending", list_of(gap.pending, pending_node));
  if (gap.actions) {
    add_actions(*gap.actions, standing.locked.cycle.timeline, node);
  }
  node.add("focus_in_plan", place_node(gap));
  node.add("broken_identities", list_of(broken_identities(standing), [&](const BrokenIdentity& b) {
             return broken_node(b, standing.locked.cycle.timeline);
           }));
  node.add("diagnostics", health_node(gap));
  return node;
}

}  // namespace betledger::forecast
