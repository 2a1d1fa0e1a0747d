// Documents as GitHub-flavoured Markdown. Text that a person wrote can neither open a tag nor a
// link.

#include <string>
#include <string_view>

#include "core/text.h"
#include "reports/document.h"

namespace betledger::reports {
namespace {

std::string escape(std::string_view text) {
  constexpr std::string_view special = "\\`*_{}[]<>#|!&~";
  std::string out;
  for (const char c : printable(text)) {
    if (special.find(c) != std::string_view::npos) {
      out += '\\';
    }
    out += c;
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
