#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/small_model.h"
#include "tests/support/statistics.h"

// A factor that several interventions share (docs/decisions/0015-optimism.md).

namespace betledger::sim {
namespace {

using testing::add_bet;
using testing::empty_model;
using testing::make;
using testing::member;
using testing::pool;

/// Three bets on two metrics; the first two are one team's.
Model three_bets(bool corrected) {
  Model model = empty_model(4);
  model.nodes = {pool("a", {member(4, 100, 0.5, 3)}), pool("b", {member(4, 50, 0.5, 2)})};
  add_bet(model, {"one", 0, Action::shift, make(Normal{10, 4}), 0.6});
  add_bet(model, {"two", 1, Action::lift, make(LogNormal{0.1, 0.5}), 0.5});
  add_bet(model, {"three", 1, Action::shift, make(Normal{5, 1})});
  if (corrected) {
    model.optimism = {{"optimism:growth", make(LogNormal{0.5, 0.6})}};
    model.interventions[0].optimism = 0;
    model.interventions[1].optimism = 0;
  }
  return model;
}

std::vector<double> all(std::span<const double> column) {
  return {column.begin(), column.end()};
}

TEST(Optimism, MultipliesTheAmountsThatShareItAndNoOtherDraw) {
  const Program stated = Program::compile(three_bets(false));
  const Program corrected = Program::compile(three_bets(true));
  EXPECT_EQ(corrected.words_per_run(), stated.words_per_run() + 1);
  const auto before = stated.make_draws();
  const auto after = corrected.make_draws();
  stated.draw(1, 2, *before);
  corrected.draw(1, 2, *after);
  for (const std::uint32_t k : {0U, 1U}) {
    for (std::size_t run = 0; run < runs_per_block; ++run) {
      EXPECT_EQ(after->amount(k)[run], before->amount(k)[run] * after->factor(0)[run]);
      EXPECT_EQ(after->effect_values(k, 1)[run], after->amount(k)[run] * after->gate(k)[run]);
    }
  }
  EXPECT_EQ(all(after->amount(2)), all(before->amount(2)));
  EXPECT_EQ(all(after->base_values(0, 3)), all(before->base_values(0, 3)));
  EXPECT_EQ(all(after->gate(0)), all(before->gate(0)));
}

TEST(Optimism, MakesTheErrorsOfTeamMatesGoTogether) {
  const Program program = Program::compile(three_bets(true));
  const auto draws = program.make_draws();
  std::vector<double> factor, one, two, three;
  for (std::uint64_t block = 0; block < 100; ++block) {
    program.draw(5, block, *draws);
    const auto add = [](std::vector<double>& to, std::span<const double> from) {
      std::transform(from.begin(), from.end(), std::back_inserter(to), [](double x) {
        return std::log(std::abs(x));
      });
    };
    add(factor, draws->factor(0));
    add(one, draws->amount(0));
    add(two, draws->amount(1));
    add(three, draws->amount(2));
  }
  EXPECT_LT(std::abs(testing::mean_z(factor, std::log(0.5))), 3);
  EXPECT_LT(std::abs(testing::variance_z(factor, 0.36)), 3);
  // ln amount = ln stated + ln factor, of which the factor is what two lognormals share.
  EXPECT_NEAR(testing::correlation(factor, two), 0.6 / std::hypot(0.6, 0.5), 0.02);
  EXPECT_GT(testing::correlation(one, two), 0.3);
  EXPECT_NEAR(testing::correlation(one, three), 0, 0.02);
}

TEST(Optimism, IsASourceOfItsOwn) {
  const Program program = Program::compile(three_bets(true));
  const Source factor{Source::Kind::optimism, 0};
  ASSERT_FALSE(program.sources().empty());
  EXPECT_EQ(program.sources().back(), factor);
  EXPECT_EQ(program.downstream(factor), (std::vector<bool>{true, true}));
  const auto draws = program.make_draws();
  const auto others = program.make_draws();
  const auto afresh = program.make_draws();
  program.draw(1, 0, *draws);
  program.draw(2, 0, *others);
  program.draw(2, 0, *afresh);
  const auto team = all(draws->amount(0));
  const auto alone = all(draws->amount(2));
  program.exchange(factor, *draws, *others);
  EXPECT_NE(all(draws->amount(0)), team);
  EXPECT_EQ(all(draws->amount(2)), alone);
  for (const Source source : program.sources()) {
    if (source != factor) {
      program.draw(2, 0, *others);
      program.exchange(source, *draws, *others);
    }
  }
  EXPECT_EQ(all(draws->amount(0)), all(afresh->amount(0)));
  EXPECT_EQ(all(draws->effect_values(1, 2)), all(afresh->effect_values(1, 2)));
}

TEST(Optimism, IsNotDrawnWhereNothingReadsIt) {
  Model model = three_bets(true);
  model.interventions[0].optimism.reset();  // only the bet on b is left to it
  const Program program = Program::compile(model);
  const std::vector<std::uint32_t> wanted{0};
  const Program only = program.only(wanted);
  EXPECT_TRUE(std::none_of(only.sources().begin(), only.sources().end(), [](const Source& source) {
    return source.kind == Source::Kind::optimism;
  }));
}

TEST(Optimism, ThatIsCertainScalesWhatIsCertain) {
  Model model = three_bets(true);
  model.optimism[0].factor = Distribution::constant(0.25);
  model.interventions[0].amount = Distribution::constant(8);
  const Program program = Program::compile(model);
  const auto draws = program.make_draws();
  program.draw(1, 0, *draws);
  EXPECT_EQ(draws->amount(0)[17], 2);
  EXPECT_NE(program.sources().back().kind, Source::Kind::optimism);
}

}  // namespace
}  // namespace betledger::sim
