#include <string>
#include <string_view>
#include <utility>

#include <fmt/core.h>

#include "tree/formula_parser.h"

// What FormulaParser does where a formula is not one.

namespace betledger::tree {

FormulaParser::Nesting::Nesting(FormulaParser& parser, const Token& at) : parser_{parser} {
  if (++parser_.nesting_ > deepest) {
    parser_.stop("F013",
                 at,
                 fmt::format("the formula is nested deeper than {} levels", deepest),
                 "give a part of it a metric of its own");
  }
}

void FormulaParser::number() {
  const Token first = take();
  emit(Op::number, first, first.number);
  if (commas_separate_) {
    return;
  }
  // 1,5 and 1,000,000: one number to its author.
  std::size_t stop = first.stop();
  bool decimal_comma = false;
  while (peek().is(',') && peek().offset == stop && tokens_[next_ + 1].offset == stop + 1 &&
         tokens_[next_ + 1].kind == Token::Kind::number) {
    take();
    stop = take().stop();
    decimal_comma = true;
  }
  if (decimal_comma) {
    const std::string_view written =
        std::string_view{formula_.text_}.substr(first.offset, stop - first.offset);
    report("F004",
           first,
           fmt::format("`{}` is not a number: there is a comma in it", written),
           "write 1.5 with a decimal point and 1000 without a separator");
  }
}

void FormulaParser::close(const Token& opening) {
  if (peek().is(')')) {
    take();
    return;
  }
  report("F007", opening, "this parenthesis is never closed", "add `)` where the group ends");
}

/// Nothing is consumed: what stands here is read by whoever can use it.
void FormulaParser::missing_operand() {
  const Token& token = peek();
  const Token& before = tokens_[next_ == 0 ? 0 : next_ - 1];
  const std::string_view hint = "write a number, a metric or a group in parentheses";
  const bool ends = token.kind == Token::Kind::end || token.is(')') || token.is(',');
  if (ends && next_ > 0 && (before.is_operator() || before.is(','))) {
    report("F005", before, fmt::format("nothing follows `{}`", before.text), std::string{hint});
  } else if (token.is(')')) {
    report("F005", token, "the parentheses are empty", std::string{hint});
  } else if (token.kind == Token::Kind::end) {
    report("F005", before, "the formula ends too early", std::string{hint});
  } else {
    report("F005", token, fmt::format("nothing stands before `{}`", token.text), std::string{hint});
  }
  emit(Op::number, token);
}

void FormulaParser::misplaced_comma() {
  report("F004",
         peek(),
         "a comma stands only between the operands of a function",
         "write 1.5 with a decimal point, or name the function, such as max(a, b)");
  take();
}

void FormulaParser::stop(std::string_view code,
                         const Token& at,
                         std::string message,
                         std::string hint) {
  report(code, at, std::move(message), std::move(hint));
  stopped_ = true;
  next_ = tokens_.size() - 1;
}

void FormulaParser::report(std::string_view code,
                           const Token& at,
                           std::string message,
                           std::string hint) {
  if (stopped_) {
    return;
  }
  // At the end of the text there is nothing to point at: the last word is the nearest.
  const bool at_end = at.kind == Token::Kind::end && next_ > 0;
  const std::size_t offset = at_end ? tokens_[tokens_.size() - 2].offset : at.offset;
  errors_.add(code, offset, std::move(message), std::move(hint));
}

}  // namespace betledger::tree
