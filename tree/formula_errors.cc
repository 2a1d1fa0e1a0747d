#include "tree/formula_errors.h"

#include <algorithm>
#include <utility>

#include "core/text.h"

namespace betledger::tree {
namespace {

constexpr std::size_t most_errors = 20;

}  // namespace

FormulaErrors::FormulaErrors(std::string_view text, const Position& at, std::string_view line)
    : text_{text}, at_{at}, line_{line} {
  at_.line = std::max(at_.line, 1U);
  at_.column = std::max(at_.column, 1U);
}

void FormulaErrors::add(std::string_view code,
                        std::size_t offset,
                        std::string message,
                        std::string hint) {
  const bool known = std::any_of(
      found_.begin(), found_.end(), [&](const Found& found) { return found.offset == offset; });
  if (known || found_.size() == most_errors) {
    return;
  }
  const std::string_view before = text_.substr(0, offset);
  const auto breaks = static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n'));
  const std::size_t start = breaks == 0 ? 0 : before.rfind('\n') + 1;
  const std::size_t stop = std::min(text_.find('\n', start), text_.size());
  // The tokenizer stops at the first malformed byte, so what stands before an error is well-formed.
  const auto column = static_cast<std::uint32_t>(count_code_points(before.substr(start)));

  Diagnostic diagnostic;
  diagnostic.code = code;
  diagnostic.at = {at_.file, at_.line + breaks, column + (breaks == 0 ? at_.column : 1)};
  if (breaks == 0 && !line_.empty()) {
    diagnostic.excerpt = line_;
  } else if (breaks > 0 || at_.column == 1) {
    diagnostic.excerpt = text_.substr(start, stop - start);
  }
  diagnostic.message = std::move(message);
  diagnostic.hint = std::move(hint);
  found_.push_back({offset, std::move(diagnostic)});
}

Diagnostics FormulaErrors::take() {
  std::stable_sort(found_.begin(), found_.end(), [](const Found& a, const Found& b) {
    return a.offset < b.offset;
  });
  Diagnostics result;
  for (Found& found : found_) {
    result.push_back(std::move(found.diagnostic));
  }
  found_.clear();
  return result;
}

}  // namespace betledger::tree
