#include "forecast/projection/backtest_formulas.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "forecast/baseline/run_backtest.h"

#include "tests/support/noise.h"
#include "tests/support/small_tree.h"

namespace betledger::forecast {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using tree::RollupKind;
using tree::Support;

const Day monday = parse_day("2024-01-01").value();

constexpr Noise noise{5};

/// The exponential of a random walk, or of noise about a level.
Series walk(std::string_view name, std::size_t count, double level, bool remembers = true) {
  Series series{PeriodKind::week, monday, {}};
  double value = 0;
  for (std::uint32_t t = 0; t < count; ++t) {
    value = (remembers ? value : 0) + 0.05 * noise(name, t);
    series.values.emplace_back(level * std::exp(value));
  }
  return series;
}

tree::MetricTree tree_of(const std::string& text) {
  const tree::Formula focus = formula(text);
  std::vector<tree::Metric> metrics{component("focus", text, Support::real)};
  for (const std::string& key : focus.references()) {
    if (key != "focus") {
      metrics.push_back(metric(key));
    }
  }
  return built(spec(std::move(metrics)));
}

std::vector<MetricBacktest> run(const tree::MetricTree& tree,
                                const tree::History& history,
                                const BacktestSettings& settings,
                                Diagnostics& warnings,
                                std::size_t threads = 2) {
  const auto executor = sim::make_thread_executor(threads);
  return backtest_formulas({tree, history, {"focus"}}, settings, *executor, warnings);
}

/// Coverage of the 80 % bands over many small trees.
struct Pooled {
  double inside = 0;
  double forecasts = 0;
  void add(const Accuracy& accuracy) {
    inside += accuracy.coverage.at(1).share * static_cast<double>(accuracy.forecasts);
    forecasts += static_cast<double>(accuracy.forecasts);
  }
  [[nodiscard]] double share() const { return inside / forecasts; }
};

TEST(BacktestFormulas, AFormulaThatOnlyRepeatsAMetricScoresAsThatMetric) {
  const tree::MetricTree tree = tree_of("orders");
  const tree::History history{{"orders", walk("orders", 80, 100, false)}};
  const BacktestSettings settings{6, 2, 40, 10, 4'000, 1};
  Diagnostics warnings;
  const auto formula = run(tree, history, settings, warnings).at(0);
  const auto executor = sim::make_thread_executor(1);
  const auto own =
      run_backtest({{"orders", Support::positive, RollupKind::sum, history.at("orders"), {}}},
                   settings,
                   *executor,
                   warnings)
          .metrics.at(0);
  EXPECT_TRUE(warnings.empty());
  EXPECT_EQ(formula.origins, own.origins);
  EXPECT_EQ(formula.mean_step, own.mean_step);
  // Simulated against exact quantiles: a score of 4,000 runs is right to a few per cent.
  EXPECT_NEAR(formula.periods.wis.value / own.periods.wis.value, 1, 0.03);
  EXPECT_NEAR(formula.rollup.wis.value / own.rollup.wis.value, 1, 0.05);
  EXPECT_NEAR(formula.periods.coverage[1].share, own.periods.coverage[1].share, 0.05);
}

TEST(BacktestFormulas, BandsOfAProductCoverIfItsFactorsAreIndependentAndFailIfTheyAreOne) {
  const tree::MetricTree tree = tree_of("orders * basket");
  const BacktestSettings settings{6, 6, 50, 40, 500, 1};
  Diagnostics warnings;
  Pooled apart;
  Pooled together;
  for (int i = 0; i < 30; ++i) {
    const std::string name = std::to_string(i);
    const Series orders = walk("orders" + name, 90, 100);
    const auto independent = run(
        tree, {{"orders", orders}, {"basket", walk("basket" + name, 90, 50)}}, settings, warnings);
    apart.add(independent.at(0).rollup);
    const auto same = run(tree, {{"orders", orders}, {"basket", orders}}, settings, warnings);
    together.add(same.at(0).rollup);
  }
  // 30 trees, 6 windows each: standard error sqrt(0.16 / 180) = 0.03. Where one walk is both
  // factors the band is sqrt(2) too narrow: 2 Phi(1.2816 / sqrt 2) - 1 = 0.635.
  EXPECT_NEAR(apart.share(), 0.8, 0.09);
  EXPECT_NEAR(together.share(), 0.635, 0.11);
  EXPECT_GT(apart.share(), together.share());
}

TEST(BacktestFormulas, OwnActualsAreTheTruthWhereThereAreAny) {
  const tree::MetricTree tree = tree_of("orders");
  tree::History history{{"orders", walk("orders", 80, 100)}};
  history["focus"] = walk("orders", 80, 1'000);  // the formula is ten times too small
  Diagnostics warnings;
  const auto wrong = run(tree, history, {6, 2, 40, 10, 500, 1}, warnings).at(0);
  EXPECT_EQ(wrong.periods.coverage[2].share, 0);
  EXPECT_LT(wrong.periods.skill.value, -1);
}

TEST(BacktestFormulas, ReadsTheYearBeforeAnOriginThroughLags) {
  // Half of what it was plus new orders: known from its own actuals, then from itself.
  const tree::MetricTree tree = tree_of("0.5 * lag(focus, 1) + orders");
  tree::History history{{"orders", walk("orders", 80, 100, false)}};
  history["focus"] = Series{PeriodKind::week, monday, {std::vector<std::optional<double>>{200.0}}};
  Diagnostics warnings;
  const auto result = run(tree, history, {6, 2, 40, 10, 500, 1}, warnings).at(0);
  EXPECT_TRUE(warnings.empty());
  EXPECT_EQ(result.origins.size(), 10U);
  EXPECT_GT(result.periods.skill.value, 0.1);  // a random walk does not know the level
}

TEST(BacktestFormulas, TheBytesAreThoseOfOneThread) {
  const tree::MetricTree tree = tree_of("orders * basket");
  const tree::History history{{"orders", walk("a", 70, 100)}, {"basket", walk("b", 75, 50)}};
  Diagnostics warnings;
  const auto one = run(tree, history, {6, 2, 40, 10, 300, 1}, warnings, 1).at(0);
  const auto four = run(tree, history, {6, 2, 40, 10, 300, 1}, warnings, 4).at(0);
  EXPECT_EQ(one.periods.wis.value, four.periods.wis.value);
  EXPECT_EQ(one.rollup.skill.value, four.rollup.skill.value);
  const auto other = run(tree, history, {6, 2, 40, 10, 300, 2}, warnings, 4).at(0);
  EXPECT_NE(one.rollup.wis.value, other.rollup.wis.value);
}

TEST(BacktestFormulas, WhatCannotBeTestedIsTold) {
  Diagnostics warnings;
  const tree::MetricTree product = tree_of("orders * basket");
  EXPECT_TRUE(
      run(product, {{"orders", walk("a", 70, 100)}}, {6, 2, 40, 10, 300, 1}, warnings).empty());
  EXPECT_TRUE(run(product,
                  {{"orders", walk("a", 70, 100)}, {"basket", walk("b", 30, 50)}},
                  {6, 2, 40, 10, 300, 1},
                  warnings)
                  .empty());
  EXPECT_TRUE(run(tree_of("log(orders - 90)"),
                  {{"orders", walk("a", 70, 100)}},
                  {6, 2, 40, 10, 300, 1},
                  warnings)
                  .empty());
  ASSERT_EQ(warnings.size(), 3U);
  EXPECT_EQ(warnings[0].code, "D504");
  EXPECT_THAT(warnings[0].message, HasSubstr("`basket`, which it is made of, has no history"));
  EXPECT_EQ(warnings[1].code, "D503");
  EXPECT_THAT(warnings[2].message, HasSubstr("focus cannot be back-tested"));
  EXPECT_FALSE(has_error(warnings));
}

}  // namespace
}  // namespace betledger::forecast
