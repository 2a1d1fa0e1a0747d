#include "reports/page/document.h"

#include <utility>

namespace betledger::reports {

void Document::title(std::string text) {
  blocks_.emplace_back(Title{std::move(text), 1});
}
void Document::heading(std::string text) {
  blocks_.emplace_back(Title{std::move(text), 2});
}
void Document::paragraph(std::string text) {
  blocks_.emplace_back(Paragraph{std::move(text)});
}
void Document::list(std::vector<std::string> items) {
  blocks_.emplace_back(List{std::move(items)});
}
void Document::table(Table table) {
  blocks_.emplace_back(std::move(table));
}
void Document::lines(std::vector<std::string> lines) {
  blocks_.emplace_back(Lines{std::move(lines)});
}

std::string Document::write(Format format, const Style& style) const {
  return format == Format::markdown ? to_markdown() : to_text(style);
}

}  // namespace betledger::reports
