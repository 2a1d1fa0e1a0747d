#include <array>
#include <cmath>
#include <utility>

#include <fmt/core.h>

#include "tree/formula_functions.h"
#include "tree/formula_parser.h"

namespace betledger::tree {
namespace {

constexpr std::uint32_t furthest_back = 104;

std::string count_of(std::size_t operands) {
  constexpr std::array<std::string_view, 4> words{
      "no operand", "1 operand", "2 operands", "3 operands"};
  return operands < words.size() ? std::string{words.at(operands)}
                                 : fmt::format("{} operands", operands);
}

}  // namespace

// Recursion ends at FormulaParser::deepest levels: see Nesting.
// NOLINTBEGIN(misc-no-recursion)

void FormulaParser::call() {
  const Token function = take();
  const Token opening = take();
  const Nesting level{*this, function};
  if (function.text == "lag") {
    lag(function);
    close(opening);
    return;
  }
  const Function* known = find_function(function.text);
  if (known == nullptr) {
    report("F008",
           function,
           fmt::format("there is no function `{}`", function.text),
           instead_of(function.text));
  }
  const std::size_t given = operands(function);
  if (peek().kind != Token::Kind::end) {
    finish_call(function, given);
  }
  close(opening);
}

/// Reads `a, b, ...` up to the closing parenthesis and folds min and max as it goes; how many.
std::size_t FormulaParser::operands(const Token& function) {
  const Function* known = find_function(function.text);
  const bool outer = std::exchange(commas_separate_, true);
  std::size_t given = 0;
  if (!peek().is(')')) {
    formula();
    for (given = 1; peek().is(','); ++given) {
      take();
      formula();
      if (known != nullptr && known->most == Function::no_limit) {
        emit(known->op, function);
      }
    }
  }
  commas_separate_ = outer;
  return given;
}

// NOLINTEND(misc-no-recursion)

/// The number of operands is right, or it is said; emits the functions that take a fixed number.
void FormulaParser::finish_call(const Token& function, std::size_t given) {
  const Function* known = find_function(function.text);
  if (known == nullptr) {
    return;
  }
  if (given < known->fewest || given > known->most) {
    report("F009",
           function,
           fmt::format("`{}` takes {}{}, here it has {}",
                       function.text,
                       count_of(known->fewest),
                       known->most == Function::no_limit ? " or more" : "",
                       count_of(given)),
           fmt::format("write {}; numbers have a decimal point, not a comma", known->usage));
  } else if (known->most != Function::no_limit) {
    emit(known->op, function);
  }
}

void FormulaParser::lag(const Token& function) {
  const std::vector<std::vector<Token>> given = lag_operands();
  if (stopped_) {
    return;
  }
  if (given.front().empty()) {
    report("F010", peek(), "`lag` has no metric", "write lag(metric, 1)");
    return;
  }
  const Token& first = given.front().front();
  if (given.front().size() > 1 || first.kind != Token::Kind::name) {
    report("F010",
           first,
           "`lag` takes a single metric as its first operand, not an expression",
           "write lag(metric, 1) for each metric, or give the expression a metric of its own");
  }
  if (given.size() == 1 || given[1].empty()) {
    report("F011",
           peek(),
           "`lag` does not say how many periods back",
           fmt::format("write lag({}, 1) for the period before", first.text));
    return;
  }
  if (given.size() > 2) {
    report("F009",
           function,
           fmt::format("`lag` takes 2 operands, here it has {}", count_of(given.size())),
           "write lag(metric, 1)");
  }
  const std::uint32_t distance = lag_distance(given[1]);
  if (given.front().size() == 1 && first.kind == Token::Kind::name) {
    emit_reference(first, distance);
  }
}

/// The words up to the closing parenthesis of a call, cut at its own commas; stops before it.
std::vector<std::vector<Token>> FormulaParser::lag_operands() {
  std::vector<std::vector<Token>> operands(1);
  int open = 0;
  while (peek().kind != Token::Kind::end && (open > 0 || !peek().is(')'))) {
    const Token token = take();
    open += token.is('(') ? 1 : 0;
    open -= token.is(')') ? 1 : 0;
    if (open == 0 && token.is(',')) {
      operands.emplace_back();
    } else {
      operands.back().push_back(token);
    }
  }
  return operands;
}

/// The k of lag(x, k); 1 where it was not one, after saying so.
std::uint32_t FormulaParser::lag_distance(const std::vector<Token>& operand) {
  const Token& first = operand.front();
  const bool negative = operand.size() == 2 && first.is('-');
  if (operand.size() == 1 && first.kind == Token::Kind::number) {
    const double k = first.number;
    if (k >= 1 && k <= furthest_back && std::floor(k) == k) {
      return static_cast<std::uint32_t>(k);
    }
    report("F011",
           first,
           fmt::format("`lag` cannot go {} periods back", first.text),
           k == 0 ? "write the metric itself for the same period, or 1 for the one before"
                  : fmt::format("write a whole number from 1 to {}", furthest_back));
  } else if (negative) {
    report("F011",
           first,
           "`lag` cannot look ahead",
           fmt::format("lag(x, 1) is the period before; write a whole number from 1 to {}",
                       furthest_back));
  } else {
    report("F011",
           first,
           "`lag` takes a plain number of periods as its second operand",
           fmt::format("write a whole number from 1 to {}", furthest_back));
  }
  return 1;
}

}  // namespace betledger::tree
