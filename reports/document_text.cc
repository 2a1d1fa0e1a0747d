// Documents for a terminal.

#include <algorithm>
#include <string>

#include "core/text.h"
#include "reports/document.h"

namespace betledger::reports {
namespace {

constexpr std::string_view bold = "\x1b[1m";
constexpr std::string_view plain = "\x1b[0m";

/// The first `width` columns of `text`, the last of them an ellipsis if something was cut.
std::string cut(const std::string& text, std::size_t width) {
  if (display_width(text) <= width) {
    return text;
  }
  std::string kept;
  std::size_t columns = 0;
  for (const char c : text) {
    columns += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1U : 0U;
    if (columns >= width) {
      break;
    }
    kept += c;
  }
  return kept + "…";
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

std::vector<std::size_t> widths_of(const Table& table, std::size_t limit) {
  std::vector<std::size_t> widths;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    std::size_t width = display_width(table.columns[c].title);
    for (const auto& row : table.rows) {
      width = std::max(width, display_width(printable(row[c])));
    }
    widths.push_back(width);
  }
  // Too wide: left-aligned columns give way from the last to the first, but never below 10.
  std::size_t total = gap.size() * widths.size();
  for (const std::size_t width : widths) {
    total += width;
  }
  for (std::size_t c = widths.size(); c-- > 0 && total > limit;) {
    if (table.columns[c].align == Align::left && widths[c] > 10) {
      const std::size_t less = std::min(widths[c] - 10, total - limit);
      widths[c] -= less;
      total -= less;
    }
  }
  return widths;
}

std::string trim_right(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
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
    std::string line;
    for (std::size_t c = 0; c < widths.size(); ++c) {
      line += std::string{gap} +
              pad(cut(table.columns[c].title, widths[c]), widths[c], table.columns[c].align);
    }
    out += trim_right(line);
    for (const auto& row : table.rows) {
      line.clear();
      for (std::size_t c = 0; c < widths.size(); ++c) {
        line += std::string{gap} +
                pad(cut(printable(row[c]), widths[c]), widths[c], table.columns[c].align);
      }
      out += trim_right(line);
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
