#include "ledger/text/json_write.h"

#include <cstddef>
#include <utility>

#include <fmt/format.h>

#include "core/contract.h"
#include "core/text.h"

namespace betledger::ledger {
namespace {

bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

std::size_t digits_from(std::string_view text, std::size_t at) noexcept {
  while (at < text.size() && is_digit(text[at])) {
    ++at;
  }
  return at;
}

/// Whether all of `text` is a number by the grammar of RFC 8259, section 6.
bool is_json_number(std::string_view text) noexcept {
  std::size_t at = text.substr(0, 1) == "-" ? 1 : 0;
  std::size_t end = digits_from(text, at);
  if (end == at || (text[at] == '0' && end - at > 1)) {
    return false;
  }
  at = end;
  if (at < text.size() && text[at] == '.') {
    end = digits_from(text, at + 1);
    if (end == at + 1) {
      return false;
    }
    at = end;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) {
      ++at;
    }
    end = digits_from(text, at);
    if (end == at) {
      return false;
    }
    at = end;
  }
  return at == text.size();
}

void write_string(std::string_view text, std::string& out) {
  out += '"';
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (code < 0x20 || code == 0x7F) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(code));
    } else {
      out += c;
    }
  }
  out += '"';
}

void write_scalar(const Node& node, std::string& out) {
  const bool bare =
      !node.quoted && (node.text == "true" || node.text == "false" || is_json_number(node.text));
  if (bare) {
    out += node.text;
  } else {
    write_string(node.text, out);
  }
}

void new_line(std::size_t indent, std::string& out) {
  out += '\n';
  out.append(indent, ' ');
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the node, which no parser makes deeper than 32
void write_indented(const Node& node, std::size_t indent, std::string& out) {
  const bool sequence = node.kind == Node::Kind::sequence;
  if (node.kind == Node::Kind::null || node.kind == Node::Kind::scalar ||
      (node.items.empty() && node.members.empty())) {
    out += write_json(node);
    return;
  }
  const char* separator = "";
  out += sequence ? '[' : '{';
  for (const Node& item : node.items) {
    out += std::exchange(separator, ",");
    new_line(indent + 2, out);
    write_indented(item, indent + 2, out);
  }
  for (const Member& member : node.members) {
    out += std::exchange(separator, ",");
    new_line(indent + 2, out);
    write_string(member.key, out);
    out += ": ";
    write_indented(member.value, indent + 2, out);
  }
  new_line(indent, out);
  out += sequence ? ']' : '}';
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the node, which no parser makes deeper than 32
void write(const Node& node, std::string& out) {
  const char* separator = "";
  switch (node.kind) {
    case Node::Kind::null:
      out += "null";
      break;
    case Node::Kind::scalar:
      write_scalar(node, out);
      break;
    case Node::Kind::sequence:
      out += '[';
      for (const Node& item : node.items) {
        out += std::exchange(separator, ",");
        write(item, out);
      }
      out += ']';
      break;
    case Node::Kind::mapping:
      out += '{';
      for (const Member& member : node.members) {
        out += std::exchange(separator, ",");
        write_string(member.key, out);
        out += ':';
        write(member.value, out);
      }
      out += '}';
      break;
  }
}

}  // namespace

std::string write_json(const Node& node) {
  std::string out;
  write(node, out);
  BET_ENSURE(!first_bad_utf8(out));
  return out;
}

std::string write_json_indented(const Node& node) {
  std::string out;
  write_indented(node, 0, out);
  return out + '\n';
}

}  // namespace betledger::ledger
