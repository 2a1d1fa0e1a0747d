// Documents for a terminal.

#include <algorithm>
#include <string>
#include <string_view>

#include "core/text.h"
#include "reports/page/document.h"
#include "reports/page/text_table.h"
#include "reports/page/width.h"

namespace betledger::reports {
namespace {

constexpr std::string_view bold = "\x1b[1m";
constexpr std::string_view plain = "\x1b[0m";

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
  void operator()(const Table& table) { out += table_text(table, width()); }
};

std::string Document::to_text(const Style& style) const {
  TextWriter writer{style, {}};
  for (const Block& block : blocks_) {
    std::visit(writer, block);
  }
  return writer.out;
}

}  // namespace betledger::reports
