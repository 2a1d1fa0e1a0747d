#include "reports/contracts/standing.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "ledger/text/json_values.h"
#include "reports/contracts/parts.h"
#include "reports/contracts/schema.h"
#include "reports/page/json_page.h"

namespace betledger::reports {
namespace {

using forecast::Observed;
using forecast::Pending;
using forecast::Standing;
using ledger::BetRecord;
using ledger::Node;

Node values_of(const std::vector<std::optional<double>>& values) {
  return json::list_of(
      values, [](const std::optional<double>& value) { return json::number_or_null(value); });
}

Node observed_nodes(const Standing& standing) {
  std::vector<Node> items;
  for (std::uint32_t i = 0; i < standing.observed.size(); ++i) {
    const Observed& observed = standing.observed[i];
    Node node = Node::mapping();
    node.add("metric", json::text(standing.locked.tree.metric(MetricId{i}).key));
    node.add("values", values_of(observed.values));
    node.add("before", values_of(observed.lead));
    if (standing.locked.tree.metric(MetricId{i}).is_component()) {
      node.add("computed", values_of(observed.computed));
    }
    node.add("known", json::count(observed.count()));
    node.add("revised", json::count(observed.revised));
    node.add("silent", json::count(observed.silent));
    node.add("last", json::day_or_null(observed.last));
    items.push_back(std::move(node));
  }
  return Node::sequence(std::move(items));
}

Node kill_node(const forecast::KillAnswer& answer) {
  Node node = Node::mapping();
  node.add("rule", answer.rule ? json::text(ledger::format_kill_rule(*answer.rule)) : Node{});
  node.add("state", json::text(std::string{name(answer.state)}));
  node.add("due", json::day_or_null(answer.due));
  node.add("why", json::text(answer.why));
  return node;
}

Node bet_nodes(const Standing& standing) {
  std::vector<Node> items;
  for (const BetNews& news : news_of(standing)) {
    const BetRecord& record = news.record;
    Node node = Node::mapping();
    node.add("bet", json::text(record.terms.key));
    node.add("planned", json::flag(news.planned));
    node.add("status", json::text(std::string{name(record.status)}));
    node.add("started_on", json::day_or_null(record.started_on));
    node.add("delivered_on", json::day_or_null(record.delivered_on));
    node.add("delivered_share", json::number(record.delivered_share));
    node.add("stopped_on", json::day_or_null(record.stopped_on));
    node.add("days_late", news.days_late ? Node::scalar(std::to_string(*news.days_late)) : Node{});
    Node delivery = Node::mapping();
    delivery.add("planned", json::number(record.terms.delivery.value()));
    delivery.add("now", json::number(chance_now(news)));
    node.add("delivery", std::move(delivery));
    node.add("overdue", json::flag(news.pending && news.pending->overdue));
    node.add("kill_rule", news.kill ? kill_node(*news.kill) : Node{});
    items.push_back(std::move(node));
  }
  return Node::sequence(std::move(items));
}

}  // namespace

std::vector<BetNews> news_of(const Standing& standing) {
  std::vector<Pending> pending = forecast::pending_bets(standing.now, standing.as_of);
  std::vector<BetNews> all;
  for (const BetRecord& record : standing.now.bets) {
    BetNews news{record, {}, {}, forecast::judge_kill_rule(standing, record, {}), true};
    news.planned = all.size() < standing.locked.bets.size();
    const auto waiting = std::find_if(pending.begin(), pending.end(), [&](const Pending& one) {
      return one.bet == record.terms.key;
    });
    if (waiting != pending.end()) {
      news.pending = std::move(*waiting);
    }
    if (record.delivered_on) {
      const double passed =
          static_cast<double>((*record.delivered_on - record.terms.start).count());
      news.days_late = static_cast<int>(
          std::lround(passed - std::max(0.0, record.terms.delay_days.quantile(0.5))));
    }
    all.push_back(std::move(news));
  }
  return all;
}

double chance_now(const BetNews& news) {
  return news.pending ? news.pending->chance : news.record.delivered_on ? 1 : 0;
}

ledger::Node contract_of(const StandingPage& page, const Provenance& provenance) {
  const Standing& standing = page.standing;
  Node node = json_page("betledger.standing/1", provenance);
  node.add("cycle", json::text(standing.locked.cycle.key));
  node.add("as_of", json::day(standing.as_of));
  node.add("recorded_by", json::day_or_null(standing.recorded_by));
  node.add("periods_known", json::count(standing.periods_known));
  Node plan = Node::mapping();
  plan.add("head_seq", json::count(static_cast<std::uint64_t>(standing.commit.head_seq)));
  plan.add("plan_sha256", json::text(standing.commit.plan_sha256));
  plan.add("probability",
           standing.probability ? json::number(standing.probability->value) : Node{});
  node.add("plan", std::move(plan));
  node.add("commits", commits_node(standing.commits));
  node.add("metrics", observed_nodes(standing));
  node.add("bets", bet_nodes(standing));
  node.add("warnings", diagnostic_nodes(page.warnings));
  return node;
}

ledger::Node standing_schema() {
  using schema::object;
  const Node values = schema::list_of(schema::or_null(schema::number()));
  const Node metric = object({{"metric", schema::text()},
                              {"values", values},
                              {"before", values},
                              schema::maybe("computed", values),
                              {"known", schema::count()},
                              {"revised", schema::count()},
                              {"silent", schema::count()},
                              {"last", schema::or_null(schema::day())}});
  const Node kill_rule = object({{"rule", schema::or_null(schema::text())},
                                 {"state", kill_state_schema()},
                                 {"due", schema::or_null(schema::day())},
                                 {"why", schema::text()}});
  const Node bet =
      object({{"bet", schema::text()},
              {"planned", schema::flag()},
              {"status", bet_status_schema()},
              {"started_on", schema::or_null(schema::day())},
              {"delivered_on", schema::or_null(schema::day())},
              {"delivered_share", schema::share()},
              {"stopped_on", schema::or_null(schema::day())},
              {"days_late", schema::or_null(schema::number())},
              {"delivery", object({{"planned", schema::share()}, {"now", schema::share()}})},
              {"overdue", schema::flag()},
              {"kill_rule", schema::or_null(kill_rule)}});
  return schema::contract("standing",
                          {{"provenance", provenance_schema()},
                           {"cycle", schema::text()},
                           {"as_of", schema::day()},
                           {"recorded_by", schema::or_null(schema::day())},
                           {"periods_known", schema::count()},
                           {"plan",
                            object({{"head_seq", schema::count()},
                                    {"plan_sha256", schema::hash()},
                                    {"probability", schema::or_null(schema::share())}})},
                           {"commits", commits_schema()},
                           {"metrics", schema::list_of(metric)},
                           {"bets", schema::list_of(bet)},
                           {"warnings", diagnostics_schema()}});
}

}  // namespace betledger::reports
