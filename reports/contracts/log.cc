#include "reports/contracts/log.h"

#include <array>
#include <utility>
#include <variant>

#include "core/calendar.h"
#include "ledger/codec/event_text.h"
#include "ledger/text/json_values.h"
#include "reports/contracts/parts.h"
#include "reports/contracts/schema.h"
#include "reports/page/json_page.h"

namespace betledger::reports {
namespace {

using ledger::Node;

std::vector<schema::Key> entry_keys() {
  return {{"seq", schema::count()},
          {"recorded_at", schema::instant()},
          {"actor", schema::text()},
          {"kind", schema::text()},
          {"what", schema::text()},
          {"hash", schema::hash()}};
}

Node change_node(const ledger::Change& change) {
  return Node::mapping()
      .add("kind", json::text(std::string{change_word(change.kind)}))
      .add("what", json::text(change.what))
      .add("fields", json::list_of(change.fields, json::text));
}

}  // namespace

Node entry_nodes(const std::vector<ledger::Entry>& entries) {
  std::vector<Node> items;
  for (const ledger::Entry& entry : entries) {
    Node node = Node::mapping();
    node.add("seq", json::count(static_cast<std::uint64_t>(entry.seq)));
    node.add("recorded_at", json::text(format_instant(entry.recorded_at)));
    node.add("actor", json::text(entry.actor));
    node.add("kind", json::text(std::string{ledger::kind_of(entry.event)}));
    node.add("what", json::text(ledger::describe(entry.event)));
    node.add("hash", json::text(entry.hash));
    items.push_back(std::move(node));
  }
  return Node::sequence(std::move(items));
}

Node entries_schema() {
  return schema::list_of(schema::object(entry_keys()));
}

Node contract_of(const LogPage& page, const Provenance& provenance) {
  return json_page("betledger.log/1", provenance).add("entries", entry_nodes(page.entries));
}

Node log_schema() {
  return schema::contract("log",
                          {{"provenance", provenance_schema()}, {"entries", entries_schema()}});
}

Node contract_of(const EntryPage& page, const Provenance& provenance) {
  const ledger::Entry& entry = page.entry;
  Node node = json_page("betledger.entry/1", provenance);
  node.add("entry", entry_nodes({entry}).items.front());
  node.add("previous", json::text(entry.previous));
  node.add("schema_version", json::count(entry.schema));
  node.add("idempotency_key", json::text(entry.idempotency_key));
  node.add("payload", ledger::encode(entry.event));
  return node;
}

Node entry_schema() {
  return schema::contract("entry",
                          {{"provenance", provenance_schema()},
                           {"entry", schema::object(entry_keys())},
                           {"previous", schema::text()},
                           {"schema_version", schema::count()},
                           {"idempotency_key", schema::text()},
                           {"payload", schema::anything()}});
}

Node contract_of(const ledger::Verification& verification, const Provenance& provenance) {
  Node node = json_page("betledger.verify/1", provenance);
  node.add("entries", json::count(static_cast<std::uint64_t>(verification.entries)));
  node.add("ok", json::flag(verification.findings.empty()));
  node.add("findings", diagnostic_nodes(verification.findings));
  return node;
}

Node verify_schema() {
  return schema::contract("verify",
                          {{"provenance", provenance_schema()},
                           {"entries", schema::count()},
                           {"ok", schema::flag()},
                           {"findings", diagnostics_schema()}});
}

std::string_view change_word(ledger::Change::Kind kind) noexcept {
  constexpr std::array<std::string_view, 3> words{"added", "changed", "removed"};
  return words[static_cast<std::size_t>(kind)];
}

Node change_nodes(const ledger::Proposal& proposal) {
  return json::list_of(proposal.changes, change_node);
}

Node changes_schema() {
  return schema::list_of(schema::object({{"kind", schema::one_of({"added", "changed", "removed"})},
                                         {"what", schema::text()},
                                         {"fields", schema::list_of(schema::text())}}));
}

Node contract_of(const ProposalPage& page, const Provenance& provenance) {
  Node node = json_page("betledger.diff/1", provenance);
  node.add("recorded", json::flag(page.recorded));
  node.add("changes", change_nodes(page.proposal));
  return node;
}

Node diff_schema() {
  return schema::contract("diff",
                          {{"provenance", provenance_schema()},
                           {"recorded", schema::flag()},
                           {"changes", changes_schema()}});
}

std::vector<Imported> imported(const ledger::ImportPlan& plan) {
  std::vector<Imported> rows;
  for (const ledger::Event& event : plan.events) {
    if (const auto* actuals = std::get_if<ledger::ActualsRecorded>(&event);
        actuals != nullptr && !actuals->values.empty()) {
      rows.push_back({actuals->metric,
                      actuals->values.size(),
                      format_day(actuals->values.front().day),
                      format_day(actuals->values.back().day)});
    }
  }
  return rows;
}

Node contract_of(const ImportPage& page, const Provenance& provenance) {
  Node node = json_page("betledger.import/1", provenance);
  node.add("source", json::text(page.source));
  node.add("recorded", json::flag(page.recorded));
  node.add("added", json::count(page.plan.added));
  node.add("revised", json::count(page.plan.revised));
  node.add("unchanged", json::count(page.plan.unchanged));
  node.add("metrics", json::list_of(imported(page.plan), [](const Imported& row) {
             return Node::mapping()
                 .add("metric", json::text(row.metric))
                 .add("values", json::count(row.count))
                 .add("first", json::text(row.first))
                 .add("last", json::text(row.last));
           }));
  node.add("warnings", diagnostic_nodes(page.plan.warnings));
  return node;
}

Node import_schema() {
  const Node metric = schema::object({{"metric", schema::text()},
                                      {"values", schema::count()},
                                      {"first", schema::day()},
                                      {"last", schema::day()}});
  return schema::contract("import",
                          {{"provenance", provenance_schema()},
                           {"source", schema::text()},
                           {"recorded", schema::flag()},
                           {"added", schema::count()},
                           {"revised", schema::count()},
                           {"unchanged", schema::count()},
                           {"metrics", schema::list_of(metric)},
                           {"warnings", diagnostics_schema()}});
}

}  // namespace betledger::reports
