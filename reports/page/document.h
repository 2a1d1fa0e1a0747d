#pragma once

#include <string>
#include <variant>
#include <vector>

#include "reports/page/report.h"
#include "reports/page/table.h"

namespace betledger::reports {

/// A page before it has a format: blocks in reading order. Text is escaped when it is written, so
/// hostile titles and notes may be put in as they are.
class Document {
 public:
  void title(std::string text);
  void heading(std::string text);
  void paragraph(std::string text);
  /// One line per item, "- " before each.
  void list(std::vector<std::string> items);
  void table(Table table);
  /// Lines kept as they are (a chart); Markdown puts them in a fence.
  void lines(std::vector<std::string> lines);

  /// For a terminal `style.width` columns wide: paragraphs wrap, a table too wide has its widest
  /// left aligned columns wrapped under themselves: no word is lost.
  [[nodiscard]] std::string to_text(const Style& style) const;
  [[nodiscard]] std::string to_markdown() const;
  /// `format` is table or markdown.
  [[nodiscard]] std::string write(Format format, const Style& style) const;

 private:
  struct Title {
    std::string text;
    int level = 1;
  };
  struct Paragraph {
    std::string text;
  };
  struct List {
    std::vector<std::string> items;
  };
  struct Lines {
    std::vector<std::string> lines;
  };
  using Block = std::variant<Title, Paragraph, List, Table, Lines>;
  friend struct TextWriter;
  friend struct MarkdownWriter;

  std::vector<Block> blocks_;
};

}  // namespace betledger::reports
