#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "tree/formula.h"
#include "tree/formula_tokens.h"

namespace betledger::tree {

/// Recursive descent over the words of one formula, straight to postfix steps. An error is
/// reported, patched with what its author most likely meant, and the reading goes on. Used once.
class FormulaParser {
 public:
  FormulaParser(std::string_view text, const Position& at, std::string_view line);

  [[nodiscard]] Result<Formula> run();

 private:
  class Nesting;

  static constexpr int deepest = 64;

  void formula();
  void term();
  void factor();
  void power();
  void atom();
  void number();
  void group();
  void name();
  void call();
  std::size_t operands(const Token& function);
  void lag(const Token& function);
  [[nodiscard]] std::vector<std::vector<Token>> lag_operands();
  std::uint32_t lag_distance(const std::vector<Token>& operand);
  void finish_call(const Token& function, std::size_t given);
  void close(const Token& opening);
  void missing_operand();
  void misplaced_comma();
  void rest_after_slip();

  void emit(Op op, const Token& at, double number = 0);
  void emit_reference(const Token& key, std::uint32_t periods_back);
  void stop(std::string_view code, const Token& at, std::string message, std::string hint);
  void report(std::string_view code, const Token& at, std::string message, std::string hint);

  [[nodiscard]] const Token& peek() const { return tokens_[next_]; }
  const Token& take();

  FormulaErrors errors_;
  Formula formula_;
  std::vector<Token> tokens_;
  std::size_t next_ = 0;
  int nesting_ = 0;
  int height_ = 0;                // of the stack, as it would be at this step
  bool commas_separate_ = false;  // directly among the operands of a function
  bool stopped_ = false;          // a limit was passed: read no further, report no more
};

/// One level of nesting for as long as it lives; false past the limit, and then reading has
/// stopped.
class FormulaParser::Nesting {
 public:
  Nesting(FormulaParser& parser, const Token& at);
  Nesting(const Nesting&) = delete;
  Nesting& operator=(const Nesting&) = delete;
  ~Nesting() { --parser_.nesting_; }

 private:
  FormulaParser& parser_;
};

}  // namespace betledger::tree
