#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "ledger/text/source_text.h"
#include "ledger/text/yaml_scanner.h"

namespace betledger::ledger {
namespace {

constexpr std::string_view reserved = "@`%|>,]}";

/// Hexadecimal digits that a `\x`, `\u` or `\U` needs; 0 for an escape without; -1 for none at all.
int escape_digits(char c) noexcept {
  switch (c) {
    case 'x':
      return 2;
    case 'u':
      return 4;
    case 'U':
      return 8;
    default:
      return std::string_view{"0abt\tnvfre \"/\\N_LP\r\n"}.find(c) == std::string_view::npos ? -1
                                                                                             : 0;
  }
}

bool is_hex(char c) noexcept {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

unsigned long hex_value(char c) noexcept {
  return static_cast<unsigned long>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
}

}  // namespace

char YamlScanner::at(Offset offset) const noexcept {
  return offset < text_.size() ? text_[offset] : '\n';
}

bool YamlScanner::end_of_line(Offset offset) const noexcept {
  return at(offset) == '\n' || (at(offset) == '\r' && at(offset + 1) == '\n');
}

bool YamlScanner::blank_or_end(Offset offset) const noexcept {
  return at(offset) == ' ' || at(offset) == '\t' || end_of_line(offset);
}

// `---` or `...` at the start of a line.
bool YamlScanner::marker(Offset offset) const noexcept {
  const std::string_view three = text_.substr(std::min(offset, text_.size()), 3);
  return (three == "---" || three == "...") && blank_or_end(offset + 3);
}

YamlScanner::Offset YamlScanner::line_end(Offset offset) const noexcept {
  const Offset end = std::min(text_.find('\n', offset), text_.size());
  return end > offset && text_[end - 1] == '\r' ? end - 1 : end;
}

void YamlScanner::skip_blanks() noexcept {
  while (at(pos_) == ' ' || at(pos_) == '\t') {
    ++pos_;
  }
}

void YamlScanner::next_line() noexcept {
  pos_ = std::min(std::min(text_.find('\n', pos_), text_.size()) + 1, text_.size());
  line_start_ = pos_;
}

void YamlScanner::error(const char* code, Offset offset, std::string message, std::string hint) {
  found_.push_back(source_.error(code, offset, std::move(message), std::move(hint)));
  stopped_ = stopped_ || found_.size() >= most_findings;
}

// Reads a quoted text from its opening quote to after its closing one. A text that runs over lines
// must stay deeper than the key or dash it belongs to: that is how a forgotten quote shows itself
// at its own place and not at the next quote of the file.
bool YamlScanner::quoted_text() {
  const Offset start = pos_;
  const char quote = text_[pos_++];
  lines_in_quote_ = false;
  while (pos_ < text_.size()) {
    const char c = text_[pos_];
    if (c == '\n') {
      if (!next_quoted_line(start)) {
        return false;
      }
    } else if (quote == '"' && c == '\\') {
      escape();
    } else if (c != quote) {
      ++pos_;
    } else if (quote == '\'' && at(pos_ + 1) == '\'') {
      pos_ += 2;
    } else {
      ++pos_;
      return true;
    }
  }
  error("Y013",
        start,
        "the quote that opens here is never closed",
        "close it, or double it if it belongs to the text");
  return false;
}

bool YamlScanner::next_quoted_line(Offset start) {
  lines_in_quote_ = true;
  next_line();
  const Offset line = pos_;
  skip_blanks();
  if (end_of_line(pos_) && pos_ < text_.size()) {
    return true;  // an empty line
  }
  const bool inside = static_cast<std::ptrdiff_t>(column()) > owner_ && !marker(line);
  if (inside || pos_ >= text_.size()) {
    return true;
  }
  pos_ = line;
  error("Y013",
        start,
        fmt::format("the quote that opens here is not closed before line {}",
                    source_.position(line).line),
        "close it on its line; a text of several lines is written deeper than its key");
  return false;
}

void YamlScanner::escape() {
  const Offset start = pos_;
  const char kind = at(pos_ + 1);
  const int digits = escape_digits(kind);
  if (digits < 0) {
    error("Y024",
          start,
          fmt::format("\"\\{}\" is no escape sequence", shown(std::string(1, kind))),
          "write a backslash as \\\\, or use single quotes: '...'");
  }
  pos_ += end_of_line(pos_ + 1) ? 1U : 2U;
  unsigned long code = 0;
  for (int i = 0; i < digits; ++i, ++pos_) {
    if (!is_hex(at(pos_))) {
      error("Y024",
            start,
            fmt::format("\"\\{}\" needs {} hexadecimal digits", kind, digits),
            "for example \\u00e9 for é");
      return;
    }
    code = code * 16 + hex_value(text_[pos_]);
  }
  if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) {
    error("Y024",
          start,
          fmt::format("U+{:04X} is no character", code),
          "write characters past U+FFFF as \\U0001f3af, in one");
  }
}

bool YamlScanner::property() {
  const char c = at(pos_);
  if (c == '&') {
    error("Y006",
          pos_,
          "anchors (&name) are not part of this YAML",
          "write the value out where it is used; quote a text that starts with &");
  } else if (c == '*') {
    error("Y007",
          pos_,
          "aliases (*name) are not part of this YAML",
          "write the value out; quote a text that starts with *");
  } else if (c == '!') {
    error("Y008",
          pos_,
          "tags (!name) are not part of this YAML",
          "leave it out: the key says what the value is; quote a text that starts with !");
  } else {
    return false;
  }
  while (!blank_or_end(pos_) &&
         (flows_.empty() || std::string_view{",[]{}"}.find(at(pos_)) == std::string_view::npos)) {
    ++pos_;
  }
  return true;
}

// A plain text cannot start with what means something else to YAML.
bool YamlScanner::refuse_indicator() {
  const char c = at(pos_);
  if (reserved.find(c) == std::string_view::npos) {
    return false;
  }
  if (c == ']' || c == '}' || c == ',') {
    error("Y018",
          pos_,
          fmt::format("\"{}\" stands here, but no bracket is open", c),
          "quote the text if it starts with it");
  } else {
    error("Y017",
          pos_,
          fmt::format("a text cannot start with \"{}\" without quotes", c),
          "put it in quotes: \"...\"");
  }
  return true;
}

}  // namespace betledger::ledger
