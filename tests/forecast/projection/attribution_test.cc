#include "forecast/projection/attribution.h"

#include <bit>
#include <cmath>
#include <numeric>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "forecast/projection/attribute.h"
#include "forecast/projection/attribution_request.h"
#include "forecast/projection/attribution_round.h"
#include "sim/tasks/executor.h"

#include "tests/support/reference_data.h"
#include "tests/support/toy_model.h"
#include "tests/support/values.h"

namespace betledger::forecast {
namespace {

Attribution attribute_in(const ToyModel& toy, const AttributionRequest& request) {
  const auto executor = sim::make_thread_executor(2);
  return attribute(toy.compile(), request, *executor);
}

/// Every run of the game.
GameColumns play(const ToyModel& toy, const AttributionRequest& request) {
  const sim::Program program = toy.compile();
  const auto executor = sim::make_thread_executor(2);
  GameColumns columns{program, request};
  sim::for_each_block({request.runs, request.seed},
                      *executor,
                      [&](std::uint64_t, std::uint64_t first, std::size_t runs) {
                        GameRound{program, request}.play(first, runs, columns);
                      });
  return columns;
}

/// Ten bets on three leaves of a product, with gates, a shared link and a need.
ToyModel ten_bets() {
  ToyModel toy{4};
  const auto reach = toy.noise("reach", 1000, 30);
  const auto rate = toy.noise("rate", 0.05, 0.002);
  const auto value = toy.noise("value", 40, 2);
  toy.formula("revenue", "reach * rate * value");
  toy.slope(reach, rate, Distribution::constant(1e-5), toy.gate("link", 0.6));
  for (int i = 0; i < 10; ++i) {
    const std::string key = "bet" + std::to_string(i);
    const auto delivered = toy.gate(key + "/delivered", 0.9);
    const auto works = toy.gate(key + "/works", 0.5);
    const auto node = i % 3 == 0 ? reach : i % 3 == 1 ? rate : value;
    const Distribution lift = make(Normal{0.02 * (i + 1), 0.01});
    toy.bet(key, node, {sim::Action::lift, lift}, {delivered, works});
  }
  // bet9 needs bet0.
  toy.model().gates[1 + 2 * 9].needs = {1};
  return toy;
}

TEST(Attribution, AgreesWithEnumerationByAnIndependentProgram) {
  const auto cases = reference_data("attribution.json").at("cases");
  ASSERT_EQ(cases.size(), 6U);
  for (const auto& reference : cases) {
    SCOPED_TRACE(reference.at("name").get<std::string>());
    ToyModel toy;
    const std::size_t n = reference.at("inputs").size();
    for (std::size_t i = 0; i < n; ++i) {
      const std::string key = reference.at("inputs")[i];
      const double from = reference.at("x0")[i];
      toy.shift("bet_" + key, toy.known(key, from), reference.at("x1")[i].get<double>() - from);
    }
    toy.formula("root", reference.at("formula"));
    const Attribution found = attribute_in(toy, toy.request(300));
    const double full = reference.at("full");
    const double tolerance = 1e-12 * std::abs(full);
    ASSERT_EQ(found.bets.size(), n);
    for (std::size_t i = 0; i < n; ++i) {
      EXPECT_NEAR(found.bets[i].shapley.value, reference.at("shapley")[i], tolerance);
      EXPECT_NEAR(found.bets[i].uplift.mean, reference.at("leave_one_out")[i], tolerance);
      EXPECT_NEAR(found.bets[i].alone.value, reference.at("one_at_a_time")[i], tolerance);
      EXPECT_NEAR(found.bets[i].shapley.se, 0, tolerance);
    }
    EXPECT_NEAR(found.overlap.joint.value, full - reference.at("base").get<double>(), tolerance);
  }
}

TEST(Attribution, ShapleyValuesSumToTheJointUpliftInEveryRun) {
  const ToyModel toy = ten_bets();
  const AttributionRequest request = toy.request(3'000);
  const GameColumns columns = play(toy, request);
  std::size_t crowded = 0;
  for (std::size_t run = 0; run < request.runs; ++run) {
    double sum = 0;
    std::size_t players = 0;
    for (const auto& column : columns.shapley) {
      sum += column[run];
      players += column[run] != 0 ? 1U : 0U;
    }
    crowded += players > 4 ? 1U : 0U;
    ASSERT_NEAR(sum, columns.joint[run], 1e-11 * columns.focus[run]) << "run " << run;
  }
  EXPECT_GT(crowded, 500U);  // runs that took an order and its reverse
}

TEST(Attribution, SampledOrdersAgreeWithEnumerationOfEveryCoalition) {
  ToyModel toy = ten_bets();
  const AttributionRequest request = toy.request(20'000);
  const Attribution sampled = attribute_in(toy, request);
  // The same ten bets in two halves would be another game; so enumerate by hand: every subset of
  // the ten, on the same runs, without regard to what is live.
  const sim::Program program = toy.compile();
  constexpr std::size_t n = 10;
  constexpr std::size_t blocks = 4;
  std::vector<double> exact(n, 0);
  std::vector<double> values(std::size_t{1} << n);
  std::vector<double> weight(n, 1.0 / n);
  for (std::size_t s = 1; s < n; ++s) {
    weight[s] = weight[s - 1] * static_cast<double>(s) / static_cast<double>(n - s);
  }
  for (std::size_t block = 0; block < blocks; ++block) {
    Field field{program, request};
    field.start(block, sim::runs_per_block);
    for (std::size_t set = 0; set < values.size(); ++set) {
      field.clear();
      for (std::uint32_t bet = 0; bet < n; ++bet) {
        const bool in = ((set >> bet) & 1U) != 0 && (bet != 9 || (set & 1U) != 0);
        for (std::size_t run = 0; in && run < sim::runs_per_block; ++run) {
          field.switch_on(bet, run);
        }
      }
      field.evaluate();
      const auto focus = field.focus(sim::Side::with);
      values[set] = std::accumulate(focus.begin(), focus.end(), 0.0);
    }
    for (std::size_t set = 0; set < values.size(); ++set) {
      for (std::size_t bet = 0; bet < n; ++bet) {
        if (((set >> bet) & 1U) == 0) {
          const auto size = static_cast<std::size_t>(std::popcount(set));
          exact[bet] += weight[size] * (values[set | (std::size_t{1} << bet)] - values[set]);
        }
      }
    }
  }
  AttributionRequest few = request;
  few.runs = blocks * sim::runs_per_block;
  const GameColumns columns = play(toy, few);
  for (std::size_t bet = 0; bet < n; ++bet) {
    const sim::Estimate here = sim::mean_of(columns.shapley[bet]);
    const double reference = exact[bet] / static_cast<double>(few.runs);
    // Same runs: only the noise of the orders is left, which is a part of the standard error.
    EXPECT_NEAR(here.value, reference, 1.5 * here.se) << "bet " << bet;
    EXPECT_NEAR(sampled.bets[bet].shapley.value, reference, 4 * here.se) << "bet " << bet;
  }
}

TEST(Attribution, ABetThatCannotReachTheFocusIsWorthExactlyNothing) {
  ToyModel toy;
  const auto aside = toy.known("aside", 1);
  const auto driver = toy.known("driver", 5);
  const auto focus = toy.noise("focus", 10, 1);
  toy.slope(driver, focus, Distribution::constant(2), toy.gate("link", 0));
  toy.shift("beside", aside, 3);
  toy.shift("shut", driver, 3);
  const Attribution found = attribute_in(toy, toy.request(512));
  for (const BetWorth& worth : found.bets) {
    EXPECT_EQ(worth.uplift.mean, 0);
    EXPECT_EQ(worth.uplift.sd, 0);
    EXPECT_EQ(worth.shapley.value, 0);
    EXPECT_EQ(worth.probability_positive.value, 0);
  }
  EXPECT_EQ(found.overlap.joint.value, 0);
}

TEST(Attribution, ANeededBetCarriesTheEffectOfThoseThatNeedIt) {
  ToyModel toy;
  const auto focus = toy.known("focus", 100);
  const auto ground = toy.gate("ground/delivered", 1);
  const auto house = toy.gate("house/delivered", 1, {ground});
  const auto by = [](double amount) {
    return std::pair{sim::Action::shift, Distribution::constant(amount)};
  };
  toy.bet("ground", focus, by(1), {ground});
  toy.bet("house", focus, by(10), {house});
  const Attribution found = attribute_in(toy, toy.request(256));
  EXPECT_DOUBLE_EQ(found.bets[0].uplift.mean, 11);  // without it there is no house either
  EXPECT_DOUBLE_EQ(found.bets[1].uplift.mean, 10);
  EXPECT_DOUBLE_EQ(found.bets[0].shapley.value, 6);
  EXPECT_DOUBLE_EQ(found.bets[1].shapley.value, 5);
  EXPECT_DOUBLE_EQ(found.bets[1].alone.value, 10);  // its need taken as met
  EXPECT_DOUBLE_EQ(found.overlap.naive_sum.value, 11);
  EXPECT_DOUBLE_EQ(found.overlap.joint.value, 11);
}

TEST(Attribution, TwoBetsThroughOneLinkWinOrLoseTogether) {
  ToyModel toy;
  const auto driver = toy.known("driver", 0);
  const auto focus = toy.known("focus", 100);
  toy.slope(driver, focus, Distribution::constant(1), toy.gate("link", 0.6));
  toy.shift("one", driver, 3);
  toy.shift("two", driver, 4);
  const AttributionRequest request = toy.request(40'000);
  const GameColumns columns = play(toy, request);
  std::size_t both = 0;
  for (std::size_t run = 0; run < request.runs; ++run) {
    const bool one = columns.uplift[0][run] > 0;
    const bool two = columns.uplift[1][run] > 0;
    ASSERT_EQ(one, two);
    both += one && two ? 1U : 0U;
  }
  const double share = static_cast<double>(both) / static_cast<double>(request.runs);
  EXPECT_NEAR(share, 0.6, 4 * std::sqrt(0.24 / static_cast<double>(request.runs)));
}

TEST(Attribution, LeaveOneOutIsTheDifferenceToAModelWithoutTheBet) {
  const ToyModel toy = ten_bets();
  const AttributionRequest request = toy.request(1'000);
  const GameColumns columns = play(toy, request);
  for (const std::uint32_t left_out : {3U, 9U}) {
    ToyModel without = ten_bets();
    sim::Model& model = without.model();
    std::erase_if(model.interventions,
                  [&](const sim::Intervention& i) { return i.group == left_out; });
    const sim::Program program = without.compile();
    const auto executor = sim::make_thread_executor(1);
    const sim::Output focus{request.focus, sim::Output::rollup, sim::Side::with};
    const auto samples =
        sim::simulate(program, {request.runs, request.seed}, {&focus, 1}, *executor);
    for (std::size_t run = 0; run < request.runs; ++run) {
      ASSERT_NEAR(
          columns.focus[run] - samples.columns[0][run], columns.uplift[left_out][run], 1e-9);
    }
  }
}

TEST(Attribution, TargetChangesAreCountedOnTheSameRuns) {
  ToyModel toy;
  const auto focus = toy.noise("focus", 100, 10);
  toy.shift("push", focus, 10);
  AttributionRequest request = toy.request(40'000);
  request.goal = Goal{focus, {tree::Limit::Side::at_least, 110}};
  const Attribution found = attribute_in(toy, request);
  const double expected = 0.5 - 0.158655253931457;
  ASSERT_TRUE(found.bets[0].target.has_value());
  EXPECT_NEAR(found.bets[0].target->value, expected, 4 * found.bets[0].target->se);
  EXPECT_GT(found.bets[0].target->se, 0);
}

TEST(Attribution, TheSwingOfABetIsNotThatOfTheBaseline) {
  // A coin worth 10 beside a baseline with a standard deviation of 500: the difference of the
  // focus' means between closed and open runs alone would be off by 500 * 2 / sqrt(runs) = 14.
  ToyModel toy;
  const auto focus = toy.noise("focus", 1'000, 500);
  toy.bet("coin", focus, {sim::Action::shift, make(Normal{10, 3})}, {toy.gate("coin", 0.5)});
  const auto executor = sim::make_thread_executor(2);
  const Attribution found = attribute(toy.compile(), toy.request(5'000), *executor);
  const Swing& coin = found.tornado.at(1);
  EXPECT_EQ(coin.source, "bet:coin");
  EXPECT_NEAR(coin.se, 3 / std::sqrt(2'500), 0.01);
  EXPECT_NEAR(coin.high - coin.low, 10, 4 * coin.se);
  const Swing& base = found.tornado.at(0);
  EXPECT_NEAR(base.high - base.low, 500 * 2 * 1.75498, 4 * base.se);
  EXPECT_GT(base.se, 0);
}

TEST(Attribution, TornadoContrastsClosedWithOpenAndLowestWithHighestTenth) {
  ToyModel toy;
  const auto focus = toy.noise("focus", 100, 2);
  toy.shift("coin", focus, 10, 0.5);
  toy.shift("sure", focus, 1, 1);
  const Attribution found = attribute_in(toy, toy.request(50'000));
  ASSERT_EQ(found.tornado.size(), 2U);  // what is certain is no source
  EXPECT_EQ(found.tornado[0].source, "bet:coin");
  EXPECT_EQ(found.tornado[0].contrast, Contrast::gate);
  EXPECT_NEAR(found.tornado[0].high - found.tornado[0].low, 10, 0.1);
  EXPECT_EQ(found.tornado[1].source, "baseline:focus");
  EXPECT_EQ(found.tornado[1].contrast, Contrast::tenths);
  // The mean of a standard normal in its upper tenth is 1.75498.
  EXPECT_NEAR(found.tornado[1].high - found.tornado[1].low, 2 * 2 * 1.75498, 0.3);
}

TEST(Attribution, ACoalitionThatLeavesAFormulasDomainIsToldByName) {
  // With both bets the denominator is 1, with the first alone it is 0.
  ToyModel toy;
  const auto below = toy.known("below", 1);
  toy.formula("ratio", "5 / below");
  toy.shift("less", below, -1);
  toy.shift("more", below, 1);
  try {
    (void)attribute_in(toy, toy.request(300));
    FAIL() << "no error";
  } catch (const DomainError& error) {
    EXPECT_EQ(error.metric, "ratio");
    EXPECT_EQ(error.formula, "5 / below");
  }
}

TEST(Attribution, APlanWithoutBetsHasBaselinesOnly) {
  ToyModel toy;
  toy.noise("focus", 10, 1);
  const Attribution found = attribute_in(toy, toy.request(300));
  EXPECT_TRUE(found.bets.empty());
  EXPECT_EQ(found.overlap.joint.value, 0);
  ASSERT_EQ(found.variance.size(), 1U);
  EXPECT_NEAR(found.variance[0].total.value, 1, 4 * found.variance[0].total.se);
}

TEST(Attribution, IsTheSameForEveryExecutorAndNumberOfThreads) {
  const ToyModel toy = ten_bets();
  const AttributionRequest request = toy.request(1'500);
  const sim::Program program = toy.compile();
  const auto one = sim::make_thread_executor(1);
  const Attribution first = attribute(program, request, *one);
  for (const std::size_t threads : {std::size_t{1}, std::size_t{3}, std::size_t{4}}) {
    const auto other = sim::make_tbb_executor(threads);
    const Attribution again = attribute(program, request, *other);
    for (std::size_t i = 0; i < first.bets.size(); ++i) {
      EXPECT_EQ(first.bets[i].uplift.mean, again.bets[i].uplift.mean);
      EXPECT_EQ(first.bets[i].shapley.value, again.bets[i].shapley.value);
      EXPECT_EQ(first.bets[i].shapley.se, again.bets[i].shapley.se);
    }
    for (std::size_t i = 0; i < first.variance.size(); ++i) {
      EXPECT_EQ(first.variance[i].source, again.variance[i].source);
      EXPECT_EQ(first.variance[i].total.value, again.variance[i].total.value);
    }
  }
}

}  // namespace
}  // namespace betledger::forecast
