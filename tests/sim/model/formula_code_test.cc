#include "sim/model/formula_code.h"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/error.h"
#include "sim/columns/formula_kernels.h"
#include "sim/random/philox.h"

#include "tests/support/small_model.h"

namespace betledger::sim {
namespace {

using testing::component;
using testing::empty_model;
using testing::known;

/// The value of a formula over a = 1.7, b = -0.4, c = 3 (a period earlier: 1.1, 2, 0.5).
double simulated(const std::string& text) {
  Model model = empty_model(2);
  model.nodes = {
      known("a", {1.1, 1.7}), known("b", {2, -0.4}), known("c", {0.5, 3}), component("x", text)};
  for (Node& node : model.nodes) {
    node.past = {0.3};
  }
  return testing::path_of(model, 3, Side::without)[1];
}

double evaluated(const std::string& text) {
  const tree::Formula formula = tree::parse_formula(text).value();
  return formula.evaluate([&](std::uint32_t reference, std::uint32_t back) {
    const std::string& key = formula.references()[reference];
    if (key == "a") {
      return back == 0 ? 1.7 : 1.1;
    }
    return key == "b" ? (back == 0 ? -0.4 : 2.0) : (back == 0 ? 3.0 : 0.5);
  });
}

TEST(FormulaCode, ComputesWhatTheFormulaSays) {
  for (const char* text : {"a",
                           "7",
                           "2 * 3 + 4",
                           "a + b",
                           "a - b - c",
                           "a - (b - c)",
                           "2 * a / (b + 3) - c",
                           "-a ^ 2",
                           "c ^ b",
                           "a ^ 2 + c ^ 0.5 + c ^ -1",
                           "min(a, b, c) + max(1, b) * max(c, 2)",
                           "exp(b) + log(c) + sqrt(a) + abs(b)",
                           "exp(1) + log(2) * sqrt(3)",
                           "clamp(a, b, c) + clamp(5, b, c) + clamp(b, 0, 1) + clamp(7, 1, 2)",
                           "clamp(a * b, b + 0.1, c / 2)",
                           "a * (b + (c * (a - (b / (c + (a * b))))))",
                           "lag(a, 1) * c + lag(b, 1) - lag(c, 1)",
                           "(a + b) * (a - b) / ((c + 1) * (c - 1))"}) {
    EXPECT_NEAR(simulated(text), evaluated(text), 1e-14 * (1 + std::abs(evaluated(text)))) << text;
  }
}

TEST(FormulaCode, FoldsConstantsAndWritesStraightToTheResult) {
  const auto steps = [](const std::string& text) {
    const tree::Formula formula = tree::parse_formula(text).value();
    std::vector<std::uint32_t> nodes(formula.references().size());
    return FormulaCode::compile(formula, nodes);
  };
  EXPECT_EQ(steps("2 * 3 + exp(1)").steps.size(), 1U);
  EXPECT_EQ(steps("2 * 3 + exp(1)").steps[0].operands[0].number, 6 + std::exp(1.0));
  EXPECT_EQ(steps("a * (2 + 3)").steps.size(), 1U);
  EXPECT_EQ(steps("a * b * c * d").steps.size(), 3U);
  EXPECT_EQ(steps("a * b * c * d").scratch_columns, 1U);
  EXPECT_EQ(steps("a * b + c * d").scratch_columns, 2U);
  EXPECT_EQ(steps("a").steps[0].op, tree::Op::metric);
  for (const Step& step : steps("(a + b) * (a - b)").steps) {
    EXPECT_EQ(step.target == Step::result, step.op == tree::Op::multiply);
  }
}

TEST(FormulaCode, NeverSwallowsAValueOutOfDomain) {
  for (const char* text : {"max(log(b), 0)",
                           "max(0, log(b))",
                           "min(log(b), 0)",
                           "min(0, log(b))",
                           "clamp(log(b), 0, 1)",
                           "b ^ 0.5",
                           "1 / (b + 0.4)",
                           "sqrt(b)",
                           "exp(1000 * a)"}) {
    EXPECT_THROW((void)simulated(text), DomainError) << text;
  }
}

TEST(Kernels, GiveNumbersAndColumnsTheSameBits) {
  std::vector<double> a(runs_per_block);
  std::vector<double> b(runs_per_block);
  std::vector<double> out(runs_per_block);
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    a[i] = 4 * to_uniform(random_word({{1, 2}}, i, 0)) - 1;
    b[i] = 4 * to_uniform(random_word({{1, 2}}, i, 1)) - 1;
  }
  const auto same = [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); };
  using tree::Op;
  for (const Op op :
       {Op::add, Op::subtract, Op::multiply, Op::divide, Op::power, Op::min, Op::max}) {
    kernels::binary(op, {a.data(), 0}, {b.data(), 0}, out.data());
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      ASSERT_TRUE(same(out[i], kernels::binary(op, a[i], b[i])));
    }
    kernels::binary(op, {nullptr, 1.5}, {b.data(), 0}, out.data());
    ASSERT_TRUE(same(out[7], kernels::binary(op, 1.5, b[7])));
    kernels::binary(op, {a.data(), 0}, {nullptr, 1.5}, out.data());
    ASSERT_TRUE(same(out[7], kernels::binary(op, a[7], 1.5)));
  }
  for (const Op op : {Op::negate, Op::exp, Op::log, Op::sqrt, Op::abs}) {
    kernels::unary(op, {a.data(), 0}, out.data());
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      ASSERT_TRUE(same(out[i], kernels::unary(op, a[i])));
    }
  }
}

TEST(Lag, BeforeTheCycleReadsThePast) {
  Model model = empty_model(4);
  model.nodes = {known("x", {10, 20, 30, 40}), component("y", "lag(x, 2) + lag(x, 1) / 100")};
  model.nodes[0].past = {7, 8, 9};
  EXPECT_EQ(testing::path_of(model, 1, Side::without),
            (std::vector<double>{8 + 0.09, 9 + 0.1, 10 + 0.2, 20 + 0.3}));
}

TEST(Lag, LetsStockAndFlowTreesWork) {
  Model model = empty_model(5);  // retained = rate x lag(active, 1), active = retained + new
  model.nodes = {known("rate", model, 0.5),
                 known("joined", model, 100),
                 component("retained", "rate * lag(active, 1)"),
                 component("active", "retained + joined")};
  model.nodes[3].past = {400};
  EXPECT_EQ(testing::path_of(model, 3, Side::without),
            (std::vector<double>{300, 250, 225, 212.5, 206.25}));
  // A lift of the inflow from period 1 on travels on through the stock, and only forwards.
  testing::add_bet(model, {"more", 1, Action::shift, testing::certain(40), 1, 1});
  EXPECT_EQ(testing::path_of(model, 3, Side::with),
            (std::vector<double>{300, 290, 285, 282.5, 281.25}));
  EXPECT_EQ(testing::path_of(model, 3, Side::without),
            (std::vector<double>{300, 250, 225, 212.5, 206.25}));
}

}  // namespace
}  // namespace betledger::sim
