#include "forecast/gap/alarm.h"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "forecast/projection/fan.h"

#include "tests/support/small_model.h"

namespace betledger::forecast {
namespace {

using Values = std::vector<std::optional<double>>;
constexpr std::uint32_t weeks = 13;

/// Twenty metrics of three kinds: steady with noise, wandering, and in between, on three supports.
sim::Model twenty_metrics() {
  sim::Model model = sim::testing::empty_model(weeks);
  for (int j = 0; j < 20; ++j) {
    const double carry = j % 3 == 0 ? 0 : j % 3 == 1 ? 0.7 : 1;
    auto steady = sim::testing::member(weeks, 1, carry, 0.05);
    steady.dof = 40;
    auto walk = sim::testing::member(weeks, 1, 1, 0.06);
    walk.dof = 40;
    model.nodes.push_back(sim::testing::pool("m" + std::to_string(j), {steady, walk}));
    if (j % 3 != 0) {
      model.nodes.back().source = sim::BasePath{sim::PathPool{{steady}}};
    }
    model.nodes.back().support =
        std::vector{tree::Support::real,
                    tree::Support::positive,
                    tree::Support::fraction}[static_cast<std::size_t>(j / 3) % 3];
  }
  return model;
}

struct Watch {
  explicit Watch(const sim::Model& model, std::uint64_t runs = 16'384)
      : program{sim::Program::compile(model)}, executor{sim::make_tbb_executor()} {
    std::vector<AlarmSeries> series;
    for (std::uint32_t n = 0; n < model.nodes.size(); ++n) {
      series.push_back({n, std::vector<bool>(weeks, true)});
    }
    alarm = std::make_unique<Alarm>(program, series, AlarmSettings{runs, 1, 0.1}, *executor);
  }
  /// All paths of `count` other quarters: [metric][week][run].
  [[nodiscard]] std::vector<std::vector<std::vector<double>>> quarters(std::uint64_t count) const {
    std::vector<sim::Output> outputs;
    for (std::uint32_t n = 0; n < program.model().nodes.size(); ++n) {
      for (std::uint32_t t = 0; t < weeks; ++t) {
        outputs.push_back({n, t, sim::Side::with});
      }
    }
    auto samples = sim::simulate(program, {count, 77}, outputs, *executor);
    std::vector<std::vector<std::vector<double>>> paths(program.model().nodes.size());
    for (std::size_t k = 0; k < outputs.size(); ++k) {
      paths[outputs[k].node].push_back(std::move(samples.columns[k]));
    }
    return paths;
  }
  sim::Program program;
  std::unique_ptr<sim::Executor> executor;
  std::unique_ptr<Alarm> alarm;
};

Values values_of(const std::vector<std::vector<double>>& path, std::size_t run) {
  Values values;
  for (const auto& week : path) {
    values.emplace_back(week[run]);
  }
  return values;
}

TEST(Alarm, IsFalseInAtMostOneQuarterInTen) {
  const Watch watch{twenty_metrics()};
  constexpr std::size_t count = 1'000;  // quarters
  const auto paths = watch.quarters(count);
  int alarms = 0;
  for (std::size_t run = 0; run < count; ++run) {
    bool any = false;
    for (std::size_t j = 0; j < paths.size(); ++j) {
      any = any || watch.alarm->read(j, values_of(paths[j], run), weeks).first.has_value();
    }
    alarms += any ? 1 : 0;
  }
  const double share = alarms / static_cast<double>(count);
  EXPECT_LE(watch.alarm->false_alarms(), 0.1);
  EXPECT_GE(watch.alarm->false_alarms(), 0.07);
  EXPECT_NEAR(share, watch.alarm->false_alarms(), 3 * std::sqrt(0.09 / count));
  RecordProperty("share", std::to_string(share));
}

TEST(Alarm, FindsALevelASpikeAndADriftWhereTheyAre) {
  sim::Model model = sim::testing::empty_model(weeks);
  model.nodes = {sim::testing::pool("m", {sim::testing::member(weeks, 10, 0, 1)})};
  const Watch watch{model};
  const auto read = [&](const std::function<double(int)>& at) {
    Values values;
    for (int t = 0; t < static_cast<int>(weeks); ++t) {
      values.emplace_back(10 + at(t));
    }
    return watch.alarm->read(0, values, weeks);
  };
  const Departure none = read([](int) { return 0; });
  EXPECT_FALSE(none.first);
  EXPECT_GT(none.p, 0.99);
  const Departure level = read([](int t) { return t >= 4 ? 3 : 0; });
  EXPECT_EQ(level.shape, Shape::level);
  EXPECT_EQ(level.since, 4U);
  EXPECT_NEAR(level.size, 3, 0.1);
  EXPECT_NEAR(level.z, 9, 0.3);
  EXPECT_LE(level.p, watch.alarm->threshold());
  ASSERT_TRUE(level.first);
  EXPECT_LE(*level.first, 6U);
  const Departure spike = read([](int t) { return t == 7 ? -6 : 0; });
  EXPECT_EQ(spike.shape, Shape::spike);
  EXPECT_EQ(spike.since, 7U);
  EXPECT_NEAR(spike.size, -6, 0.2);
  EXPECT_EQ(spike.first, 7U);
  const Departure drift = read([](int t) { return t >= 5 ? 1.0 * (t - 4) : 0; });
  EXPECT_EQ(drift.shape, Shape::drift);
  EXPECT_EQ(drift.since, 5U);
  EXPECT_NEAR(drift.size, 1, 0.1);
  const Alarm::Step step = watch.alarm->step(0, drift, 12);
  EXPECT_NEAR(step.expected, 10, 0.1);
  EXPECT_NEAR(step.shifted, 18, 0.5);
  EXPECT_NEAR(watch.alarm->band(0, 3).p90, 10 + 1.2816, 0.1);
}

TEST(Alarm, WaitsForWhatWasNotSeenAndSaysNothingOfWhatNeverVaries) {
  sim::Model model = sim::testing::empty_model(weeks);
  model.nodes = {sim::testing::pool("m", {sim::testing::member(weeks, 10, 0, 1)}),
                 sim::testing::known("k", model, 5)};
  const auto program = sim::Program::compile(model);
  const auto executor = sim::make_thread_executor(1);
  std::vector<bool> gaps(weeks, true);
  gaps[2] = gaps[3] = false;
  const Alarm alarm{program, {{0, gaps}, {1, std::vector<bool>(weeks, true)}}, {2'000}, *executor};
  Values values(weeks, 10.0);
  values[2] = values[3] = std::nullopt;
  values[4] = 16.0;
  EXPECT_FALSE(alarm.read(0, values, 4).first);
  const Departure found = alarm.read(0, values, 5);
  EXPECT_EQ(found.first, 4U);
  EXPECT_EQ(found.since, 4U);
  EXPECT_EQ(alarm.read(0, values, 0).p, 1);
  EXPECT_EQ(alarm.read(1, Values(weeks, 6.0), weeks).p, 1);
}

TEST(Alarm, KnowsThatABetMayWork) {
  // One quarter in two, the level is up by 5 from week 3 on: that is the plan, not news.
  sim::Model model = sim::testing::empty_model(weeks);
  model.nodes = {sim::testing::pool("m", {sim::testing::member(weeks, 10, 0, 1)})};
  sim::testing::add_bet(model, {"bet", 0, sim::Action::shift, Distribution::constant(5), 0.5, 3});
  const Watch watch{model};
  Values values(weeks, 10.2);
  EXPECT_FALSE(watch.alarm->read(0, values, weeks).first);
  for (std::size_t t = 3; t < weeks; ++t) {
    values[t] = 15.1;
  }
  EXPECT_FALSE(watch.alarm->read(0, values, weeks).first);
  for (std::size_t t = 3; t < weeks; ++t) {
    values[t] = 4.9;
  }
  EXPECT_TRUE(watch.alarm->read(0, values, weeks).first);
}

TEST(Alarm, HasTheSameBytesForEveryExecutor) {
  const sim::Model model = twenty_metrics();
  const auto program = sim::Program::compile(model);
  std::vector<AlarmSeries> series;
  for (std::uint32_t n = 0; n < 4; ++n) {
    series.push_back({n, std::vector<bool>(weeks, true)});
  }
  const auto one = sim::make_thread_executor(1);
  const auto three = sim::make_thread_executor(3);
  const auto tbb = sim::make_tbb_executor();
  const Alarm a{program, series, {1'000}, *one};
  for (sim::Executor* executor : {three.get(), tbb.get()}) {
    const Alarm b{program, series, {1'000}, *executor};
    EXPECT_EQ(a.threshold(), b.threshold());
    const Values values(weeks, 1.1);
    const Departure x = a.read(0, values, 9);
    const Departure y = b.read(0, values, 9);
    EXPECT_EQ(x.p, y.p);
    EXPECT_EQ(x.z, y.z);
    EXPECT_EQ(x.since, y.since);
  }
}

}  // namespace
}  // namespace betledger::forecast
