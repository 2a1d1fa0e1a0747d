#include "reports/ledger/changes.h"

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace betledger::reports {
namespace {

std::string_view sign(ledger::Change::Kind kind) {
  constexpr std::array<std::string_view, 3> signs{"+", "~", "-"};
  return signs[static_cast<std::size_t>(kind)];
}

std::string_view word(ledger::Change::Kind kind) {
  constexpr std::array<std::string_view, 3> words{"added", "changed", "removed"};
  return words[static_cast<std::size_t>(kind)];
}

ledger::Node node_of(const ledger::Change& change) {
  ledger::Node node = ledger::Node::mapping();
  node.add("kind", json::text(std::string{word(change.kind)}));
  node.add("what", json::text(change.what));
  std::vector<ledger::Node> fields;
  for (const std::string& field : change.fields) {
    fields.push_back(json::text(field));
  }
  node.add("fields", ledger::Node::sequence(std::move(fields)));
  return node;
}

}  // namespace

void add_changes(Page& out, const ledger::Proposal& proposal, bool recorded) {
  out.csv = {{{"kind"}, {"what"}, {"field"}}, {}};
  std::vector<ledger::Node> changes;
  std::vector<std::string> lines;
  std::array<std::size_t, 3> counts{};
  for (const ledger::Change& change : proposal.changes) {
    ++counts[static_cast<std::size_t>(change.kind)];
    lines.push_back("  " + std::string{sign(change.kind)} + " " + change.what);
    out.csv.rows.push_back({std::string{word(change.kind)}, change.what, ""});
    for (const std::string& field : change.fields) {
      lines.push_back("      " + field);
      out.csv.rows.push_back({std::string{word(change.kind)}, change.what, field});
    }
    changes.push_back(node_of(change));
  }
  out.json.add("changes", ledger::Node::sequence(std::move(changes)));
  if (lines.empty()) {
    out.document.paragraph("Nothing to change: the ledger already says this.");
  } else {
    out.document.lines(std::move(lines));
    out.document.paragraph(std::to_string(counts[0]) + " added, " + std::to_string(counts[1]) +
                           " changed, " + std::to_string(counts[2]) + " removed" +
                           (recorded ? "; recorded." : "; nothing recorded (dry run)."));
  }
}

}  // namespace betledger::reports
