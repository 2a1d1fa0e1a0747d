#include "ledger/codec/findings.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/text.h"
#include "ledger/text/source_text.h"

namespace betledger::ledger {

void Findings::add(std::string code, const Position& at, std::string message, std::string hint) {
  if (list_.size() < most_findings) {
    list_.push_back(
        {std::move(code), Severity::error, at, {}, std::move(message), std::move(hint)});
  }
}

void Findings::add(Diagnostics more) {
  std::move(more.begin(), more.end(), std::back_inserter(list_));
}

void Findings::add_at(const Position& at, Diagnostics more) {
  for (Diagnostic& finding : more) {
    finding.at = at;
  }
  add(std::move(more));
}

Diagnostics Findings::take() {
  std::stable_sort(list_.begin(), list_.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::pair{a.at.line, a.at.column} < std::pair{b.at.line, b.at.column};
  });
  return std::move(list_);
}

Position inside(const Node& scalar, std::size_t offset) {
  Position at = scalar.at;
  if (at.column > 0) {
    at.column += static_cast<std::uint32_t>(
        count_code_points(std::string_view{scalar.text}.substr(0, offset)));
  }
  return at;
}

}  // namespace betledger::ledger
