#include "ledger/text/yaml_write.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

#include "core/contract.h"
#include "core/number.h"
#include "core/text.h"

namespace betledger::ledger {
namespace {

constexpr std::size_t widest_line = 100;

/// How many levels of collections stand in a node: 0 for a scalar.
std::size_t height(const Node& node) {  // NOLINT(misc-no-recursion) at most 32 levels
  std::size_t highest = 0;
  for (const Node& item : node.items) {
    highest = std::max(highest, height(item) + 1);
  }
  for (const Member& member : node.members) {
    highest = std::max(highest, height(member.value) + 1);
  }
  return highest;
}

bool is_empty(const Node& node) {
  return node.items.empty() && node.members.empty();
}

bool is_collection(const Node& node) {
  return node.kind == Node::Kind::sequence || node.kind == Node::Kind::mapping;
}

/// The length of the sequence at `at` that must not stand in a file as it is; 0 if it may.
std::size_t unprintable(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const unsigned c = byte(at);
  if (c < 0x20 || c == 0x7F) {
    return 1;
  }
  if (c == 0xC2 && byte(at + 1) < 0xA0) {
    return 2;  // C1
  }
  const unsigned low = byte(at + 2);
  const bool turns = c == 0xE2 && ((byte(at + 1) == 0x80 && low >= 0xA8 && low <= 0xAE) ||
                                   (byte(at + 1) == 0x81 && low >= 0xA6 && low <= 0xA9));
  const bool mark = c == 0xEF && byte(at + 1) == 0xBB && low == 0xBF;
  return turns || mark ? 3 : 0;
}

std::string double_quoted(std::string_view text) {
  std::string out = "\"";
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const std::size_t length = unprintable(text, at);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (length == 1) {
      out += fmt::format("\\x{:02x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else if (length > 1) {
      unsigned code = static_cast<unsigned char>(c) & (length == 2 ? 0x1FU : 0x0FU);
      for (std::size_t i = 1; i < length; ++i) {
        code = (code << 6U) | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
      }
      out += fmt::format("\\u{:04x}", code);
      at += length - 1;
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string single_quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    out += c == '\'' ? "''" : std::string(1, c);
  }
  return out + '\'';
}

/// Whether a YAML reader that guesses types would take the text for something else.
bool looks_typed(std::string_view text) {
  static constexpr std::string_view words[] = {
      "true", "True", "TRUE", "false", "False", "FALSE", "yes", "Yes", "YES", "no", "No",
      "NO",   "on",   "On",   "ON",    "off",   "Off",   "OFF", "y",   "Y",   "n",  "N"};
  return std::find(std::begin(words), std::end(words), text) != std::end(words) ||
         parse_number(text, NumberKind::plain).has_value() ||
         (!text.empty() &&
          std::string_view{"0123456789.+-"}.find(text.front()) != std::string_view::npos &&
          text.find_first_not_of("0123456789.+-:_xobeE") == std::string_view::npos);
}

bool is_null_word(std::string_view text) {
  return text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL";
}

/// Whether a plain text would not be read back as it is.
bool needs_quotes(std::string_view text, bool in_flow) {
  if (is_null_word(text) || text == "<<" || text.front() == ' ' || text.back() == ' ' ||
      text.back() == ':') {
    return true;
  }
  if (std::string_view{",[]{}#&*!|>'\"%@`"}.find(text.front()) != std::string_view::npos) {
    return true;
  }
  const bool indicator = std::string_view{"-?:"}.find(text.front()) != std::string_view::npos;
  const std::string_view flow = ",[]{}";
  if (indicator &&
      (text.size() == 1 || text[1] == ' ' || flow.find(text[1]) != std::string_view::npos)) {
    return true;
  }
  if (in_flow && text.find_first_of(",[]{}?") != std::string_view::npos) {
    return true;
  }
  const std::string_view start = text.substr(0, 3);
  return start == "---" || start == "..." || text.find(": ") != std::string_view::npos ||
         text.find(" #") != std::string_view::npos;
}

std::string scalar(std::string_view text, bool is_text, bool in_flow) {
  bool escapes = false;
  for (std::size_t at = 0; at < text.size() && !escapes; ++at) {
    escapes = unprintable(text, at) > 0;
  }
  if (escapes) {
    return double_quoted(text);
  }
  if (needs_quotes(text, in_flow) || (is_text && looks_typed(text))) {
    return text.find_first_of("\"\\") == std::string_view::npos ? double_quoted(text)
                                                                : single_quoted(text);
  }
  return std::string{text};
}

std::string flow(const Node& node) {  // NOLINT(misc-no-recursion) at most 32 levels
  std::string out;
  const char* separator = "";
  switch (node.kind) {
    case Node::Kind::null:
      return "null";
    case Node::Kind::scalar:
      return scalar(node.text, node.quoted, true);
    case Node::Kind::sequence:
      for (const Node& item : node.items) {
        out += std::exchange(separator, ", ") + flow(item);
      }
      return "[" + out + "]";
    case Node::Kind::mapping:
      for (const Member& member : node.members) {
        out += std::exchange(separator, ", ") + scalar(member.key, true, true) + ": " +
               flow(member.value);
      }
      return "{" + out + "}";
  }
  return out;
}

/// Whether a collection is written on one line, from `column`. The two upper levels are a file's
/// sections and what they list by key: those stay open, so that a difference between two files is a
/// line.
bool fits_line(const Node& node, std::size_t depth, std::size_t column, bool in_sequence) {
  if (is_empty(node)) {
    return true;
  }
  const std::size_t levels = height(node);
  const bool small =
      node.kind == Node::Kind::sequence || (depth < 3 && !in_sequence) ? levels <= 1 : levels <= 2;
  const bool section =
      depth == 0 || (depth == 2 && !in_sequence && node.kind == Node::Kind::mapping);
  return small && !section && column + count_code_points(flow(node)) <= widest_line;
}

class BlockWriter {
 public:
  // Writes a collection whose lines start at `indent`; the cursor stands at the start of the first.
  // NOLINTNEXTLINE(misc-no-recursion): at most 32 levels
  void write(const Node& node, std::size_t depth, std::size_t indent) {
    bool first = true;
    for (const Member& member : node.members) {
      start_line(first, indent);
      const std::string key = scalar(member.key, true, false) + ":";
      out_ += key;
      value(member.value, depth + 1, indent, {false, indent + count_code_points(key) + 1});
      first = false;
    }
    for (const Node& item : node.items) {
      start_line(first, indent);
      out_ += '-';
      value(item, depth + 1, indent, {true, indent + 2});
      first = false;
    }
  }

  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  struct Place {
    bool in_sequence;
    std::size_t column;  // where the value would start on this line
  };

  void start_line(bool first, std::size_t indent) {
    if (!first) {
      out_.append(indent, ' ');
    }
  }

  // NOLINTNEXTLINE(misc-no-recursion): at most 32 levels
  void value(const Node& node, std::size_t depth, std::size_t indent, Place place) {
    if (!is_collection(node)) {
      out_ += ' ';
      out_ += node.kind == Node::Kind::null ? "null" : scalar(node.text, node.quoted, false);
      out_ += '\n';
    } else if (fits_line(node, depth, place.column, place.in_sequence)) {
      out_ += ' ' + flow(node) + '\n';
    } else if (place.in_sequence) {
      out_ += ' ';
      write(node, depth, indent + 2);
    } else {
      out_ += '\n';
      out_.append(indent + 2, ' ');
      write(node, depth, indent + 2);
    }
  }

  std::string out_;
};

}  // namespace

std::string write_yaml(const Node& node) {
  if (!is_collection(node) || is_empty(node)) {
    return flow(node) + '\n';
  }
  BlockWriter writer;
  writer.write(node, 0, 0);
  return writer.take();
}

std::string write_yaml_line(const Node& node) {
  return flow(node);
}

}  // namespace betledger::ledger
