// Documents for a terminal.

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "core/text.h"
#include "reports/document.h"

namespace betledger::reports {
namespace {

constexpr std::string_view bold = "\x1b[1m";
constexpr std::string_view plain = "\x1b[0m";

/// The bytes of `text` that fill `width` columns.
std::size_t bytes_of(std::string_view text, std::size_t width) {
  std::size_t columns = 0;
  std::size_t end = 0;
  while (end < text.size()) {
    columns += (static_cast<unsigned char>(text[end]) & 0xC0U) != 0x80U ? 1U : 0U;
    if (columns > width) {
      break;
    }
    ++end;
  }
  return end;
}

/// A cell as lines of at most `width` columns: broken at blanks, and in a word only where that is
/// wider than the column.
std::vector<std::string> fold(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) {
    return {std::string{text}};
  }
  std::vector<std::string> lines{""};
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    std::string& line = lines.back();
    if (!line.empty() && display_width(line) + 1 + display_width(word) <= width) {
      line += " " + std::string{word};
      continue;
    }
    if (!line.empty()) {
      lines.emplace_back();
    }
    while (display_width(word) > width) {
      const std::size_t fits = bytes_of(word, width);
      lines.back() = word.substr(0, fits);
      word.remove_prefix(fits);
      lines.emplace_back();
    }
    lines.back() = word;
  }
  return lines;
}

std::size_t longest_word(std::string_view text) {
  std::size_t longest = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    longest = std::max(longest, display_width(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return longest;
}

std::string wrap(const std::string& text, std::size_t width, const std::string& indent) {
  std::string out;
  std::string line;
  std::size_t begin = 0;
  const auto flush = [&] {
    out += line + "\n";
    line = indent;
  };
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    const std::string word = text.substr(begin, end - begin);
    const bool fresh = line.empty() || line == indent;
    if (!fresh && display_width(line) + 1 + display_width(word) > width) {
      flush();
      line += word;
    } else {
      line += (fresh ? "" : " ") + word;
    }
    begin = end + 1;
  }
  flush();
  return out;
}

constexpr std::string_view gap = "  ";

/// What a column takes, and what it needs so that no word of it is broken.
struct Extent {
  std::size_t wide = 0;
  std::size_t narrow = 0;
};

Extent extent_of(const Table& table, std::size_t column) {
  const std::string& title = table.columns[column].title;
  Extent extent{display_width(title), longest_word(title)};
  for (const auto& row : table.rows) {
    const std::string cell = printable(row[column]);
    extent.wide = std::max(extent.wide, display_width(cell));
    extent.narrow = std::max(extent.narrow, longest_word(cell));
  }
  return extent;
}

/// The widest of the left aligned columns that is above its `least`; none: their number.
std::size_t widest(const Table& table,
                   const std::vector<std::size_t>& widths,
                   const std::vector<std::size_t>& least) {
  std::size_t found = widths.size();
  for (std::size_t c = 0; c < widths.size(); ++c) {
    if (table.columns[c].align == Align::left && widths[c] > least[c] &&
        (found == widths.size() || widths[c] >= widths[found])) {
      found = c;
    }
  }
  return found;
}

/// As wide as the cells, if that fits; else the widest left aligned columns give way, first as far
/// as words stay whole, then to 10 columns each.
std::vector<std::size_t> widths_of(const Table& table, std::size_t limit) {
  constexpr std::size_t narrowest = 10;
  std::vector<std::size_t> widths;
  std::vector<std::size_t> least;
  std::size_t total = 0;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const Extent extent = extent_of(table, c);
    widths.push_back(extent.wide);
    least.push_back(std::max(extent.narrow, std::min(extent.wide, narrowest)));
    total += gap.size() + extent.wide;
  }
  for (const bool breaks_words : {false, true}) {
    if (breaks_words) {
      std::fill(least.begin(), least.end(), narrowest);
    }
    for (std::size_t c = widest(table, widths, least); total > limit && c < widths.size();
         c = widest(table, widths, least)) {
      --widths[c];
      --total;
    }
  }
  return widths;
}

/// One row of cells, on as many lines as its longest cell takes.
std::string row_text(const std::vector<std::string>& cells,
                     const Table& table,
                     const std::vector<std::size_t>& widths) {
  std::vector<std::vector<std::string>> folded;
  std::size_t lines = 1;
  for (std::size_t c = 0; c < widths.size(); ++c) {
    folded.push_back(fold(cells[c], widths[c]));
    lines = std::max(lines, folded.back().size());
  }
  std::string text;
  for (std::size_t i = 0; i < lines; ++i) {
    std::string line;
    for (std::size_t c = 0; c < widths.size(); ++c) {
      const std::string part = i < folded[c].size() ? folded[c][i] : std::string{};
      line += std::string{gap} + pad(part, widths[c], table.columns[c].align);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

}  // namespace

struct TextWriter {
  const Style& style;
  std::string out;

  [[nodiscard]] std::size_t width() const {
    return static_cast<std::size_t>(std::max(style.width, 60));
  }

  void operator()(const Document::Title& title) {
    if (!out.empty()) {
      out += "\n";
    }
    const std::string text = printable(title.text);
    if (style.colour) {
      out += std::string{bold} + text + std::string{plain} + "\n";
    } else {
      out += text + "\n";
    }
    if (title.level == 1) {
      for (std::size_t i = 0; i < std::min(display_width(text), width()); ++i) {
        out += "═";
      }
      out += "\n";
    }
  }
  void operator()(const Document::Paragraph& paragraph) {
    out += wrap(printable(paragraph.text), width(), "");
  }
  void operator()(const Document::List& list) {
    for (const std::string& item : list.items) {
      out += wrap("- " + printable(item), width(), "  ");
    }
  }
  void operator()(const Document::Lines& lines) {
    for (const std::string& line : lines.lines) {
      out += printable(line) + "\n";
    }
  }
  void operator()(const Table& table) {
    const auto widths = widths_of(table, width());
    std::vector<std::string> titles;
    for (const Column& column : table.columns) {
      titles.push_back(column.title);
    }
    out += row_text(titles, table, widths);
    for (const auto& row : table.rows) {
      std::vector<std::string> cells;
      for (const std::string& cell : row) {
        cells.push_back(printable(cell));
      }
      out += row_text(cells, table, widths);
    }
  }
};

std::string Document::to_text(const Style& style) const {
  TextWriter writer{style, {}};
  for (const Block& block : blocks_) {
    std::visit(writer, block);
  }
  return writer.out;
}

}  // namespace betledger::reports
