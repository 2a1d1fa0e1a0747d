#include "core/diagnostic.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/text.h"

namespace betledger {
namespace {

constexpr std::size_t widest_excerpt = 100;  // in code points
constexpr std::string_view margin = "    ";
constexpr std::string_view cut = "...";

std::string_view name_of(Severity severity) noexcept {
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

/// The code points of a line, each as it is shown: tabs kept, hostile ones escaped.
std::vector<std::string> shown_points(std::string_view line) {
  std::vector<std::string> points;
  while (!line.empty()) {
    const std::size_t length = next_code_point(line).length;
    const std::string_view point = line.substr(0, length);
    points.push_back(point == "\t" ? "\t" : printable(point));
    line.remove_prefix(length);
  }
  return points;
}

/// What takes the same room as a shown code point but shows nothing.
std::string blank_for(const std::string& shown) {
  return shown == "\t" ? shown : std::string(count_code_points(shown), ' ');
}

/// The source line and, where a column is known, a caret under it.
std::string render_excerpt(std::string_view line, std::uint32_t column) {
  const std::vector<std::string> points = shown_points(line);
  const std::size_t caret = column == 0 ? 0 : std::min<std::size_t>(column - 1, points.size());
  std::size_t first = 0;
  if (points.size() > widest_excerpt && caret > widest_excerpt * 2 / 3) {
    first = std::min(caret - widest_excerpt * 2 / 3, points.size() - widest_excerpt);
  }
  const std::size_t last = std::min(points.size(), first + widest_excerpt);

  std::string text{margin};
  std::string under{margin};
  if (first > 0) {
    text += cut;
    under += std::string(cut.size(), ' ');
  }
  for (std::size_t i = first; i < last; ++i) {
    text += points[i];
    under += i < caret ? blank_for(points[i]) : "";
  }
  text += last < points.size() ? cut : "";
  return column == 0 ? text + "\n" : text + "\n" + under + "^\n";
}

}  // namespace

bool has_error(std::span<const Diagnostic> diagnostics) noexcept {
  return std::any_of(diagnostics.begin(), diagnostics.end(), [](const Diagnostic& diagnostic) {
    return diagnostic.severity == Severity::error;
  });
}

std::string render(const Diagnostic& diagnostic) {
  std::string text = fmt::format("{}{}: {}",
                                 place_of(diagnostic.at),
                                 name_of(diagnostic.severity),
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
