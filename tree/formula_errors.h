#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/diagnostic.h"

namespace betledger::tree {

/// Collects what is wrong with one formula and turns byte offsets into places in the person's file.
/// Keeps one finding per place and at most 20 in all, so that a slip does not drown in its echoes.
class FormulaErrors {
 public:
  /// `at` is the place of the first character of `text` (unknown: line 1, column 1 of the text);
  /// `line` is the file's line there. All three are viewed, not copied.
  FormulaErrors(std::string_view text, const Position& at, std::string_view line);

  void add(std::string_view code, std::size_t offset, std::string message, std::string hint);

  [[nodiscard]] bool empty() const noexcept { return found_.empty(); }
  /// All of them in the order of the text.
  [[nodiscard]] Diagnostics take();

 private:
  struct Found {
    std::size_t offset;
    Diagnostic diagnostic;
  };

  std::string_view text_;
  Position at_;
  std::string_view line_;
  std::vector<Found> found_;
};

}  // namespace betledger::tree
