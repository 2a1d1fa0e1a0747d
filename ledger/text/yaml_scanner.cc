#include "ledger/text/yaml_scanner.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace betledger::ledger {
namespace {

/// Where a plain text in a block ends, before blanks: at `: `, at ` #` or with its line.
std::size_t end_of_block_plain(std::string_view text, std::size_t start, std::size_t line_end) {
  std::size_t at = start;
  for (; at < line_end; ++at) {
    const bool before_blank = at + 1 >= line_end || text[at + 1] == ' ' || text[at + 1] == '\t';
    const bool after_blank = at > start && (text[at - 1] == ' ' || text[at - 1] == '\t');
    if ((text[at] == ':' && before_blank) || (text[at] == '#' && after_blank)) {
      break;
    }
  }
  while (at > start && (text[at - 1] == ' ' || text[at - 1] == '\t')) {
    --at;
  }
  return at;
}

}  // namespace

YamlScanner::YamlScanner(const SourceText& source) : source_{source}, text_{source.text()} {
  if (text_.substr(0, 3) == "\xEF\xBB\xBF") {
    pos_ = line_start_ = 3;
  }
}

Diagnostics YamlScanner::run() && {
  while (pos_ < text_.size() && !stopped_) {
    if (flows_.empty()) {
      block_line();
    } else {
      flow_tokens();
    }
  }
  if (!flows_.empty() && !stopped_) {
    error("Y018",
          flows_.back().at,
          fmt::format("the \"{}\" that opens here is never closed", flows_.back().open),
          "close it; was the end of the file cut off?");
  }
  std::stable_sort(found_.begin(), found_.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.at.line, a.at.column) < std::tie(b.at.line, b.at.column);
  });
  return std::move(found_);
}

void YamlScanner::block_line() {
  while (at(pos_) == ' ') {
    ++pos_;
  }
  const Offset indent_end = pos_;
  skip_blanks();
  if (end_of_line(pos_) || at(pos_) == '#') {
    next_line();
    return;
  }
  if (pos_ != indent_end) {
    error("Y005",
          indent_end,
          "a tab stands in the indentation",
          "indent with spaces, two for each level");
  }
  if (column() == 0 && marker(pos_)) {
    document_marker();
    return;
  }
  if (column() == 0 && at(pos_) == '%') {
    error("Y012", pos_, "directives (%YAML, %TAG) are not part of this YAML", "take the line out");
    next_line();
    return;
  }
  if (seen_end_) {
    error("Y011",
          pos_,
          "the document has ended with \"...\"; a second one starts here",
          "one file holds one document");
    stopped_ = true;
    return;
  }
  seen_content_ = true;
  key_on_line_ = false;
  first_on_line_ = true;
  block_tokens();
}

void YamlScanner::document_marker() {
  const bool starts = at(pos_) == '-';
  if (starts && (seen_content_ || seen_start_ || seen_end_)) {
    error("Y011",
          pos_,
          "a second document starts here",
          "one file holds one document: put the other in a file of its own");
    stopped_ = true;
    return;
  }
  (starts ? seen_start_ : seen_end_) = true;
  pos_ += 3;
  skip_blanks();
  if (!end_of_line(pos_) && at(pos_) != '#') {
    error("Y017",
          pos_,
          "nothing may follow a document marker on its line",
          "start the document on the next line");
  }
  next_line();
}

void YamlScanner::block_tokens() {
  while (block_token()) {
    skip_blanks();
    first_on_line_ = false;
    if (end_of_line(pos_) || at(pos_) == '#') {
      next_line();
      return;
    }
  }
}

// Reads one token of a line; false when it took the rest of the line (or left it to the flow part).
bool YamlScanner::block_token() {
  const char c = at(pos_);
  const Offset start = pos_;
  lines_in_quote_ = false;
  if (c == '-' && blank_or_end(pos_ + 1)) {
    return dash();
  }
  if ((c == '?' || c == ':') && blank_or_end(pos_ + 1)) {
    return no_key();
  }
  if (property()) {
    value_open_ = value_open_ && c != '*';
    return true;
  }
  if ((c == '|' || c == '>') && value_open_) {
    block_scalar();
    return false;
  }
  if (c == '[' || c == '{') {
    return block_flow();
  }
  if (c == '"' || c == '\'') {
    return block_quoted();
  }
  if (refuse_indicator()) {
    value_open_ = false;
    next_line();
    return false;
  }
  pos_ = end_of_block_plain(text_, start, line_end(start));
  const std::string_view plain = text_.substr(start, pos_ - start);
  skip_blanks();
  if (at(pos_) == ':' && plain == "<<") {
    error("Y009", start, "merge keys (<<) are not part of this YAML", "write the members out");
  }
  return at_key_colon() ? key_colon(start) : block_value(start, true);
}

// What these four read is one token each, and they say what block_token says.
bool YamlScanner::no_key() {
  error("Y016",
        pos_,
        at(pos_) == '?' ? "keys after \"?\" are not part of this YAML"
                        : "there is no key before this colon",
        "write \"key: value\"");
  next_line();
  return false;
}

bool YamlScanner::block_flow() {
  const bool deeper = blocks_.empty() || column() > blocks_.back().column;
  if (!value_open_ || (first_on_line_ && !deeper)) {
    error("Y022", pos_, "this is neither \"key: value\" nor \"- item\"", "give it a key");
  }
  flow_open();
  return false;
}

bool YamlScanner::block_quoted() {
  const Offset start = pos_;
  if (!quoted_text()) {
    value_open_ = false;
    return false;
  }
  skip_blanks();
  return at_key_colon() ? key_colon(start) : block_value(start, false);
}

bool YamlScanner::dash() {
  if (key_on_line_) {
    error("Y020",
          pos_,
          "a list item cannot start on the line of its key",
          "put each \"- item\" on a line of its own, or write [a, b]");
    value_open_ = false;
    next_line();
    return false;
  }
  open_block(column(), true);
  owner_ = static_cast<std::ptrdiff_t>(column());
  value_open_ = true;
  ++pos_;
  return !stopped_;
}

// Behind a text: whether the text was a key.
bool YamlScanner::at_key_colon() const noexcept {
  return at(pos_) == ':' && blank_or_end(pos_ + 1) && !lines_in_quote_;
}

bool YamlScanner::key_colon(Offset start) {
  if (key_on_line_) {
    error("Y021",
          pos_,
          "a second \": \" stands on this line",
          "put the text in quotes: \"...: ...\"");
    value_open_ = false;
    next_line();
    return false;
  }
  const Offset colon = std::exchange(pos_, start);
  open_block(column(), false);
  owner_ = static_cast<std::ptrdiff_t>(column());
  pos_ = colon + 1;
  value_open_ = true;
  key_on_line_ = true;
  return !stopped_;
}

// At what follows a text that is no key, so it is a value. Always false: the line is used up.
bool YamlScanner::block_value(Offset start, bool plain) {
  const bool placed = value_open_ && (!first_on_line_ || blocks_.empty() ||
                                      start - line_start_ > blocks_.back().column);
  if (!placed && !lines_in_quote_) {
    const bool colon = text_.substr(start, pos_ - start).find(':') != std::string_view::npos;
    error("Y022",
          start,
          "this line is neither \"key: value\" nor \"- item\"",
          colon ? "a blank is missing after the colon" : "is a colon missing after the key?");
  }
  value_open_ = false;
  if (!plain) {
    end_of_value(start);
  } else if (at(pos_) == '#' || !placed) {
    next_line();
  } else {
    next_line();
    continue_plain();
  }
  return false;
}

// After a quoted text or a closed bracket only a comment may follow.
void YamlScanner::end_of_value(Offset start) {
  skip_blanks();
  if (end_of_line(pos_) || (at(pos_) == '#' && blank_or_end(pos_ - 1))) {
    next_line();
    return;
  }
  if (lines_in_quote_) {
    error("Y013",
          start,
          fmt::format("the quote that opens here is closed only on line {}, inside other text",
                      source_.position(pos_).line),
          "close it where the text ends");
  } else {
    error("Y019",
          pos_,
          "text follows after the end of the value",
          "put all of it inside the quotes or brackets, or a comma between");
  }
  next_line();
}

// A plain text goes on over the deeper lines below it. Where such a line looks like a key or an
// item, its author meant one: YAML would fold `- b` into the text and say nothing.
void YamlScanner::continue_plain() {
  while (pos_ < text_.size()) {
    Offset p = pos_;
    while (at(p) == ' ') {
      ++p;
    }
    const auto indent = static_cast<std::ptrdiff_t>(p - pos_);
    if (end_of_line(p)) {
      next_line();
      continue;
    }
    if (indent <= owner_ || at(p) == '#' || at(p) == '\t' || marker(p)) {
      return;
    }
    const Offset end = end_of_block_plain(text_, p, line_end(p));
    const bool item = at(p) == '-' && blank_or_end(p + 1);
    Offset after = end;
    while (at(after) == ' ' || at(after) == '\t') {
      ++after;
    }
    if (item || at(after) == ':') {
      error("Y020",
            p,
            "this line is deeper than the one above, which has its value already",
            item ? "move the item out to where its list starts"
                 : "line the key up with the keys it belongs to");
      next_line();
      return;
    }
    next_line();
    if (at(after) == '#') {
      return;  // a comment ends the text
    }
  }
}

}  // namespace betledger::ledger
