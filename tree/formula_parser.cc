#include "tree/formula_parser.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/core.h>

#include "core/contract.h"
#include "core/text.h"
#include "tree/formula_functions.h"

namespace betledger::tree {
namespace {

constexpr std::size_t most_bytes = 4096;
constexpr std::size_t most_steps = 1000;

std::string lower(std::string_view text) {
  std::string result{text};
  for (char& c : result) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return result;
}

Op binary(char symbol) {
  switch (symbol) {
    case '+':
      return Op::add;
    case '-':
      return Op::subtract;
    case '*':
      return Op::multiply;
    default:
      return Op::divide;
  }
}

}  // namespace

FormulaParser::FormulaParser(std::string_view text, const Position& at, std::string_view line)
    : errors_{text, at, line} {
  formula_.text_ = text;
}

Result<Formula> FormulaParser::run() {
  const std::string_view text = formula_.text_;
  if (text.size() > most_bytes) {
    errors_.add("F012",
                0,
                fmt::format("the formula is longer than {} bytes", most_bytes),
                "give parts of it metrics of their own");
    return errors_.take();
  }
  if (const std::optional<std::size_t> bad = first_bad_utf8(text)) {
    errors_.add("F002", *bad, "the formula is not UTF-8 here", "save the file as UTF-8");
    return errors_.take();
  }
  tokens_ = tokenize(text, errors_);
  if (peek().kind == Token::Kind::end) {
    errors_.add("F001",
                0,
                "the formula is empty",
                "write the identity, such as orders * price, or leave the formula out");
    return errors_.take();
  }
  formula();
  while (peek().kind != Token::Kind::end) {
    if (peek().is(')')) {
      report("F007", peek(), "this parenthesis was never opened", "take it out or open it before");
      take();
    } else {
      misplaced_comma();
    }
    rest_after_slip();
  }
  if (!errors_.empty()) {
    return errors_.take();
  }
  BET_ENSURE(height_ == 1);
  return std::move(formula_);
}

// Recursion ends at `deepest` levels of parentheses, calls and exponents: see Nesting.
// NOLINTBEGIN(misc-no-recursion)

void FormulaParser::formula() {
  term();
  while (peek().is('+') || peek().is('-')) {
    const Token op = take();
    term();
    emit(binary(op.symbol), op);
  }
}

void FormulaParser::term() {
  factor();
  for (;;) {
    if (peek().is('*') || peek().is('/')) {
      const Token op = take();
      factor();
      emit(binary(op.symbol), op);
    } else if (peek().starts_operand()) {
      const Token at = peek();
      if (!at.after_slip) {  // else it may have been the operator
        report("F006",
               at,
               fmt::format("an operator is missing before `{}`", at.text),
               "write `*` between them if the product is meant");
      }
      factor();
      emit(Op::multiply, at);
    } else {
      return;
    }
  }
}

void FormulaParser::factor() {
  std::vector<Token> negations;
  while (peek().is('+') || peek().is('-')) {
    const Token sign = take();
    if (sign.is('-')) {
      negations.push_back(sign);
    }
  }
  power();
  for (auto sign = negations.rbegin(); sign != negations.rend(); ++sign) {
    emit(Op::negate, *sign);
  }
}

void FormulaParser::power() {
  atom();
  if (peek().is('^')) {
    const Token op = take();
    const Nesting level{*this, op};
    factor();
    emit(Op::power, op);
  }
}

void FormulaParser::atom() {
  const Token& token = peek();
  if (token.kind == Token::Kind::number) {
    number();
  } else if (token.kind == Token::Kind::name) {
    name();
  } else if (token.is('(')) {
    group();
  } else {
    missing_operand();
  }
}

void FormulaParser::group() {
  const Token opening = take();
  const Nesting level{*this, opening};
  const bool outer = std::exchange(commas_separate_, false);
  formula();
  while (peek().is(',')) {
    misplaced_comma();
    rest_after_slip();
  }
  commas_separate_ = outer;
  close(opening);
}

void FormulaParser::name() {
  if (tokens_[next_ + 1].is('(')) {
    call();
    return;
  }
  const Token key = take();
  if (const Function* function = find_function(key.text)) {
    report("F018",
           key,
           fmt::format("the function `{}` has no operands", key.text),
           fmt::format("write {}", function->usage));
    emit(Op::number, key);
  } else {
    emit_reference(key, 0);
  }
}

void FormulaParser::rest_after_slip() {
  if (peek().is_operator()) {
    take();
  }
  if (peek().starts_operand()) {
    formula();
  }
}

// NOLINTEND(misc-no-recursion)

void FormulaParser::emit(Op op, const Token& at, double number) {
  if (stopped_) {
    return;
  }
  if (formula_.steps_.size() == most_steps) {
    stop("F014",
         at,
         fmt::format("the formula has more than {} steps", most_steps),
         "give parts of it metrics of their own");
    return;
  }
  FormulaStep step;
  step.op = op;
  step.number = number;
  step.column = at.column;
  formula_.steps_.push_back(step);
  height_ += 1 - arity(op);
  formula_.depth_ = std::max(formula_.depth_, static_cast<std::size_t>(std::max(height_, 0)));
}

void FormulaParser::emit_reference(const Token& key, std::uint32_t periods_back) {
  if (!is_key(key.text)) {
    const std::string small = lower(key.text);
    report("F017",
           key,
           fmt::format("`{}` is not the key of a metric", key.text),
           is_key(small)
               ? fmt::format("did you mean `{}`?", small)
               : "a key has a-z, 0-9 and _, starts with a letter and has at most 64 characters");
  }
  std::vector<std::string>& known = formula_.references_;
  const auto found = std::find(known.begin(), known.end(), key.text);
  const auto index = static_cast<std::uint32_t>(found - known.begin());
  if (found == known.end()) {
    known.emplace_back(key.text);
  }
  emit(periods_back == 0 ? Op::metric : Op::lag, key);
  if (!stopped_) {
    formula_.steps_.back().reference = index;
    formula_.steps_.back().periods_back = periods_back;
  }
}

const Token& FormulaParser::take() {
  const Token& token = tokens_[next_];
  if (token.kind != Token::Kind::end) {
    ++next_;
  }
  return token;
}

Result<Formula> parse_formula(std::string_view text, const Position& at, std::string_view line) {
  return FormulaParser{text, at, line}.run();
}

}  // namespace betledger::tree
