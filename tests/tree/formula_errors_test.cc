#include <string>
#include <utility>
#include <vector>

#include <fmt/core.h>
#include <gmock/gmock.h>

#include "tree/formula.h"

namespace betledger::tree {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// `code@line:column` of every error, in the order given.
std::vector<std::string> errors_of(const std::string& text, const Position& at = {}) {
  std::vector<std::string> found;
  const Result<Formula> result = parse_formula(text, at);
  if (!result) {
    for (const Diagnostic& d : result.error()) {
      found.push_back(fmt::format("{}@{}:{}", d.code, d.at.line, d.at.column));
      EXPECT_EQ(d.severity, Severity::error);
      EXPECT_FALSE(d.message.empty());
      EXPECT_FALSE(d.hint.empty());
    }
  }
  return found;
}

struct Slip {
  std::string text;
  std::vector<std::string> errors;
  std::string says;  // part of the first message or hint
};

std::string repeated(std::string_view text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) {
    result += text;
  }
  return result;
}

std::vector<Slip> slips() {
  return {
      // Nothing, and characters without meaning.
      {"", {"F001@1:1"}, "empty"},
      {"   ", {"F001@1:1"}, "empty"},
      {"a @ b", {"F002@1:3"}, "`@` has no meaning"},
      {"\"a\" + b", {"F002@1:1", "F002@1:3"}, "without quotes"},
      {"$a", {"F002@1:1"}, "without a unit"},
      {"a + b;", {"F002@1:6"}, "one expression"},
      {"[a + b] * c", {"F002@1:1", "F002@1:7"}, "round parentheses"},
      {"a\u00a0+ b", {"F002@1:2"}, "plain space"},
      {"a + \x1b[31m", {"F002@1:5", "F002@1:6", "F003@1:7"}, "has no meaning"},
      {"a + 😀", {"F005@1:3", "F002@1:5"}, "nothing follows `+`"},
      {std::string{"a + \xff"}, {"F002@1:5"}, "UTF-8"},
      // Numbers.
      {"1.2.3 * a", {"F003@1:1"}, "`1.2.3` is not a number"},
      {"2a", {"F003@1:1"}, "write 2 * a"},
      {"a + 0x10", {"F003@1:5"}, "not a number"},
      {"1e999", {"F003@1:1"}, "not a number"},
      {"1_000", {"F003@1:1"}, "not a number"},
      {"1,5", {"F004@1:1"}, "decimal point"},
      {"a * 1,5 + b", {"F004@1:5"}, "`1,5` is not a number"},
      {"a * (1,5 + b)", {"F004@1:6"}, "`1,5` is not a number"},
      {"1,000,000 * a", {"F004@1:1"}, "`1,000,000` is not a number"},
      {"a, b", {"F004@1:2"}, "between the operands of a function"},
      {"(a, b)", {"F004@1:3"}, "between the operands of a function"},
      {"3% * a", {"F016@1:2"}, "write 0.03 instead of 3%"},
      {"a % b", {"F016@1:3"}, "no percent sign"},
      {"a * 7.5%", {"F016@1:8"}, "write 0.075"},
      // Operands and operators.
      {"a +", {"F005@1:3"}, "nothing follows `+`"},
      {"a * ", {"F005@1:3"}, "nothing follows `*`"},
      {"* a", {"F005@1:1"}, "nothing stands before `*`"},
      {"a + * b", {"F005@1:5"}, "nothing stands before `*`"},
      {"a / / b", {"F005@1:5"}, "nothing stands before `/`"},
      {"(a + ) * b", {"F005@1:4"}, "nothing follows `+`"},
      {"()", {"F005@1:2"}, "the parentheses are empty"},
      {"max(a,)", {"F005@1:6"}, "nothing follows `,`"},
      {"max(, a)", {"F005@1:5"}, "nothing stands before `,`"},
      {"-", {"F005@1:1"}, "nothing follows `-`"},
      {"a b", {"F006@1:3"}, "write `*`"},
      {"2 a", {"F006@1:3"}, "missing before `a`"},
      {"2(a + b)", {"F006@1:2"}, "missing before `(`"},
      {"(a)(b)", {"F006@1:4"}, "missing before `(`"},
      {"a ** 2", {"F015@1:3"}, "`^`"},
      {"a × b", {"F015@1:3"}, "`*`"},
      {"a × b ÷ c", {"F015@1:3", "F015@1:7"}, "`*`"},
      {"a − b", {"F015@1:3"}, "minus sign"},
      {"a = b", {"F015@1:3"}, "right of the equals sign"},
      {"a == b", {"F015@1:3"}, "right of the equals sign"},
      {"a > b", {"F015@1:3"}, "no comparisons"},
      {"a²", {"F015@1:2"}, "`^ 2`"},
      // Parentheses.
      {"(a + b", {"F007@1:1"}, "never closed"},
      {"a * (b + c", {"F007@1:5"}, "never closed"},
      {"a + b)", {"F007@1:6"}, "never opened"},
      {"a) * b", {"F007@1:2"}, "never opened"},
      {")", {"F005@1:1"}, "empty"},
      {"((a)", {"F007@1:1"}, "never closed"},
      {"max(a, b", {"F007@1:4"}, "never closed"},
      // Functions.
      {"mx(a, b)", {"F008@1:1"}, "did you mean `max`?"},
      {"a + sqr(b)", {"F008@1:5"}, "did you mean `sqrt`?"},
      {"EXP(a)", {"F008@1:1"}, "did you mean `exp`?"},
      {"ln(a)", {"F008@1:1"}, "log(x)"},
      {"a (b + c)", {"F008@1:1"}, "to multiply write `*`"},
      {"sqrt(a, b)", {"F009@1:1"}, "takes 1 operand, here it has 2"},
      {"sqrt()", {"F009@1:1"}, "no operand"},
      {"a + min(b)", {"F009@1:5"}, "2 operands or more, here it has 1"},
      {"clamp(a, 0)", {"F009@1:1"}, "takes 3 operands, here it has 2"},
      {"clamp(a, 0,5, 1)", {"F009@1:1"}, "a decimal point"},
      {"exp(1,5)", {"F009@1:1"}, "a decimal point"},
      {"1 + max", {"F018@1:5"}, "write max(a, b)"},
      {"log a", {"F018@1:1", "F006@1:5"}, "write log(x)"},
      // Lag.
      {"lag(a)", {"F011@1:6"}, "how many periods back"},
      {"lag(a,)", {"F011@1:7"}, "how many periods back"},
      {"lag()", {"F010@1:5"}, "has no metric"},
      {"lag", {"F018@1:1"}, "lag(metric, 1)"},
      {"1 + lag(a + b, 1)", {"F010@1:9"}, "not an expression"},
      {"lag(lag(a, 1), 1)", {"F010@1:5"}, "not an expression"},
      {"lag((a), 1)", {"F010@1:5"}, "not an expression"},
      {"lag(2, a)", {"F010@1:5", "F011@1:8"}, "not an expression"},
      {"lag(a, 0)", {"F011@1:8"}, "the metric itself"},
      {"lag(a, -1)", {"F011@1:8"}, "cannot look ahead"},
      {"lag(a, 1.5)", {"F011@1:8"}, "cannot go 1.5 periods back"},
      {"lag(a, 105)", {"F011@1:8"}, "from 1 to 104"},
      {"lag(a, b)", {"F011@1:8"}, "plain number of periods"},
      {"lag(a, 1, 2)", {"F009@1:1"}, "takes 2 operands, here it has 3"},
      {"lag(a, 1", {"F007@1:4"}, "never closed"},
      {"lag(Orders, 1)", {"F017@1:5"}, "did you mean `orders`?"},
      // Keys.
      {"Orders * a", {"F017@1:1"}, "did you mean `orders`?"},
      {"orders.uk", {"F017@1:1"}, "not the key"},
      {"_a + umsätze", {"F017@1:1", "F017@1:6"}, "not the key"},
      {"a + " + std::string(65, 'k'), {"F017@1:5"}, "at most 64"},
      // Limits.
      {std::string(4097, ' '), {"F012@1:1"}, "longer than 4096 bytes"},
      {repeated("(", 65) + "a" + repeated(")", 65), {"F013@1:65"}, "deeper than 64"},
      {repeated("exp(", 65) + "a" + repeated(")", 65), {"F013@1:257"}, "deeper than 64"},
      {repeated("a^", 65) + "a", {"F013@1:130"}, "deeper than 64"},
      {repeated("-", 1000) + "a", {"F014@1:1"}, "more than 1000 steps"},
      {"1" + repeated("+1", 500), {"F014@1:1000"}, "more than 1000 steps"},
  };
}

TEST(FormulaErrors, PointAtTheExactColumnAndShowAWayOut) {
  for (const Slip& slip : slips()) {
    SCOPED_TRACE(slip.text.substr(0, 60));
    EXPECT_EQ(errors_of(slip.text), slip.errors);
    const Result<Formula> result = parse_formula(slip.text);
    ASSERT_FALSE(result.has_value());
    const Diagnostic& first = result.error().front();
    EXPECT_THAT(first.message + " " + first.hint, HasSubstr(slip.says));
  }
}

TEST(FormulaErrors, AreAllReportedAtOnce) {
  EXPECT_THAT(errors_of("mx(a, 3%) + Orders * lag(b) - (c"),
              ElementsAre("F008@1:1", "F016@1:8", "F017@1:13", "F011@1:27", "F007@1:31"));
}

TEST(FormulaErrors, AreCapped) {
  EXPECT_EQ(errors_of(repeated("@ ", 200)).size(), 20U);
}

TEST(FormulaErrors, StandWhereTheFileHasThem) {
  const std::string line = "    formula: orders * prise(x)  # euro";
  const Result<Formula> result = parse_formula("orders * prise(x)", {"tree.yaml", 12, 14}, line);
  ASSERT_FALSE(result.has_value());
  ASSERT_EQ(result.error().size(), 1U);
  const Diagnostic& d = result.error().front();
  EXPECT_EQ(d.at, (Position{"tree.yaml", 12, 23}));
  EXPECT_EQ(d.excerpt, line);
}

TEST(FormulaErrors, CountCodePointsNotBytes) {
  EXPECT_THAT(errors_of("ä + b +"), ElementsAre("F017@1:1", "F005@1:7"));
  EXPECT_THAT(errors_of("ä +", {"f", 3, 10}), ElementsAre("F017@3:10", "F005@3:12"));
}

TEST(FormulaErrors, FollowTheLinesOfABlock) {
  const Result<Formula> result = parse_formula("a +\n  b * ?\n", {"tree.yaml", 5, 3});
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error()[0].at, (Position{"tree.yaml", 6, 5}));
  EXPECT_EQ(result.error()[0].excerpt, "  b * ?");
  EXPECT_EQ(result.error()[1].at, (Position{"tree.yaml", 6, 7}));
}

TEST(FormulaErrors, ShowTheFormulaWhereNoLineIsGiven) {
  EXPECT_EQ(parse_formula("a +").error()[0].excerpt, "a +");
  // The column counts in a line that is not at hand: no excerpt is better than a wrong caret.
  EXPECT_EQ(parse_formula("a +", {"f", 1, 9}).error()[0].excerpt, "");
}

}  // namespace
}  // namespace betledger::tree
