#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "tree/formula_errors.h"

namespace betledger::tree {

/// A word of a formula. `text` views the formula.
struct Token {
  enum class Kind : std::uint8_t { number, name, symbol, end };

  Kind kind = Kind::end;
  char symbol = 0;  // one of + - * / ^ ( ) , for Kind::symbol
  double number = 0;
  std::string_view text;
  std::size_t offset = 0;    // bytes from the start of the formula
  std::uint32_t column = 1;  // code points from the start of the formula, from 1
  bool after_slip = false;   // something stood before it that was reported and skipped

  [[nodiscard]] bool is(char wanted) const noexcept {
    return kind == Kind::symbol && symbol == wanted;
  }
  [[nodiscard]] bool is_operator() const noexcept {
    return kind == Kind::symbol && std::string_view{"+-*/^"}.find(symbol) != std::string_view::npos;
  }
  [[nodiscard]] bool starts_operand() const noexcept {
    return kind == Kind::number || kind == Kind::name || is('(');
  }
  [[nodiscard]] std::size_t stop() const noexcept { return offset + text.size(); }
};

/// Cuts a formula into words; the last one is Kind::end. What has no meaning is reported and read
/// as what its author most likely meant, so that the rest can be checked too.  O(length) \pre
/// `text` is well-formed UTF-8
[[nodiscard]] std::vector<Token> tokenize(std::string_view text, FormulaErrors& errors);

}  // namespace betledger::tree
