#include "reports/page/json_page.h"

#include "ledger/text/json_values.h"
#include "ledger/text/json_write.h"

namespace betledger::reports {
namespace {

using ledger::Node;

constexpr std::size_t line_limit = 100;

// NOLINTNEXTLINE(misc-no-recursion): as deep as the node, which no parser makes deeper than 32
void write(const Node& node, std::size_t indent, std::string& out) {
  const std::string flat = ledger::write_json(node);
  const bool nested = node.kind == Node::Kind::sequence || node.kind == Node::Kind::mapping;
  const bool empty = node.items.empty() && node.members.empty();
  if (!nested || empty || indent + flat.size() <= line_limit) {
    out += flat;
    return;
  }
  const std::string blanks(indent + 2, ' ');
  const bool sequence = node.kind == Node::Kind::sequence;
  out += sequence ? "[" : "{";
  const std::size_t count = sequence ? node.items.size() : node.members.size();
  for (std::size_t i = 0; i < count; ++i) {
    out += (i == 0 ? "\n" : ",\n") + blanks;
    if (sequence) {
      write(node.items[i], indent + 2, out);
    } else {
      out += ledger::write_json(Node::string(node.members[i].key)) + ": ";
      write(node.members[i].value, indent + 2, out);
    }
  }
  out += "\n" + std::string(indent, ' ') + (sequence ? "]" : "}");
}

}  // namespace

std::string to_json(const Node& node) {
  std::string out;
  write(node, 0, out);
  return out + "\n";
}

Node json_page(std::string_view schema, const Provenance& provenance) {
  Node head = Node::mapping();
  head.add("seq", json::count(static_cast<std::uint64_t>(provenance.head_seq)));
  head.add("hash", json::text(provenance.head_hash));
  Node from = Node::mapping();
  from.add("ledger", json::text(provenance.ledger));
  from.add("head", std::move(head));
  from.add("version", json::text(provenance.version));
  Node page = Node::mapping();
  page.add("schema", json::text(std::string{schema}));
  page.add("provenance", std::move(from));
  return page;
}

ledger::Node diagnostic_nodes(const Diagnostics& diagnostics) {
  std::vector<ledger::Node> items;
  for (const Diagnostic& one : diagnostics) {
    ledger::Node node = ledger::Node::mapping();
    node.add("code", json::text(one.code));
    node.add("severity", json::text(std::string{name(one.severity)}));
    if (!one.at.file.empty()) {
      node.add("file", json::text(one.at.file));
      node.add("line", json::count(one.at.line));
      node.add("column", json::count(one.at.column));
    }
    node.add("message", json::text(one.message));
    node.add("hint", json::text(one.hint));
    items.push_back(std::move(node));
  }
  return ledger::Node::sequence(std::move(items));
}

}  // namespace betledger::reports
