#include "reports/contracts/explain.h"

#include <utility>

#include "forecast/plan/optimism.h"
#include "ledger/codec/codec.h"
#include "ledger/text/json_values.h"
#include "reports/contracts/log.h"
#include "reports/contracts/parts.h"
#include "reports/contracts/schema.h"
#include "reports/page/json_page.h"

namespace betledger::reports {
namespace {

using ledger::Node;

}  // namespace

std::optional<RecordedHistory> recorded_history(const ledger::Book& book,
                                                const std::string& metric) {
  const auto found = book.actuals.find(metric);
  if (found == book.actuals.end() || found->second.empty()) {
    return std::nullopt;
  }
  const auto& values = found->second;
  RecordedHistory history;
  history.first = values.begin()->first;
  history.last = values.rbegin()->first;
  history.values = values.size();
  history.latest = values.rbegin()->second.back().value;
  const auto periods =
      static_cast<std::size_t>(periods_between(book.tree.period, history.first, history.last) + 1);
  history.missing = periods - values.size();
  for (const auto& [day, recorded] : values) {
    history.revised += recorded.size() > 1 ? 1U : 0U;
  }
  return history;
}

Node contract_of(const MetricPage& page, const Provenance& provenance) {
  Node node = json_page("betledger.metric/1", provenance);
  node.add("metric", json::text(page.metric.key));
  node.add("definition", ledger::encode_metric(page.metric));
  if (const auto history = recorded_history(page.book, page.metric.key)) {
    node.add("history",
             Node::mapping()
                 .add("first", json::day(history->first))
                 .add("last", json::day(history->last))
                 .add("values", json::count(history->values))
                 .add("revised", json::count(history->revised)));
  }
  if (page.baseline != nullptr) {
    node.add("baseline", json::list_of(page.baseline->members, [](const auto& member) {
               return Node::mapping()
                   .add("name", json::text(member.name))
                   .add("details", json::text(member.details))
                   .add("weight", json::number(member.path.weight))
                   .add("sigma", json::number(member.path.sigma));
             }));
  }
  return node.add("entries", entry_nodes(page.entries));
}

Node metric_schema() {
  using schema::object;
  const Node history = object({{"first", schema::day()},
                               {"last", schema::day()},
                               {"values", schema::count()},
                               {"revised", schema::count()}});
  const Node member = object({{"name", schema::text()},
                              {"details", schema::text()},
                              {"weight", schema::number()},
                              {"sigma", schema::size()}});
  return schema::contract("metric",
                          {{"provenance", provenance_schema()},
                           {"metric", schema::text()},
                           {"definition", schema::anything()},
                           schema::maybe("history", history),
                           schema::maybe("baseline", schema::list_of(member)),
                           {"entries", entries_schema()}});
}

Node contract_of(const BetPage& page, const Provenance& provenance) {
  const ledger::Bet& bet = page.bet.terms;
  const ledger::Optimism* optimism = ledger::optimism_of(page.book.optimism, bet.team);
  Node node = json_page("betledger.bet/1", provenance);
  node.add("bet", json::text(bet.key));
  node.add("cycle", json::text(page.bet.cycle));
  node.add("status", json::text(std::string{name(page.bet.status)}));
  node.add("terms", ledger::encode_bet(bet));
  node.add("effects", json::list_of(bet.effects, [&](const ledger::Effect& effect) {
             Node one = Node::mapping();
             one.add("metric", json::text(effect.metric));
             one.add("amount", quantiles_node(effect.amount));
             if (optimism != nullptr) {
               one.add("read_as", quantiles_node(forecast::corrected(effect.amount, *optimism)));
             }
             return one;
           }));
  return node.add("entries", entry_nodes(page.entries));
}

Node bet_schema() {
  const Node effect = schema::object({{"metric", schema::text()},
                                      {"amount", schema::ref("quantiles")},
                                      schema::maybe("read_as", schema::ref("quantiles"))});
  return schema::contract("bet",
                          {{"provenance", provenance_schema()},
                           {"bet", schema::text()},
                           {"cycle", schema::text()},
                           {"status", bet_status_schema()},
                           {"terms", schema::anything()},
                           {"effects", schema::list_of(effect)},
                           {"entries", entries_schema()}},
                          {{"quantiles", quantiles_schema()}});
}

Node contract_of(const LinkPage& page, const Provenance& provenance) {
  const tree::Link& link = page.link;
  Node node = json_page("betledger.link/1", provenance);
  node.add("link", json::text(link.key()));
  node.add("definition", ledger::encode_link(link));
  node.add("probability_real", json::number(link.confidence.on(page.book.tree.confidence).value()));
  node.add("strength", quantiles_node(link.strength));
  return node.add("entries", entry_nodes(page.entries));
}

Node link_schema() {
  return schema::contract("link",
                          {{"provenance", provenance_schema()},
                           {"link", schema::text()},
                           {"definition", schema::anything()},
                           {"probability_real", schema::share()},
                           {"strength", quantiles_schema()},
                           {"entries", entries_schema()}});
}

Node contract_of(const CodeInfo& code) {
  return Node::mapping()
      .add("schema", json::text("betledger.code/1"))
      .add("code", json::text(std::string{code.code}))
      .add("title", json::text(std::string{code.title}))
      .add("why", json::text(std::string{code.why}))
      .add("fix", json::text(std::string{code.fix}));
}

Node code_schema() {
  return schema::contract("code",
                          {{"code", schema::text()},
                           {"title", schema::text()},
                           {"why", schema::text()},
                           {"fix", schema::text()}});
}

}  // namespace betledger::reports
