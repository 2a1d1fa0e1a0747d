#include <cmath>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "core/text.h"
#include "tree/formula.h"
#include "tree/formula_range.h"

#include "tests/support/random.h"
#include "tests/tree/builders.h"

namespace betledger::tree {
namespace {

/// A random formula over the metrics m0 to m5 and, built beside it, what it should come to.
struct Sample {
  std::string text;
  std::function<double(const std::vector<double>&)> value;
};

/// Fully parenthesised, or bare where precedence says the same.
Sample leaf(Random& random) {
  if (random.below(3) == 0) {
    const double number = static_cast<double>(random.below(400)) / 16;
    return {fmt::format("{}", number), [=](const auto&) { return number; }};
  }
  const std::size_t i = random.below(6);
  if (random.below(4) == 0) {
    const std::size_t k = 1 + random.below(104);
    return {fmt::format("lag(m{}, {})", i, k),
            [=](const auto& m) { return m[i] + static_cast<double>(k); }};
  }
  return {fmt::format("m{}", i), [=](const auto& m) { return m[i]; }};
}

Sample unary(Random& random, const Sample& a) {
  switch (random.below(5)) {
    case 0:
      return {"-(" + a.text + ")", [=](const auto& m) { return -a.value(m); }};
    case 1:
      return {"exp(" + a.text + ")", [=](const auto& m) { return std::exp(a.value(m)); }};
    case 2:
      return {"log(" + a.text + ")", [=](const auto& m) { return std::log(a.value(m)); }};
    case 3:
      return {"sqrt( " + a.text + " )", [=](const auto& m) { return std::sqrt(a.value(m)); }};
    default:
      return {"abs(" + a.text + ")", [=](const auto& m) { return std::abs(a.value(m)); }};
  }
}

Sample binary(Random& random, const Sample& a, const Sample& b) {
  const std::string left = "(" + a.text + ")";
  const std::string right = "(" + b.text + ")";
  switch (random.below(7)) {
    case 0:
      return {a.text + " + " + right, [=](const auto& m) { return a.value(m) + b.value(m); }};
    case 1:
      return {a.text + "-" + right, [=](const auto& m) { return a.value(m) - b.value(m); }};
    case 2:
      return {left + "*" + right, [=](const auto& m) { return a.value(m) * b.value(m); }};
    case 3:
      return {left + " / " + right, [=](const auto& m) { return a.value(m) / b.value(m); }};
    case 4:
      return {left + "^" + right, [=](const auto& m) { return std::pow(a.value(m), b.value(m)); }};
    case 5:
      return {"min(" + a.text + "," + b.text + ")", [=](const auto& m) {
                const double x = a.value(m);
                const double y = b.value(m);
                return std::isnan(x) || x < y ? x : y;
              }};
    default:
      return {"max(" + a.text + ", " + b.text + ")", [=](const auto& m) {
                const double x = a.value(m);
                const double y = b.value(m);
                return std::isnan(x) || x > y ? x : y;
              }};
  }
}

Sample sample(Random& random) {
  std::vector<Sample> parts;
  const std::size_t leaves = 1 + random.below(6);
  for (std::size_t i = 0; i < leaves; ++i) {
    parts.push_back(leaf(random));
  }
  while (parts.size() > 1) {
    const Sample b = parts.back();
    parts.pop_back();
    const Sample a = parts.back();
    parts.pop_back();
    Sample made = binary(random, a, b);
    if (random.below(3) == 0) {
      made = unary(random, made);
    }
    parts.insert(parts.begin(), made);
  }
  return parts.front();
}

bool same(double a, double b) {
  return a == b || (std::isnan(a) && std::isnan(b));
}

double evaluate(const Formula& formula, const std::vector<double>& m) {
  return formula.evaluate([&](std::uint32_t reference, std::uint32_t back) {
    const auto i = static_cast<std::size_t>(formula.references()[reference][1] - '0');
    return m[i] + static_cast<double>(back);
  });
}

TEST(FormulaProperty, ComesToWhatItsTextSays) {
  Random random{1};
  for (int i = 0; i < 5000; ++i) {
    const Sample s = sample(random);
    const Formula formula = testing::formula(s.text);
    std::vector<double> m(6);
    for (double& value : m) {
      value = 8 * random.uniform() - 4;
    }
    ASSERT_TRUE(same(evaluate(formula, m), s.value(m))) << s.text;
  }
}

TEST(FormulaProperty, IsReadBackFromItsText) {
  Random random{2};
  for (int i = 0; i < 2000; ++i) {
    const Formula once = testing::formula(sample(random).text);
    const Formula twice = testing::formula(once.text());
    ASSERT_EQ(once.text(), twice.text());
    ASSERT_TRUE(std::equal(once.steps().begin(), once.steps().end(), twice.steps().begin()));
    ASSERT_TRUE(
        std::equal(once.references().begin(), once.references().end(), twice.references().begin()));
    ASSERT_EQ(once.depth(), twice.depth());
  }
}

TEST(FormulaProperty, HasColumnsThatPointAtTheMetric) {
  Random random{3};
  for (int i = 0; i < 2000; ++i) {
    const Formula formula = testing::formula(sample(random).text);
    for (const FormulaStep& step : formula.steps()) {
      if (step.op == Op::metric || step.op == Op::lag) {
        const std::string& key = formula.references()[step.reference];
        ASSERT_EQ(formula.text().substr(step.column - 1, key.size()), key) << formula.text();
      }
    }
  }
}

/// Every error lies in the text (an empty one: at its first character), says something, and offers
/// a way out.
void expect_sound(const std::string& text, const Diagnostics& errors) {
  ASSERT_FALSE(errors.empty());
  ASSERT_LE(errors.size(), 20U);
  const std::vector<std::string_view> lines = split_lines(text);
  for (const Diagnostic& d : errors) {
    ASSERT_EQ(d.code.substr(0, 1), "F");
    ASSERT_FALSE(d.message.empty());
    ASSERT_FALSE(d.hint.empty());
    ASSERT_GE(d.at.line, 1U);
    ASSERT_GE(d.at.column, 1U);
    ASSERT_LE(d.at.line, std::max<std::size_t>(lines.size(), 1)) << text;
    if (!lines.empty() && !first_bad_utf8(text)) {
      const std::size_t length = count_code_points(lines[d.at.line - 1]);
      ASSERT_LE(d.at.column, std::max<std::size_t>(length, 1)) << text << "\n" << render(d);
    }
    ASSERT_FALSE(first_bad_utf8(render(d)).has_value());
  }
}

TEST(FormulaProperty, SurvivesRandomBytes) {
  Random random{4};
  int accepted = 0;
  for (int i = 0; i < 10000; ++i) {
    std::string text(random.below(40), ' ');
    for (char& c : text) {
      c = static_cast<char>(random.below(256));
    }
    const Result<Formula> result = parse_formula(text);
    accepted += result ? 1 : 0;
    if (!result) {
      expect_sound(text, result.error());
    }
  }
  EXPECT_LT(accepted, 500);
}

TEST(FormulaProperty, SurvivesMutations) {
  const std::vector<std::string> pieces{
      "(", ")", ",",   "+",  "-",      "*",  "/",    "^",   "**", "lag(", "max(", "m1", " ",
      "%", "=", "1,5", "×",  "2a",     "\n", "lag",  "0",   "é",  "\"",   "[",    "]",  "clamp(",
      "1", ".", "\0",  "\t", "1e9999", "😀",  "\xff", "m-x", "K",  "#",    "_"};
  Random random{5};
  int accepted = 0;
  for (int i = 0; i < 10000; ++i) {
    std::string text = sample(random).text;
    for (std::size_t n = 1 + random.below(4); n > 0; --n) {
      const std::size_t at = random.below(text.size() + 1);
      const std::size_t cut = std::min(random.below(4), text.size() - at);
      text.replace(at, cut, pieces[random.below(pieces.size())]);
    }
    const Result<Formula> result = parse_formula(text);
    accepted += result ? 1 : 0;
    if (result) {
      ASSERT_EQ(result->text(), text);
    } else {
      expect_sound(text, result.error());
    }
  }
  // Both sides are exercised.
  EXPECT_GT(accepted, 200);
  EXPECT_LT(accepted, 9000);
}

TEST(FormulaProperty, SurvivesTruncationAnywhere) {
  const std::string text = "max(a * (1 - b), lag(c, 12), 0.5) ^ -2 + clamp(d, 0, 1) / sqrt(é)";
  for (std::size_t length = 0; length < text.size(); ++length) {
    const std::string cut = text.substr(0, length);
    const Result<Formula> result = parse_formula(cut);
    if (!result) {
      expect_sound(cut, result.error());
    }
  }
}

Support support_of(std::uint32_t i) {
  switch (i % 3) {
    case 0:
      return Support::real;
    case 1:
      return Support::positive;
    default:
      return Support::fraction;
  }
}

TEST(FormulaProperty, LiesInItsRangeAndHasAValueWhereNoRiskIsSeen) {
  Random random{6};
  int without_risk = 0;
  for (int i = 0; i < 5000; ++i) {
    const Formula formula = testing::formula(sample(random).text);
    const auto support = [&](std::uint32_t reference) {
      return support_of(static_cast<std::uint32_t>(formula.references()[reference][1] - '0'));
    };
    const FormulaRange found = range_of(formula, support);
    without_risk += found.risks.empty() ? 1 : 0;
    for (int n = 0; n < 20; ++n) {
      const double value = formula.evaluate([&](std::uint32_t reference, std::uint32_t) {
        return from_scale(support(reference), 6 * random.uniform() - 3);
      });
      if (!found.risks.empty() || std::isinf(value)) {
        continue;  // a risk was named; or the value is past the largest double
      }
      ASSERT_FALSE(std::isnan(value)) << formula.text();
      // Rounding may put a value on an open end; it may not put it past one.
      const double slack = 1e-12 * std::max(1.0, std::abs(value));
      ASSERT_GE(value, found.range.low.value - slack) << formula.text();
      ASSERT_LE(value, found.range.high.value + slack) << formula.text();
    }
  }
  EXPECT_GT(without_risk, 1000);
}

}  // namespace
}  // namespace betledger::tree
