// Documents as GitHub-flavoured Markdown. Text that a person wrote can neither open a tag nor a
// link.

#include <string>
#include <string_view>

#include "core/text.h"
#include "reports/page/document.h"

namespace betledger::reports {
namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// Does the character at `i` mean something to Markdown where it stands? What can only mean itself
/// stays as it is: the text is read as it is typed in a chat, too.
bool is_markup(std::string_view text, std::size_t i) {
  constexpr std::string_view always = "\\`*[]<|";
  const char c = text[i];
  const char before = i == 0 ? ' ' : text[i - 1];
  const char after = i + 1 == text.size() ? ' ' : text[i + 1];
  if (always.find(c) != std::string_view::npos) {
    return true;
  }
  switch (c) {
    case '_':  // inside a word it cannot open or close emphasis
      return !is_word(before) || !is_word(after);
    case '#':  // a heading or a quote starts a line
    case '>':
      return text.find_first_not_of(' ') == i;
    case '!':
      return after == '[';
    case '~':
      return before == '~' || after == '~';
    case '&':  // an entity
      return is_word(after) || after == '#';
    default:
      return false;
  }
}

std::string escape(std::string_view raw) {
  const std::string text = printable(raw);
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_markup(text, i)) {
      out += '\\';
    }
    out += text[i];
  }
  return out;
}

std::string row_of(const std::vector<std::string>& cells) {
  std::string line = "|";
  for (const std::string& cell : cells) {
    line += " " + escape(cell) + " |";
  }
  return line + "\n";
}

}  // namespace

struct MarkdownWriter {
  std::string out;

  void operator()(const Document::Title& title) {
    out += (title.level == 1 ? "# " : "## ") + escape(title.text) + "\n\n";
  }
  void operator()(const Document::Paragraph& paragraph) { out += escape(paragraph.text) + "\n\n"; }
  void operator()(const Document::List& list) {
    for (const std::string& item : list.items) {
      out += "- " + escape(item) + "\n";
    }
    out += "\n";
  }
  void operator()(const Document::Lines& lines) {
    out += "```text\n";
    for (const std::string& line : lines.lines) {
      // A fence inside would end ours.
      out += (line.find("```") == std::string::npos ? printable(line) : escape(line)) + "\n";
    }
    out += "```\n\n";
  }
  void operator()(const Table& table) {
    std::vector<std::string> header;
    std::string rule = "|";
    for (const Column& column : table.columns) {
      header.push_back(column.title);
      rule += column.align == Align::right ? " ---: |" : " --- |";
    }
    out += row_of(header) + rule + "\n";
    for (const auto& row : table.rows) {
      out += row_of(row);
    }
    out += "\n";
  }
};

std::string Document::to_markdown() const {
  MarkdownWriter writer;
  for (const Block& block : blocks_) {
    std::visit(writer, block);
  }
  while (writer.out.size() > 1 && writer.out.ends_with("\n\n")) {
    writer.out.pop_back();
  }
  return writer.out;
}

}  // namespace betledger::reports
