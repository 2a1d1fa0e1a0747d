#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/diagnostic.h"
#include "ledger/text/source_text.h"

namespace betledger::ledger {

/// Walks a YAML text token by token and reports whatever the strict subset refuses or yaml-cpp
/// would misread: it finds the quote or bracket that is never closed at the place where it opens,
/// and goes on after an error. It builds nothing; a text it has nothing against is yaml-cpp's to
/// read.
class YamlScanner {
 public:
  explicit YamlScanner(const SourceText& source);

  /// Every finding, in the order of the text.  O(length)
  [[nodiscard]] Diagnostics run() &&;

  static constexpr std::size_t deepest_level = 32;

 private:
  using Offset = std::size_t;

  // One open block collection; columns count bytes from 0.
  struct Block {
    std::size_t column;
    bool sequence;
  };
  // One open `[` or `{`.
  struct Flow {
    char open;
    Offset at;
    bool complete = false;  // an item (or key) stands since the last comma
    bool colon = false;     // and so does its colon
    bool value = false;     // and what follows the colon
    bool quoted = false;    // what stands last is quoted: `:` may follow it without a blank
  };

  // yaml_scanner.cc: lines and block collections
  void block_line();
  void document_marker();
  void block_tokens();
  bool block_token();  // whether the line goes on
  bool no_key();
  bool block_flow();
  bool block_quoted();
  bool dash();
  bool key_colon(Offset start);
  bool block_value(Offset start, bool plain);
  void open_block(std::size_t column, bool sequence);
  void same_column_item(std::size_t column, bool popped);
  void same_column_key(std::size_t column);
  void block_scalar();
  void continue_plain();
  void end_of_value(Offset start);

  // yaml_scanner_flow.cc: inside [ ] and { }
  void flow_tokens();
  void flow_token();
  void flow_quoted();
  void flow_new_line();
  [[nodiscard]] bool looks_like_block(Offset offset) const;
  void flow_open();
  void flow_close();
  void flow_comma();
  void flow_colon();
  void flow_plain();
  void flow_item(Offset start, bool quoted);
  [[nodiscard]] Offset end_of_flow_plain(Offset start) const;

  // yaml_scanner_text.cc: quoted texts and what both contexts share
  bool quoted_text();  // whether it was closed
  bool next_quoted_line(Offset start);
  void escape();
  bool property();  // an anchor, alias or tag: reported and passed over
  bool refuse_indicator();
  [[nodiscard]] char at(Offset offset) const noexcept;
  [[nodiscard]] bool blank_or_end(Offset offset) const noexcept;
  [[nodiscard]] bool end_of_line(Offset offset) const noexcept;
  [[nodiscard]] bool at_key_colon() const noexcept;
  [[nodiscard]] bool marker(Offset offset) const noexcept;
  [[nodiscard]] Offset line_end(Offset offset) const noexcept;
  void skip_blanks() noexcept;
  void next_line() noexcept;  // to the start of the line after pos_
  [[nodiscard]] std::size_t column() const noexcept { return pos_ - line_start_; }
  void error(const char* code, Offset offset, std::string message, std::string hint);

  const SourceText& source_;
  std::string_view text_;
  Offset pos_ = 0;
  Offset line_start_ = 0;
  std::vector<Block> blocks_;
  std::vector<Flow> flows_;
  std::ptrdiff_t owner_ = -1;  // column of the key or dash whose value is being read
  bool value_open_ = true;     // a node may start here: after a dash, a key's colon, at the start
  bool key_on_line_ = false;
  bool first_on_line_ = true;
  bool lines_in_quote_ = false;  // the last quoted text ran over several lines
  bool seen_content_ = false;
  bool seen_start_ = false;  // ---
  bool seen_end_ = false;    // ...
  bool stopped_ = false;
  Diagnostics found_;
};

}  // namespace betledger::ledger
