#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "reports/report.h"

namespace betledger::reports {

enum class Align : std::uint8_t { left, right };

struct Column {
  std::string title;
  Align align = Align::left;
};

/// Cells are plain text; each row has one cell per column.
struct Table {
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;
};

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

/// RFC 4180 with "\n": a field is quoted where it must be, and where a spreadsheet would take it
/// for a formula (= + - @ at the front of what is not a number) it gets a leading apostrophe.
[[nodiscard]] std::string csv_line(std::span<const std::string> fields);
[[nodiscard]] std::string to_csv(const Table& table);

/// `value` rounded to the last digit that its standard error supports (two digits of `se`): "12,300
/// ± 240".
[[nodiscard]] std::string with_error(double value, double se);
/// A probability and its standard error in per cent: "27.1 % ± 0.3".
[[nodiscard]] std::string percent_with_error(double share, double se);
/// The same of a share of runs; where none or all of them agreed what that leaves room for:
/// "> 99.98%". For a cell of a table without the error: "27%".
[[nodiscard]] std::string share_with_error(double share, double se);
[[nodiscard]] std::string share_percent(double share, double se);
/// Columns that `text` takes on a terminal (code points).
[[nodiscard]] std::size_t display_width(std::string_view text) noexcept;
/// `text` padded with blanks to `width`.
[[nodiscard]] std::string pad(std::string_view text, std::size_t width, Align align = Align::left);

}  // namespace betledger::reports
