#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "ledger/text/yaml_scanner.h"

namespace betledger::ledger {
namespace {

constexpr std::string_view flow_indicators = ",[]{}";

bool is_flow_indicator(char c) noexcept {
  return flow_indicators.find(c) != std::string_view::npos;
}

}  // namespace

void YamlScanner::flow_tokens() {
  while (!flows_.empty() && pos_ < text_.size() && !stopped_) {
    skip_blanks();
    if (end_of_line(pos_) || (at(pos_) == '#' && (column() == 0 || blank_or_end(pos_ - 1)))) {
      next_line();
      flow_new_line();
    } else {
      flow_token();
    }
  }
}

void YamlScanner::flow_token() {
  const char c = at(pos_);
  lines_in_quote_ = false;
  if (c == '[' || c == '{') {
    flow_item(pos_, false);
    flow_open();
  } else if (c == ']' || c == '}') {
    flow_close();
  } else if (c == ',') {
    flow_comma();
  } else if (c == ':' &&
             (flows_.back().quoted || blank_or_end(pos_ + 1) || is_flow_indicator(at(pos_ + 1)))) {
    flow_colon();
  } else if (c == '"' || c == '\'') {
    flow_quoted();
  } else if ((c == '-' || c == '?') && blank_or_end(pos_ + 1)) {
    error(c == '-' ? "Y020" : "Y016",
          pos_,
          fmt::format("\"{} \" has no place inside brackets", c),
          "write [a, b] and {key: value}");
    ++pos_;
  } else if (property()) {
    flows_.back().complete = flows_.back().complete || c == '*';
  } else if (refuse_indicator()) {
    ++pos_;
    flows_.back().complete = true;
    flow_plain();
  } else {
    flow_plain();
  }
}

void YamlScanner::flow_quoted() {
  const Offset start = pos_;
  if (quoted_text()) {
    flow_item(start, true);
  } else {
    flows_.clear();
    value_open_ = false;
  }
}

// Brackets may span lines, but where a line is not deeper than their key and reads like the next
// key of the block, they were never closed.
void YamlScanner::flow_new_line() {
  if (pos_ >= text_.size()) {
    return;
  }
  const Offset line = pos_;
  skip_blanks();
  const bool outside = static_cast<std::ptrdiff_t>(column()) <= owner_ && looks_like_block(pos_);
  if (outside || marker(line)) {
    error("Y018",
          flows_.back().at,
          fmt::format("the \"{}\" that opens here is not closed before line {}",
                      flows_.back().open,
                      source_.position(line).line),
          fmt::format("close it with \"{}\"; lines inside it are written deeper than its key",
                      flows_.back().open == '[' ? ']' : '}'));
    flows_.clear();
    value_open_ = false;
    pos_ = line;
  }
}

bool YamlScanner::looks_like_block(Offset offset) const {
  if (at(offset) == '-' && blank_or_end(offset + 1)) {
    return true;
  }
  const Offset end = line_end(offset);
  for (Offset p = offset; p < end && !is_flow_indicator(text_[p]); ++p) {
    if (text_[p] == ':' && blank_or_end(p + 1)) {
      return p > offset;
    }
  }
  return false;
}

void YamlScanner::flow_open() {
  flows_.push_back({at(pos_), pos_});
  if (blocks_.size() + flows_.size() > deepest_level) {
    error("Y014",
          pos_,
          fmt::format("nested deeper than {} levels", deepest_level),
          "nothing in an authoring file is nested this deep");
    stopped_ = true;
  }
  ++pos_;
}

void YamlScanner::flow_close() {
  const Flow flow = flows_.back();
  const char c = at(pos_);
  if ((flow.open == '[') != (c == ']')) {
    const Position opened = source_.position(flow.at);
    error("Y018",
          pos_,
          fmt::format("\"{}\" does not close the \"{}\" of line {}, column {}",
                      c,
                      flow.open,
                      opened.line,
                      opened.column),
          fmt::format("close it with \"{}\"", flow.open == '[' ? ']' : '}'));
  }
  ++pos_;
  flows_.pop_back();
  if (!flows_.empty()) {
    return;  // the item of the outer bracket was noted when this one opened
  }
  value_open_ = false;
  skip_blanks();
  if (at(pos_) == ':' && blank_or_end(pos_ + 1)) {
    error("Y016", pos_, "a list or mapping cannot be a key", "use a text as the key");
    next_line();
    return;
  }
  lines_in_quote_ = false;
  end_of_value(flow.at);
}

void YamlScanner::flow_comma() {
  Flow& flow = flows_.back();
  if (!flow.complete) {
    error("Y023", pos_, "nothing stands before this comma", "take one comma out");
  }
  flow.complete = flow.colon = flow.value = flow.quoted = false;
  ++pos_;
}

void YamlScanner::flow_colon() {
  Flow& flow = flows_.back();
  if (!flow.complete) {
    error("Y016", pos_, "there is no key before this colon", "write {key: value}");
  } else if (flow.colon) {
    error("Y021",
          pos_,
          "a second \": \" stands in this value",
          "put the text in quotes, or a comma before the next key");
  }
  flow.complete = flow.colon = true;
  flow.quoted = false;
  flow.value = false;
  ++pos_;
}

// Notes an item, key or value; the comma before it must be there.
void YamlScanner::flow_item(Offset start, bool quoted) {
  Flow& flow = flows_.back();
  const bool second = flow.colon ? flow.value : flow.complete;
  if (second && lines_in_quote_) {
    error("Y013",
          start,
          "the quote that opens here closes on a later line",
          "close it where the text ends");
  } else if (second) {
    error("Y023",
          start,
          "a comma is missing before this",
          "put a comma between the items; a text goes on no further than its line here");
  }
  flow.complete = true;
  flow.colon = flow.colon && !second;  // after a missing comma it is the next item
  flow.value = flow.colon;
  flow.quoted = quoted;
}

YamlScanner::Offset YamlScanner::end_of_flow_plain(Offset start) const {
  const Offset end = line_end(start);
  for (Offset p = start; p < end; ++p) {
    const char c = text_[p];
    const bool colon = c == ':' && (blank_or_end(p + 1) || is_flow_indicator(at(p + 1)));
    const bool comment = c == '#' && p > start && blank_or_end(p - 1);
    if (is_flow_indicator(c) || colon || comment) {
      return p;
    }
  }
  return end;
}

void YamlScanner::flow_plain() {
  const Offset start = pos_;
  pos_ = end_of_flow_plain(start);
  std::string_view plain = text_.substr(start, pos_ - start);
  const Offset close = std::min(text_.find(')', pos_), text_.size());
  if (at(pos_) == ',' && plain.find('(') != std::string_view::npos &&
      plain.find(')') == std::string_view::npos && close < line_end(pos_)) {
    error("Y025",
          start,
          "inside { } and [ ] a comma ends a text that has no quotes",
          fmt::format("put it in quotes: \"{}\"", text_.substr(start, close + 1 - start)));
    pos_ = close + 1;
  }
  if (plain.find('?') != std::string_view::npos) {  // where yaml-cpp would end the text
    error("Y025",
          start,
          "inside { } and [ ] a text with a question mark needs quotes",
          fmt::format("write \"{}\"", plain));
  }
  if (at(pos_) == ':' && plain == "<<") {
    error("Y009", start, "merge keys (<<) are not part of this YAML", "write the members out");
  }
  flow_item(start, false);
}

}  // namespace betledger::ledger
