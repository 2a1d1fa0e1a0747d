#include "reports/ledger/entries.h"

#include <utility>

#include "core/calendar.h"
#include "ledger/codec/event_text.h"
#include "reports/page/json_page.h"

namespace betledger::reports {

Table entry_table(const std::vector<ledger::Entry>& entries) {
  Table table{{{"entry", Align::right}, {"when"}, {"who"}, {"what"}}, {}};
  for (const ledger::Entry& entry : entries) {
    table.rows.push_back({std::to_string(entry.seq),
                          format_instant(entry.recorded_at).substr(0, 16),
                          entry.actor,
                          ledger::describe(entry.event)});
  }
  return table;
}

ledger::Node entry_nodes(const std::vector<ledger::Entry>& entries) {
  std::vector<ledger::Node> items;
  for (const ledger::Entry& entry : entries) {
    ledger::Node node = ledger::Node::mapping();
    node.add("seq", json::count(static_cast<std::uint64_t>(entry.seq)));
    node.add("recorded_at", json::text(format_instant(entry.recorded_at)));
    node.add("actor", json::text(entry.actor));
    node.add("kind", json::text(std::string{ledger::kind_of(entry.event)}));
    node.add("what", json::text(ledger::describe(entry.event)));
    node.add("hash", json::text(entry.hash));
    items.push_back(std::move(node));
  }
  return ledger::Node::sequence(std::move(items));
}

}  // namespace betledger::reports
