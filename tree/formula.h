#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace betledger::tree {

enum class Op : std::uint8_t {
  number,
  metric,
  lag,  // leaves
  negate,
  exp,
  log,
  sqrt,
  abs,  // one operand
  add,
  subtract,
  multiply,
  divide,
  power,
  min,
  max,    // two operands
  clamp,  // three: clamp(x, low, high)
};

/// Operands an Op takes from the stack.
[[nodiscard]] int arity(Op op) noexcept;

/// One step of a formula in postfix order.
struct FormulaStep {
  Op op = Op::number;
  double number = 0;               // Op::number
  std::uint32_t reference = 0;     // Op::metric and Op::lag: index into Formula::references()
  std::uint32_t periods_back = 0;  // Op::lag, >= 1
  std::uint32_t column = 1;        // where it stands in the text, from 1

  friend bool operator==(const FormulaStep&, const FormulaStep&) = default;
};

/// An exact identity over other metrics, parsed and checked; immutable.
///
///   formula := term (('+' | '-') term)*        term := factor (('*' | '/') factor)*
///   factor  := ('-' | '+') factor | power      power := atom ('^' factor)?
///   atom    := number | key | '(' formula ')' | name '(' formula (',' formula)* ')'
///
/// Functions: min and max (two or more operands), exp, log, sqrt, abs, clamp(x, low, high) and
/// lag(key, k): the metric's value k periods earlier, k a whole number from 1 to 104. `^` binds
/// tightest and to the right; -2^2 is -4. Limits: 4,096 bytes, nesting 64, 1,000 steps.
class Formula {
 public:
  [[nodiscard]] const std::string& text() const noexcept { return text_; }
  [[nodiscard]] std::span<const FormulaStep> steps() const noexcept { return steps_; }
  /// The metrics it names, each once, in the order of first mention.
  [[nodiscard]] std::span<const std::string> references() const noexcept { return references_; }
  /// The largest k of lag(x, k) for a reference, and whether it is read at lag 0 as well.
  [[nodiscard]] std::uint32_t longest_lag(std::size_t reference) const noexcept;
  [[nodiscard]] bool read_now(std::size_t reference) const noexcept;
  /// Where a reference is first mentioned: the column of its step.
  [[nodiscard]] std::uint32_t first_column(std::size_t reference) const noexcept;

  /// Stack depth needed to evaluate it.
  [[nodiscard]] std::size_t depth() const noexcept { return depth_; }

  /// Its value where `read(reference, periods_back)` gives a metric's value. IEEE arithmetic: the
  /// result is NaN or infinite where a domain was left; the caller decides what that means.
  [[nodiscard]] double evaluate(
      const std::function<double(std::uint32_t reference, std::uint32_t periods_back)>& read) const;

  friend bool operator==(const Formula& a, const Formula& b) { return a.text_ == b.text_; }

 private:
  friend class FormulaParser;
  Formula() = default;

  std::string text_;
  std::vector<FormulaStep> steps_;
  std::vector<std::string> references_;
  std::size_t depth_ = 0;
};

/// Reads a formula written at `at` (its first character). Reports every error it can find with the
/// line and column in the file; `line` is the excerpt to show.
[[nodiscard]] Result<Formula> parse_formula(std::string_view text,
                                            const Position& at = {},
                                            std::string_view line = {});

}  // namespace betledger::tree
