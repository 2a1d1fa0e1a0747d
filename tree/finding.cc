#include "tree/finding.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/core.h>

namespace betledger::tree {

Diagnostic finding(std::string_view code,
                   Severity severity,
                   const Position& at,
                   std::string message,
                   std::string hint) {
  Diagnostic result;
  result.code = code;
  result.severity = severity;
  result.at = at;
  result.message = std::move(message);
  result.hint = std::move(hint);
  return result;
}

Position in_formula(const Metric& metric, std::uint32_t column) {
  if (!metric.formula || metric.formula_at.line == 0) {
    return metric.at;
  }
  Position place = metric.formula_at;
  if (metric.formula->text().find('\n') == std::string::npos) {
    place.column += column - 1;
  }
  return place;
}

void sort_by_place(Diagnostics& diagnostics) {
  std::stable_sort(
      diagnostics.begin(), diagnostics.end(), [](const Diagnostic& a, const Diagnostic& b) {
        return std::tie(a.at.line, a.at.column) < std::tie(b.at.line, b.at.column);
      });
}

}  // namespace betledger::tree
