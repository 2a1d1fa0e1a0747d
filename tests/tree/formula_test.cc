#include "tree/formula.h"

#include <cmath>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "tree/formula_functions.h"

namespace betledger::tree {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Formula parsed(const std::string& text) {
  const Result<Formula> result = parse_formula(text);
  EXPECT_TRUE(result.has_value()) << text << "\n" << (result ? "" : render(result.error()));
  return result.value();
}

/// Metrics a, b, c are 2, 3, 5 now and a tenth of that, less k hundredths, k periods back.
double value_of(const std::string& text) {
  const std::map<std::string, double> now{{"a", 2}, {"b", 3}, {"c", 5}};
  const Formula formula = parsed(text);
  return formula.evaluate([&](std::uint32_t reference, std::uint32_t back) {
    const double value = now.at(formula.references()[reference]);
    return back == 0 ? value : value / 10 - back / 100.0;
  });
}

TEST(Formula, FollowsThePrecedenceOfArithmetic) {
  EXPECT_DOUBLE_EQ(value_of("1 + 2 * 3"), 7);
  EXPECT_DOUBLE_EQ(value_of("(1 + 2) * 3"), 9);
  EXPECT_DOUBLE_EQ(value_of("10 - 4 - 3"), 3);
  EXPECT_DOUBLE_EQ(value_of("24 / 4 / 3"), 2);
  EXPECT_DOUBLE_EQ(value_of("2 * 3 ^ 2"), 18);
  EXPECT_DOUBLE_EQ(value_of("a + b * c"), 17);
  EXPECT_DOUBLE_EQ(value_of("a*b+c"), 11);
}

TEST(Formula, BindsPowersTightestAndToTheRight) {
  EXPECT_DOUBLE_EQ(value_of("-2^2"), -4);
  EXPECT_DOUBLE_EQ(value_of("(-2)^2"), 4);
  EXPECT_DOUBLE_EQ(value_of("2^3^2"), 512);
  EXPECT_DOUBLE_EQ(value_of("2^-1"), 0.5);
  EXPECT_DOUBLE_EQ(value_of("2^-1^2"), 0.5);
}

TEST(Formula, TakesSignsAnywhereAnOperandStands) {
  EXPECT_DOUBLE_EQ(value_of("-a"), -2);
  EXPECT_DOUBLE_EQ(value_of("+a"), 2);
  EXPECT_DOUBLE_EQ(value_of("--a"), 2);
  EXPECT_DOUBLE_EQ(value_of("b - -a"), 5);
  EXPECT_DOUBLE_EQ(value_of("b * -a"), -6);
}

TEST(Formula, KnowsItsFunctions) {
  EXPECT_DOUBLE_EQ(value_of("min(a, b)"), 2);
  EXPECT_DOUBLE_EQ(value_of("max(a, b, c, 4)"), 5);
  EXPECT_DOUBLE_EQ(value_of("min(1,5)"), 1);
  EXPECT_DOUBLE_EQ(value_of("exp(1)"), std::exp(1.0));
  EXPECT_DOUBLE_EQ(value_of("log(a)"), std::log(2.0));
  EXPECT_DOUBLE_EQ(value_of("sqrt(a + 7)"), 3);
  EXPECT_DOUBLE_EQ(value_of("abs(a - b)"), 1);
  EXPECT_DOUBLE_EQ(value_of("clamp(c, 0, 1)"), 1);
  EXPECT_DOUBLE_EQ(value_of("clamp(-c, 0, 1)"), 0);
  EXPECT_DOUBLE_EQ(value_of("clamp(0.5, 0, 1)"), 0.5);
}

TEST(Formula, ReadsSuffixesAndExponents) {
  EXPECT_DOUBLE_EQ(value_of("12k"), 12000);
  EXPECT_DOUBLE_EQ(value_of("3.4M / 2"), 1.7e6);
  EXPECT_DOUBLE_EQ(value_of("2e-3 * 1e3"), 2);
}

TEST(Formula, ReadsThePastThroughLag) {
  EXPECT_DOUBLE_EQ(value_of("lag(a, 1)"), 0.19);
  EXPECT_DOUBLE_EQ(value_of("lag(a, 3) + a"), 2.17);
  EXPECT_DOUBLE_EQ(value_of("lag(c,104)"), 0.5 - 1.04);
}

TEST(Formula, ListsItsReferencesOnceInTheOrderOfMention) {
  const Formula formula = parsed("b * a + lag(c, 2) + lag(b, 4) - a + lag(c, 1)");
  EXPECT_THAT(formula.references(), ElementsAre("b", "a", "c"));
  EXPECT_TRUE(formula.read_now(0));
  EXPECT_TRUE(formula.read_now(1));
  EXPECT_FALSE(formula.read_now(2));
  EXPECT_EQ(formula.longest_lag(0), 4U);
  EXPECT_EQ(formula.longest_lag(1), 0U);
  EXPECT_EQ(formula.longest_lag(2), 2U);
}

TEST(Formula, CompilesToPostfixStepsWithTheirColumns) {
  const Formula formula = parsed("a * -lag(b, 2) + max(1, a, 3)");
  std::vector<Op> ops;
  std::vector<std::uint32_t> columns;
  for (const FormulaStep& step : formula.steps()) {
    ops.push_back(step.op);
    columns.push_back(step.column);
  }
  EXPECT_THAT(ops,
              ElementsAre(Op::metric,
                          Op::lag,
                          Op::negate,
                          Op::multiply,
                          Op::number,
                          Op::metric,
                          Op::max,
                          Op::number,
                          Op::max,
                          Op::add));
  EXPECT_THAT(columns, ElementsAre(1, 10, 5, 3, 22, 25, 18, 28, 18, 16));
  EXPECT_EQ(formula.steps()[1].periods_back, 2U);
  EXPECT_EQ(formula.depth(), 3U);
}

TEST(Formula, NeedsNoMoreStackThanItSays) {
  EXPECT_EQ(parsed("1 + 2 + 3 + 4").depth(), 2U);
  EXPECT_EQ(parsed("1 + (2 + (3 + 4))").depth(), 4U);
  EXPECT_EQ(parsed("clamp(a, 0, 1)").depth(), 3U);
  EXPECT_EQ(parsed("a").depth(), 1U);
}

TEST(Formula, PassesOnThatADomainWasLeft) {
  EXPECT_TRUE(std::isnan(value_of("log(a - b)")));
  EXPECT_TRUE(std::isnan(value_of("sqrt(a - b)")));
  EXPECT_TRUE(std::isinf(value_of("a / (b - b)")));
  // From either side, where std::min and std::max would hide it.
  EXPECT_TRUE(std::isnan(value_of("max(0, log(a - b))")));
  EXPECT_TRUE(std::isnan(value_of("max(log(a - b), 0)")));
  EXPECT_TRUE(std::isnan(value_of("min(0, log(a - b))")));
  EXPECT_TRUE(std::isnan(value_of("min(log(a - b), 0)")));
  EXPECT_TRUE(std::isnan(value_of("clamp(log(a - b), 0, 1)")));
}

TEST(Formula, IsItsText) {
  EXPECT_EQ(parsed("a + b"), parsed("a + b"));
  EXPECT_FALSE(parsed("a + b") == parsed("a+b"));
  EXPECT_EQ(parsed(" a +\n  b ").text(), " a +\n  b ");
}

TEST(Formula, MayBeAConstant) {
  const Formula formula = parsed("2 ^ 10");
  EXPECT_THAT(formula.references(), IsEmpty());
  EXPECT_DOUBLE_EQ(value_of("2 ^ 10"), 1024);
}

TEST(Formula, ReachesItsLimits) {
  const std::string open(64, '(');
  const std::string close(64, ')');
  EXPECT_DOUBLE_EQ(value_of(open + "a" + close), 2);
  std::string longest = "1";
  for (int i = 0; i < 499; ++i) {
    longest += "+1";
  }
  EXPECT_DOUBLE_EQ(value_of(longest), 500);
  EXPECT_EQ(parsed(longest).steps().size(), 999U);
  EXPECT_DOUBLE_EQ(value_of("a" + std::string(4095, ' ')), 2);
}

TEST(Formula, TellsFunctionsFromKeys) {
  EXPECT_TRUE(is_function("lag"));
  EXPECT_TRUE(is_function("min"));
  EXPECT_FALSE(is_function("minimum"));
}

TEST(Op, TakesAsManyOperandsAsItsArity) {
  EXPECT_EQ(arity(Op::number), 0);
  EXPECT_EQ(arity(Op::lag), 0);
  EXPECT_EQ(arity(Op::negate), 1);
  EXPECT_EQ(arity(Op::power), 2);
  EXPECT_EQ(arity(Op::clamp), 3);
}

}  // namespace
}  // namespace betledger::tree
