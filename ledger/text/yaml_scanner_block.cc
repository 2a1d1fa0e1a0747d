#include <fmt/format.h>

#include "ledger/text/yaml_scanner.h"

namespace betledger::ledger {

void YamlScanner::open_block(std::size_t column, bool sequence) {
  bool popped = false;
  while (!blocks_.empty() && blocks_.back().column > column) {
    blocks_.pop_back();
    popped = true;
  }
  const bool deeper = blocks_.empty() || blocks_.back().column < column;
  if (deeper) {
    if (popped || !value_open_) {
      error("Y020",
            pos_,
            "the indentation of this line fits no line above",
            "line it up with the lines it belongs to");
    }
    blocks_.push_back({column, sequence});
  } else if (sequence) {
    same_column_item(column, popped);
  } else {
    same_column_key(column);
  }
  if (blocks_.size() > deepest_level) {
    error("Y014",
          pos_,
          fmt::format("nested deeper than {} levels", deepest_level),
          "nothing in an authoring file is nested this deep");
    stopped_ = true;
  }
}

// `- item` at the column of the open collection: its next item, or a list right under its key.
void YamlScanner::same_column_item(std::size_t column, bool popped) {
  if (blocks_.back().sequence) {
    return;
  }
  if (!value_open_ || popped) {
    error("Y020", pos_, "a list item stands among keys", "indent the list below its key");
  }
  blocks_.push_back({column, true});
}

void YamlScanner::same_column_key(std::size_t column) {
  if (!blocks_.back().sequence) {
    return;
  }
  if (blocks_.size() >= 2 && blocks_[blocks_.size() - 2].column == column) {
    blocks_.pop_back();  // the list right under its key has ended
    return;
  }
  error("Y020",
        pos_,
        "a key stands among list items",
        "start it with \"- \", or move it out of the list");
}

// Passes over `|` or `>`, its header and every deeper line.
void YamlScanner::block_scalar() {
  ++pos_;
  while (std::string_view{"+-123456789"}.find(at(pos_)) != std::string_view::npos) {
    ++pos_;
  }
  skip_blanks();
  if (!end_of_line(pos_) && at(pos_) != '#') {
    error("Y019",
          pos_,
          "text follows the mark of a block text",
          "start the text on the next line, or quote the value");
  }
  next_line();
  value_open_ = false;
  while (pos_ < text_.size()) {
    Offset p = pos_;
    while (at(p) == ' ') {
      ++p;
    }
    if (!end_of_line(p) && static_cast<std::ptrdiff_t>(p - pos_) <= owner_) {
      return;
    }
    next_line();
  }
}

}  // namespace betledger::ledger
