#include "reports/contracts/parts.h"

#include <utility>

#include "forecast/plan/canonical.h"
#include "ledger/text/json_values.h"
#include "reports/contracts/schema.h"

namespace betledger::reports {
namespace {

using json::count;
using json::list_of;
using json::number;
using json::text;
using ledger::Node;

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

Node quantiles_node(const Distribution& distribution) {
  Node node = Node::mapping();
  node.add("p10", json::number(distribution.quantile(0.1)));
  node.add("p50", json::number(distribution.quantile(0.5)));
  node.add("p90", json::number(distribution.quantile(0.9)));
  node.add("mean", json::number_or_null(distribution.mean()));
  return node;
}

Node quantiles_schema() {
  return schema::object({{"p10", schema::number()},
                         {"p50", schema::number()},
                         {"p90", schema::number()},
                         {"mean", schema::or_null(schema::number())}});
}

Node commits_node(const std::vector<forecast::CommitNews>& commits) {
  return list_of(commits, [](const forecast::CommitNews& commit) {
    Node node = Node::mapping();
    node.add("on", json::day(commit.on));
    node.add("head_seq", count(static_cast<std::uint64_t>(commit.head_seq)));
    node.add("periods_known", count(commit.periods_known));
    node.add("probability", commit.probability ? number(commit.probability->value) : Node{});
    node.add("because", text(commit.because));
    return node;
  });
}

Node target_node(const forecast::Landing& landing) {
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

Node health_node(const forecast::Gap& gap) {
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

Node belief_schema() {
  return schema::object({{"mean", schema::or_null(schema::number())},
                         {"sd", schema::or_null(schema::size())},
                         {"p10", schema::number()},
                         {"p50", schema::number()},
                         {"p90", schema::number()},
                         {"se", schema::size()}});
}

Node chance_schema() {
  return schema::object({{"probability", schema::share()}, {"se", schema::size()}});
}

Node commits_schema() {
  return schema::list_of(schema::object({{"on", schema::day()},
                                         {"head_seq", schema::count()},
                                         {"periods_known", schema::count()},
                                         {"probability", schema::or_null(schema::share())},
                                         {"because", schema::text()}}));
}

Node target_schema(bool has_met) {
  std::vector<schema::Key> keys{{"metric", schema::text()},
                                schema::maybe("at_least", schema::number()),
                                schema::maybe("at_most", schema::number()),
                                {"probability",
                                 schema::object({{"at_commit", schema::or_null(schema::share())},
                                                 {"at_commit_se", schema::or_null(schema::size())},
                                                 {"now", schema::share()},
                                                 {"se", schema::size()},
                                                 {"without", schema::share()},
                                                 {"without_se", schema::size()}})}};
  if (has_met) {
    keys.push_back(schema::maybe("met", schema::flag()));
  }
  return schema::object(keys);
}

Node health_schema() {
  return schema::object({{"particles", schema::count()},
                         {"ess", schema::size()},
                         {"prior_ess", schema::size()},
                         {"temperatures", schema::count()},
                         {"acceptance", schema::share()},
                         {"khat", schema::or_null(schema::number())},
                         {"log_evidence", schema::or_null(schema::number())},
                         {"troubles", schema::list_of(schema::text())}});
}

Node provenance_schema() {
  return schema::object(
      {{"ledger", schema::text()},
       {"head", schema::object({{"seq", schema::count()}, {"hash", schema::text()}})},
       {"version", schema::text()}});
}

Node simulation_schema() {
  return schema::object(
      {{"ledger", schema::text()},
       {"head", schema::object({{"seq", schema::count()}, {"hash", schema::text()}})},
       {"seed", schema::count()},
       {"runs", schema::count()},
       {"version", schema::text()}});
}

Node cycle_schema() {
  return schema::object({{"key", schema::text()},
                         {"start", schema::day()},
                         {"end", schema::day()},
                         {"period", schema::one_of({"day", "week", "month"})},
                         {"periods", schema::count()}});
}

Node summary_schema() {
  return schema::object({{"mean", schema::number()},
                         {"se", schema::size()},
                         {"sd", schema::size()},
                         {"p05", schema::number()},
                         {"p10", schema::number()},
                         {"p25", schema::number()},
                         {"p50", schema::number()},
                         {"p75", schema::number()},
                         {"p90", schema::number()},
                         {"p95", schema::number()}});
}

Node estimate_schema() {
  return schema::object({{"mean", schema::number()}, {"se", schema::size()}});
}

Node diagnostics_schema() {
  return schema::list_of(schema::object({{"code", schema::text()},
                                         {"severity", schema::one_of({"note", "warning", "error"})},
                                         schema::maybe("file", schema::text()),
                                         schema::maybe("line", schema::count()),
                                         schema::maybe("column", schema::count()),
                                         {"message", schema::text()},
                                         {"hint", schema::text()}}));
}

Node metric_fan_schema(bool is_landing) {
  const Node period = schema::object({{"start", schema::day()},
                                      {"with", schema::ref("summary")},
                                      {"without", schema::ref("summary")}});
  const Node rollup = schema::object({{"kind", schema::one_of({"sum", "mean", "last", "weighted"})},
                                      schema::maybe("weighted_by", schema::text()),
                                      {"with", schema::ref("summary")},
                                      {"without", schema::ref("summary")},
                                      {"difference", schema::ref("estimate")}});
  std::vector<schema::Key> keys{{"metric", schema::text()},
                                {"name", schema::text()},
                                {"unit", schema::text()},
                                {"rollup", rollup},
                                {"periods", schema::list_of(period)}};
  if (is_landing) {
    keys.push_back({"actual", schema::list_of(schema::or_null(schema::number()))});
  }
  return schema::object(keys);
}

Node change_schema() {
  return schema::object({{"mean", schema::number()},
                         {"se", schema::size()},
                         {"p10", schema::number()},
                         {"p50", schema::number()},
                         {"p90", schema::number()}});
}

Node kill_state_schema() {
  return schema::one_of({"in words", "not due", "kept", "broken", "cannot tell", "due"});
}

Node bet_status_schema() {
  return schema::one_of({"proposed", "started", "delivered", "stopped", "withdrawn"});
}

Node action_schema() {
  return schema::one_of({name(tree::Action::lift), name(tree::Action::shift)});
}

}  // namespace betledger::reports
