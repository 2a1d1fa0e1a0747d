#include "reports/contracts/cycle.h"

#include <utility>

#include "ledger/codec/codec.h"
#include "ledger/text/json_values.h"
#include "reports/contracts/parts.h"
#include "reports/contracts/schema.h"
#include "reports/page/json_page.h"

namespace betledger::reports {
namespace {

using ledger::BetRecord;
using ledger::CycleRecord;
using ledger::Node;

Node bet_nodes(const ledger::Book& book, const std::vector<std::string>& keys) {
  std::vector<Node> items;
  for (const std::string& key : keys) {
    const BetRecord& record = book.bets.at(key);
    Node node = Node::mapping();
    node.add("bet", json::text(key));
    node.add("cycle", json::text(record.cycle));
    node.add("status", json::text(std::string{name(record.status)}));
    node.add("terms", ledger::encode_bet(record.terms));
    items.push_back(std::move(node));
  }
  return Node::sequence(std::move(items));
}

Node commit_node(const ledger::Commit& commit) {
  Node node = Node::mapping();
  Node head = Node::mapping();
  head.add("seq", json::count(static_cast<std::uint64_t>(commit.head_seq)));
  head.add("hash", json::text(commit.head_hash));
  node.add("head", std::move(head));
  node.add("data_cut", json::day(commit.data_cut));
  node.add("seed", json::count(commit.seed));
  node.add("runs", json::count(commit.runs));
  node.add("plan_sha256", json::text(commit.plan_sha256));
  node.add("forecast_sha256", json::text(commit.forecast_sha256));
  node.add("version", json::text(commit.version));
  node.add("summary", commit.summary);
  node.add("baselines", commit.baselines);
  return node;
}

Node list_schema() {
  return schema::list_of(schema::object({{"bet", schema::text()},
                                         {"cycle", schema::text()},
                                         {"status", bet_status_schema()},
                                         {"terms", schema::anything()}}));
}

std::vector<schema::Key> cycle_keys() {
  using schema::object;
  const Node head = object({{"seq", schema::count()}, {"hash", schema::hash()}});
  const Node commit = object({{"head", head},
                              {"data_cut", schema::day()},
                              {"seed", schema::count()},
                              {"runs", schema::count()},
                              {"plan_sha256", schema::hash()},
                              {"forecast_sha256", schema::hash()},
                              {"version", schema::text()},
                              {"summary", schema::anything()},
                              {"baselines", schema::anything()}});
  return {{"provenance", provenance_schema()},
          {"state", schema::one_of({"sheet only, not opened", "open", "committed", "closed"})},
          schema::maybe("cycle", schema::anything()),
          {"capacity", schema::map_of(schema::size())},
          {"bets", list_schema()},
          {"commits", schema::list_of(commit)},
          schema::maybe("recomputed",
                        object({{"plan_sha256", schema::hash()},
                                {"forecast_sha256", schema::hash()},
                                {"same", schema::flag()}}))};
}

}  // namespace

bool is_opened(const CycleRecord& record) {
  return record.cycle.timeline.count > 0;
}

std::string state_of(const CycleRecord& record) {
  if (!is_opened(record)) {
    return "sheet only, not opened";
  }
  return record.closed ? "closed" : record.commits.empty() ? "open" : "committed";
}

Node contract_of(const CyclePage& page, const Provenance& provenance) {
  Node node = json_page("betledger.cycle/1", provenance);
  node.add("state", json::text(state_of(page.record)));
  if (is_opened(page.record)) {
    node.add("cycle", ledger::encode_cycle(page.record.cycle));
  }
  Node capacity = Node::mapping();
  for (const auto& [team, weeks] : page.record.capacity_person_weeks) {
    capacity.add(team, json::number(weeks));
  }
  node.add("capacity", std::move(capacity));
  node.add("bets", bet_nodes(page.book, page.record.bets));
  std::vector<Node> commits;
  for (const ledger::Commit& commit : page.record.commits) {
    commits.push_back(commit_node(commit));
  }
  node.add("commits", Node::sequence(std::move(commits)));
  if (page.recomputed) {
    Node again = Node::mapping();
    again.add("plan_sha256", json::text(page.recomputed->plan_sha256));
    again.add("forecast_sha256", json::text(page.recomputed->forecast_sha256));
    again.add("same", json::flag(page.recomputed->same));
    node.add("recomputed", std::move(again));
  }
  return node;
}

Node cycle_page_schema() {
  return schema::contract("cycle", cycle_keys());
}

Node contract_of(const CycleListPage& page, const Provenance& provenance) {
  std::vector<Node> cycles;
  for (const auto& [key, record] : page.book.cycles) {
    cycles.push_back(contract_of(CyclePage{page.book, record, {}}, provenance));
  }
  return json_page("betledger.cycles/1", provenance)
      .add("cycles", Node::sequence(std::move(cycles)));
}

Node cycles_schema() {
  std::vector<schema::Key> cycle = cycle_keys();
  cycle.insert(cycle.begin(), {"schema", schema::is("betledger.cycle/1")});
  return schema::contract(
      "cycles",
      {{"provenance", provenance_schema()}, {"cycles", schema::list_of(schema::object(cycle))}});
}

std::vector<std::string> keys_of(const BetListPage& page) {
  std::vector<std::string> keys;
  for (const auto& [cycle, record] : page.book.cycles) {
    if (page.cycle.empty() || page.cycle == cycle) {
      keys.insert(keys.end(), record.bets.begin(), record.bets.end());
    }
  }
  return keys;
}

Node contract_of(const BetListPage& page, const Provenance& provenance) {
  return json_page("betledger.bets/1", provenance).add("bets", bet_nodes(page.book, keys_of(page)));
}

Node bets_schema() {
  return schema::contract("bets", {{"provenance", provenance_schema()}, {"bets", list_schema()}});
}

}  // namespace betledger::reports
