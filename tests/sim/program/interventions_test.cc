#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "sim/random/philox.h"

#include "tests/support/small_model.h"
#include "tests/support/statistics.h"

namespace betledger::sim {
namespace {

using testing::add_bet;
using testing::certain;
using testing::empty_model;
using testing::known;
using testing::make;

/// a(t) of a profile, read from a shift of 1 on a metric that is 0.
std::vector<double> live_shares(const Profile& profile, std::uint32_t periods = 8) {
  Model model = empty_model(periods);
  model.nodes = {known("x", model, 0)};
  add_bet(model, {"bet", 0, Action::shift, certain(1), 1, 0});
  model.profiles[0] = profile;
  return testing::path_of(model, 0, Side::with);
}

double ramp_at(Ramp ramp, double length, double age) {
  if (age < 0) {
    return 0;
  }
  const double q = ramp == Ramp::step || length == 0 ? 1 : std::min(age / length, 1.0);
  return ramp == Ramp::s_curve ? q * q * (3 - 2 * q) : q;
}

/// The average over period t by brute force.
double average(const Profile& p, double delay, double t) {
  constexpr int steps = 100'000;
  const double ramp = p.ramp == Ramp::step ? 0 : p.ramp_periods;
  double sum = 0;
  for (int i = 0; i < steps; ++i) {
    const double now = t + (i + 0.5) / steps;
    const double age = std::max(0.0, now - p.start - delay - ramp);
    sum += now < p.end ? ramp_at(p.ramp, p.ramp_periods, now - p.start - delay) *
                             std::pow(2, -age / p.half_life)
                       : 0;
  }
  return p.scale * sum / steps;
}

TEST(Profile, IsTheAverageOfItsRampOverEachPeriod) {
  for (const Ramp ramp : {Ramp::step, Ramp::linear, Ramp::s_curve}) {
    for (const double start : {-1.7, 0.0, 1.0, 2.4}) {
      for (const double length : {0.0, 0.3, 1.0, 3.5}) {
        Profile p;
        p.ramp = ramp;
        p.start = start;
        p.ramp_periods = length;
        p.delay = certain(0.25);
        p.end = 5.6;
        p.scale = 0.8;
        p.half_life = 2.5;
        const std::vector<double> live = live_shares(p);
        for (std::uint32_t t = 0; t < 8; ++t) {
          ASSERT_NEAR(live[t], average(p, 0.25, t), 1e-5)
              << static_cast<int>(ramp) << " " << start << " " << length << " " << t;
        }
      }
    }
  }
}

TEST(Profile, ReachesItsFullShareExactly) {
  Profile p;
  p.start = 1;
  p.ramp = Ramp::linear;
  p.ramp_periods = 2;
  EXPECT_EQ(live_shares(p, 5), (std::vector<double>{0, 0.25, 0.75, 1, 1}));
  p.ramp = Ramp::s_curve;
  EXPECT_EQ(live_shares(p, 5), (std::vector<double>{0, 0.1875, 0.8125, 1, 1}));
  p.ramp = Ramp::step;
  EXPECT_EQ(live_shares(p, 3), (std::vector<double>{0, 1, 1}));
}

TEST(Profile, CountsTheFractionOfThePeriodItEndsIn) {
  Profile p;
  p.start = 0.5;
  p.end = 2.25;
  EXPECT_EQ(live_shares(p, 4), (std::vector<double>{0.5, 1, 0.25, 0}));
  p.end = -1;
  EXPECT_EQ(live_shares(p, 2), (std::vector<double>{0, 0}));
}

TEST(Profile, HalvesWithEveryHalfLifeFromTheEndOfTheRamp) {
  Profile p;
  p.start = -0.5;
  p.half_life = 2;
  const std::vector<double> live = live_shares(p, 5);  // from age t + 1/2 to t + 3/2
  const double rate = std::log(2) / 2;
  for (std::uint32_t t = 0; t < 5; ++t) {
    EXPECT_NEAR(live[t], (std::exp(-rate * (t + 0.5)) - std::exp(-rate * (t + 1.5))) / rate, 1e-14)
        << t;
  }
}

TEST(Profile, OfARandomDelayHasTheBitsOfAKnownOne) {
  Model model = empty_model(6);
  model.nodes = {known("x", model, 0)};
  add_bet(model, {"bet", 0, Action::shift, certain(1), 1, 0.3});
  model.profiles[0].ramp = Ramp::s_curve;
  model.profiles[0].ramp_periods = 2.5;
  model.profiles[0].half_life = 3;
  model.profiles[0].delay = make(Uniform{0, 2});
  const Program program = Program::compile(model);
  std::vector<std::vector<double>> paths;
  for (std::uint32_t t = 0; t < 6; ++t) {
    paths.push_back(testing::runs_of(program, {0, t, Side::with}, 20));
  }
  for (std::size_t run = 0; run < 20; ++run) {
    const double u = to_uniform(random_word(StreamKey::of(1, "delay:bet"), run, 0));
    model.profiles[0].delay = certain(u * 2);
    const std::vector<double> exact = testing::path_of(model, 0, Side::with);
    for (std::size_t t = 0; t < 6; ++t) {
      ASSERT_EQ(paths[t][run], exact[t]);
    }
  }
}

TEST(Profile, CountsANegativeDelayAsNone) {
  Profile p;
  p.delay = certain(-3);
  EXPECT_EQ(live_shares(p, 2), (std::vector<double>{1, 1}));
  Model model = empty_model(1);
  model.nodes = {known("x", model, 0)};
  add_bet(model, {"bet", 0, Action::shift, certain(1), 1, 0.5});
  model.profiles[0].delay = make(Normal{0, 0.1});
  const auto live = testing::runs_of(Program::compile(model), {0, 0, Side::with}, 4'000);
  EXPECT_EQ(*std::max_element(live.begin(), live.end()), 0.5);
  EXPECT_LT(std::abs(testing::share_z(live, 0.4999999999, 0.5)), 4);
}

TEST(Interventions, LiftFirstAndShiftThen) {
  Model model = empty_model(1);
  model.nodes = {known("x", model, 100)};
  add_bet(model, {"shift", 0, Action::shift, certain(7)});
  add_bet(model, {"first", 0, Action::lift, certain(0.1)});
  add_bet(model, {"second", 0, Action::lift, certain(-0.2)});
  EXPECT_DOUBLE_EQ(testing::path_of(model, 0, Side::with)[0], 100 * 1.1 * 0.8 + 7);
  EXPECT_EQ(testing::path_of(model, 0, Side::without)[0], 100);
}

TEST(Interventions, ThatFailLeaveTheVeryBitsOfTheBase) {
  Model model = empty_model(3);
  model.nodes = {testing::pool("x", {testing::member(3, 2, 0.4, 1)}),
                 testing::component("y", "exp(x / 9) / 3")};
  model.nodes[0].support = tree::Support::positive;
  add_bet(model, {"bet", 0, Action::lift, make(Normal{0.3, 0.1}), 0.5, 0});
  const Program program = Program::compile(model);
  for (const std::uint32_t node : {0U, 1U}) {
    const auto with = testing::runs_of(program, {node, 2, Side::with}, 5'000);
    const auto without = testing::runs_of(program, {node, 2, Side::without}, 5'000);
    std::vector<double> same;
    for (std::size_t i = 0; i < with.size(); ++i) {
      same.push_back(with[i] == without[i] ? 1 : 0);
    }
    EXPECT_LT(std::abs(testing::mean_z(same, 0.5)), 3.5);
  }
}

TEST(Gates, OpenOnlyIfWhatTheyNeedIsOpen) {
  Model model = empty_model(1);
  model.nodes = {known("x", model, 0)};
  model.gates = {
      {"a", 0.8, {}}, {"b", 0.5, {0}}, {"c", 0.9, {0, 1}}, {"never", 0, {}}, {"sure", 1, {2}}};
  const Program program = Program::compile(model);
  const auto draws = program.make_draws();
  std::vector<double> a;
  std::vector<double> b;
  std::vector<double> c;
  for (std::uint64_t block = 0; block < 200; ++block) {
    program.draw(5, block, *draws);
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      a.push_back(draws->gate(0)[i]);
      b.push_back(draws->gate(1)[i]);
      c.push_back(draws->gate(2)[i]);
      ASSERT_LE(b.back(), a.back());
      ASSERT_LE(c.back(), b.back());
      ASSERT_EQ(draws->gate(3)[i], 0);
      ASSERT_EQ(draws->gate(4)[i], c.back());
    }
  }
  EXPECT_LT(std::abs(testing::mean_z(a, 0.8)), 3.5);
  EXPECT_LT(std::abs(testing::mean_z(b, 0.4)), 3.5);
  EXPECT_LT(std::abs(testing::mean_z(c, 0.36)), 3.5);
}

TEST(Clamps, KeepValuesInTheSupportAndAreCounted) {
  Model model = empty_model(2);
  model.nodes = {known("sales", model, 50), known("rate", model, 0.6), known("profit", model, -5)};
  model.nodes[0].support = tree::Support::positive;
  model.nodes[1].support = tree::Support::fraction;
  add_bet(model, {"ruin", 0, Action::lift, certain(-3), 0.25, 1});
  add_bet(model, {"up", 1, Action::shift, certain(0.5), 0.5, 0});
  add_bet(model, {"loss", 2, Action::shift, certain(-100), 1, 0});
  const Program program = Program::compile(model);
  const auto executor = make_thread_executor(2);
  const std::vector<Output> outputs{{0, 1, Side::with}, {1, 0, Side::with}, {2, 0, Side::with}};
  const std::uint64_t runs = 1'000;  // not whole blocks: what is cut off is not counted
  const Samples samples = simulate(program, {runs, 3}, outputs, *executor);
  const auto count = [](const std::vector<double>& x, double value) {
    return static_cast<std::uint64_t>(std::count(x.begin(), x.end(), value));
  };
  EXPECT_EQ(count(samples.columns[0], 50) + count(samples.columns[0], 50 * 1e-6), runs);
  EXPECT_EQ(samples.clamps[0].clamped, count(samples.columns[0], 50 * 1e-6));
  EXPECT_EQ(samples.clamps[0].values, runs);  // live from period 1 on
  EXPECT_EQ(samples.clamps[1].clamped, 2 * count(samples.columns[1], 1));
  EXPECT_EQ(samples.clamps[1].values, 2 * runs);
  EXPECT_GT(samples.clamps[1].clamped, 0U);
  EXPECT_EQ(samples.clamps[2].values, 0U);  // real: nothing to clamp
  EXPECT_EQ(count(samples.columns[2], -105), runs);
}

TEST(Occasions, ActOnBothSides) {
  Model model = empty_model(3);
  model.nodes = {known("x", model, 100)};
  model.occasions = {{"christmas", 0, Action::lift, certain(0.5), {0, 0.5, 1}},
                     {"returns", 0, Action::shift, certain(-10), {0, 0, 1}}};
  add_bet(model, {"bet", 0, Action::lift, certain(0.1), 1, 2});
  EXPECT_EQ(testing::path_of(model, 0, Side::without), (std::vector<double>{100, 125, 140}));
  EXPECT_EQ(testing::path_of(model, 0, Side::with), (std::vector<double>{100, 125, 140 * 1.1}));
}

TEST(Occasions, HaveOneAmountARun) {
  Model model = empty_model(2);
  model.nodes = {known("x", model, 100)};
  model.occasions = {{"launch", 0, Action::lift, make(Normal{0.2, 0.1}), {1, 0.5}}};
  const Program program = Program::compile(model);
  const auto first = testing::runs_of(program, {0, 0, Side::without}, 20'000);
  const auto second = testing::runs_of(program, {0, 1, Side::with}, 20'000);
  EXPECT_LT(std::abs(testing::mean_z(first, 120)), 3.5);
  for (std::size_t i = 0; i < first.size(); ++i) {
    ASSERT_NEAR((first[i] - 100) / 2, second[i] - 100, 1e-12);
  }
}

}  // namespace
}  // namespace betledger::sim
