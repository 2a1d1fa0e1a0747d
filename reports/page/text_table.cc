#include "reports/page/text_table.h"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "core/text.h"
#include "reports/page/width.h"

namespace betledger::reports {
namespace {

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

/// Takes the next word off the front of `text`. A number keeps its sign: "3 %" is one word.
std::string_view take_word(std::string_view& text) {
  std::size_t end = std::min(text.find(' '), text.size());
  while (text.substr(end).starts_with(" %")) {
    end = std::min(text.find(' ', end + 1), text.size());
  }
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return word;
}

constexpr std::string_view joints = "_>/-";  // where a key may be broken, after them

/// The bytes of a word too wide for `width` columns that stand on this line: up to a joint of a
/// key, if there is one.
std::size_t break_of(std::string_view word, std::size_t width) {
  const std::size_t fits = bytes_of(word, width);
  const std::size_t joint = word.substr(0, fits).find_last_of(joints);
  return joint == std::string_view::npos || joint + 1 == word.size() ? fits : joint + 1;
}

/// A cell as lines of at most `width` columns: broken at blanks, and in a word only where that is
/// wider than the column.
std::vector<std::string> fold(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) {
    return {std::string{text}};
  }
  std::vector<std::string> lines{""};
  while (!text.empty()) {
    std::string_view word = take_word(text);
    std::string& line = lines.back();
    if (!line.empty() && display_width(line) + 1 + display_width(word) <= width) {
      line += " " + std::string{word};
      continue;
    }
    if (!line.empty()) {
      lines.emplace_back();
    }
    while (display_width(word) > width) {
      const std::size_t some = break_of(word, width);
      lines.back() = word.substr(0, some);
      word.remove_prefix(some);
      lines.emplace_back();
    }
    lines.back() = word;
  }
  return lines;
}

std::size_t longest_word(std::string_view text) {
  std::size_t longest = 0;
  while (!text.empty()) {
    longest = std::max(longest, display_width(take_word(text)));
  }
  return longest;
}

/// The longest part of a word between the joints of a key.
std::size_t longest_part(std::string_view text) {
  std::size_t longest = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(" _>/-"), text.size() - 1) + 1;
    longest = std::max(longest, display_width(text.substr(0, end)));
    text.remove_prefix(end);
  }
  return longest;
}

constexpr std::string_view gap = "  ";

/// What a column takes, what it needs so that no word of it is broken, and no part of a key.
struct Extent {
  std::size_t wide = 0;
  std::size_t narrow = 0;
  std::size_t narrower = 0;
};
/// What may be broken to make a table fit.
enum class Breaks : std::uint8_t { texts, keys, words };

Extent extent_of(const Table& table, std::size_t column) {
  const std::string& title = table.columns[column].title;
  Extent extent{display_width(title), longest_word(title), longest_part(title)};
  for (const auto& row : table.rows) {
    const std::string cell = printable(row[column]);
    extent.wide = std::max(extent.wide, display_width(cell));
    extent.narrow = std::max(extent.narrow, longest_word(cell));
    extent.narrower = std::max(extent.narrower, longest_part(cell));
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

/// The columns of a page, and how wide they are.
struct Layout {
  std::vector<std::size_t> widths;
  std::size_t total = 0;
};

/// As wide as the cells, if that fits; else the widest left aligned columns give way as far as
/// what may not be broken stays whole, but not below 10 columns.
Layout layout_of(const Table& table, std::size_t limit, Breaks breaks) {
  constexpr std::size_t narrowest = 10;
  Layout layout;
  std::vector<std::size_t> least;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const Extent extent = extent_of(table, c);
    layout.widths.push_back(extent.wide);
    layout.total += gap.size() + extent.wide;
    const std::size_t whole = breaks == Breaks::texts  ? extent.narrow
                              : breaks == Breaks::keys ? extent.narrower
                                                       : narrowest;
    least.push_back(std::max(whole, std::min(extent.wide, narrowest)));
  }
  for (std::size_t c = widest(table, layout.widths, least);
       layout.total > limit && c < layout.widths.size();
       c = widest(table, layout.widths, least)) {
    --layout.widths[c];
    --layout.total;
  }
  return layout;
}

/// Is the last column a text that would become a ribbon? Then it goes below its row.
bool is_ribbon(const Table& table, const Layout& layout, std::size_t limit) {
  if (table.columns.size() < 3 || table.columns.back().align != Align::left) {
    return false;
  }
  const Extent last = extent_of(table, table.columns.size() - 1);
  return layout.total > limit || last.wide > 3 * layout.widths.back();
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

/// With the first `beside` columns as a table, and the one after them below each row.
std::string rows_text(const Table& table, std::size_t beside, std::size_t width) {
  constexpr std::string_view indent = "      ";
  Table left{{table.columns.begin(), table.columns.begin() + static_cast<std::ptrdiff_t>(beside)},
             {}};
  std::vector<std::string> below;
  const auto add = [&](std::vector<std::string> cells) {
    for (std::string& cell : cells) {
      cell = printable(cell);
    }
    below.push_back(beside < cells.size() ? cells.back() : std::string{});
    cells.resize(beside);
    left.rows.push_back(std::move(cells));
  };
  std::vector<std::string> titles;
  for (const Column& column : table.columns) {
    titles.push_back(column.title);
  }
  add(std::move(titles));
  for (const auto& row : table.rows) {
    add(row);
  }
  Layout layout;
  for (const Breaks breaks : {Breaks::texts, Breaks::keys, Breaks::words}) {
    layout = layout_of(left, width, breaks);
    if (layout.total <= width) {
      break;
    }
  }
  std::string text;
  for (std::size_t r = 0; r < left.rows.size(); ++r) {
    text += row_text(left.rows[r], left, layout.widths);
    for (const std::string& line : fold(below[r], width - indent.size())) {
      text += line.empty() ? "" : std::string{indent} + line + "\n";
    }
  }
  return text;
}

}  // namespace

std::string table_text(const Table& table, std::size_t width) {
  const bool ribbon = is_ribbon(table, layout_of(table, width, Breaks::texts), width);
  return rows_text(table, table.columns.size() - (ribbon ? 1 : 0), width);
}

}  // namespace betledger::reports
