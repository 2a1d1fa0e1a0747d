#include "core/diagnostic.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/text.h"

namespace betledger {

std::string_view name(Severity severity) noexcept {
  switch (severity) {
    case Severity::note:
      return "note";
    case Severity::warning:
      return "warning";
    case Severity::error:
      break;
  }
  return "error";
}

namespace {

constexpr std::size_t widest_excerpt = 100;  // in code points
constexpr std::string_view margin = "    ";
constexpr std::string_view cut = "...";

std::string place_of(const Position& at) {
  std::string text = printable(at.file);
  for (const std::uint32_t number : {at.line, at.column}) {
    if (number == 0) {
      break;
    }
    text += (text.empty() ? "" : ":") + std::to_string(number);
  }
  return text.empty() ? text : text + ": ";
}

std::size_t count_points(std::string_view line) noexcept {
  std::size_t count = 0;
  while (!line.empty()) {
    line.remove_prefix(next_code_point(line).length);
    ++count;
  }
  return count;
}

/// The source line and, where a column is known, a caret under it. Linear in the length of the
/// line, however long it is.
std::string render_excerpt(std::string_view line, std::uint32_t column) {
  constexpr std::size_t before_caret = widest_excerpt * 2 / 3;
  const std::size_t count = count_points(line);
  const std::size_t caret = column == 0 ? 0 : std::min<std::size_t>(column - 1, count);
  const std::size_t first = count > widest_excerpt && caret > before_caret
                                ? std::min(caret - before_caret, count - widest_excerpt)
                                : 0;
  const std::size_t last = std::min(count, first + widest_excerpt);

  std::string text = fmt::format("{}{}", margin, first > 0 ? cut : "");
  std::string under(text.size(), ' ');
  for (std::size_t i = 0; i < last; ++i) {
    const std::string_view point = line.substr(0, next_code_point(line).length);
    line.remove_prefix(point.size());
    if (i < first) {
      continue;
    }
    // Tabs are kept, and stand in both lines: nobody knows how wide the terminal shows them.
    const bool tab = point == "\t";
    const std::string shown = tab ? "\t" : printable(point);
    text += shown;
    if (i < caret) {
      under += tab ? shown : std::string(count_code_points(shown), ' ');
    }
  }
  text += last < count ? cut : "";
  return column == 0 ? text + "\n" : text + "\n" + under + "^\n";
}

}  // namespace

Diagnostic remark(Severity severity, std::string code, std::string message, std::string hint) {
  return {std::move(code), severity, {}, {}, std::move(message), std::move(hint)};
}

bool has_error(std::span<const Diagnostic> diagnostics) noexcept {
  return std::any_of(diagnostics.begin(), diagnostics.end(), [](const Diagnostic& diagnostic) {
    return diagnostic.severity == Severity::error;
  });
}

std::string render(const Diagnostic& diagnostic) {
  std::string text = fmt::format("{}{}: {}",
                                 place_of(diagnostic.at),
                                 name(diagnostic.severity),
                                 printable(diagnostic.message));
  if (!diagnostic.code.empty()) {
    text += fmt::format(" [{}]", printable(diagnostic.code));
  }
  text += '\n';
  if (!diagnostic.excerpt.empty()) {
    text += render_excerpt(diagnostic.excerpt, diagnostic.at.column);
  }
  // A hint may show an example of several lines; they stay under its first one.
  std::string_view lead = "  hint: ";
  for (const std::string_view line : split_lines(diagnostic.hint)) {
    text += fmt::format("{}{}\n", lead, printable(line));
    lead = "        ";
  }
  return text;
}

std::string render(std::span<const Diagnostic> diagnostics, std::size_t cap) {
  std::string text;
  const std::size_t shown = std::min(cap, diagnostics.size());
  for (const Diagnostic& diagnostic : diagnostics.first(shown)) {
    text += render(diagnostic);
  }
  if (shown < diagnostics.size()) {
    text += fmt::format("and {} more\n", diagnostics.size() - shown);
  }
  return text;
}

}  // namespace betledger
