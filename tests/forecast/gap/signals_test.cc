#include "forecast/gap/signals.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "forecast/gap/gap.h"
#include "forecast/plan/to_model.h"

#include "tests/support/small_standing.h"

namespace betledger::forecast {
namespace {

using ::testing::HasSubstr;

SignalSettings quick() {
  SignalSettings settings;
  settings.alarm.runs = 4'096;
  return settings;
}

sim::Program plan_of(SmallStanding& stand) {
  return sim::Program::compile(to_model(stand.standing().locked, stand.standing().baselines));
}

SmallStanding as_always(std::uint32_t weeks) {
  SmallStanding stand{weeks};
  stand.see_wave("orders", 100, 0.1, 0);
  stand.see_wave("basket", 50, 0.05, 5);
  stand.see_wave("return_share", 0.05, 0.1, 9);
  stand.see_wave("reach", 5'000, 0.08, 2);
  return stand;
}

TEST(Signals, NoiseIsNotNews) {
  const auto executor = sim::make_tbb_executor();
  SmallStanding stand = as_always(6);
  const Signals none = find_signals(stand.standing(), plan_of(stand), quick(), *executor);
  EXPECT_EQ(none.metrics, 4U);
  EXPECT_GT(none.threshold, 0);
  EXPECT_LE(none.false_alarms, 0.1);
  for (const Signal& signal : none.found) {
    EXPECT_EQ(signal.tier, Signal::Tier::watch);
  }
  SmallStanding unseen{3};
  EXPECT_EQ(find_signals(unseen.standing(), plan_of(unseen), quick(), *executor).metrics, 0U);
}

TEST(Signals, SayWhatMovedSinceWhenAndWhatItLeads) {
  const auto executor = sim::make_tbb_executor();
  SmallStanding stand = as_always(6);
  stand.see("reach", [](int t) { return t < 3 ? 5'000 : 3'500; });
  stand.see("return_share", [](int t) { return t == 5 ? 0.09 : 0.05; });
  Signals signals = find_signals(stand.standing(), plan_of(stand), quick(), *executor);
  ASSERT_GE(signals.found.size(), 2U);
  const auto of = [&](const std::string& metric) -> Signal& {
    for (Signal& signal : signals.found) {
      if (signal.metric == metric) {
        return signal;
      }
    }
    throw std::out_of_range{metric};
  };
  Signal& reach = of("reach");
  EXPECT_EQ(reach.tier, Signal::Tier::warning);
  EXPECT_EQ(reach.sense, Signal::Sense::worse);
  EXPECT_TRUE(reach.focus_input);
  EXPECT_FALSE(reach.fresh);
  EXPECT_EQ(reach.departure.since, 3U);
  EXPECT_EQ(reach.last, 5U);
  EXPECT_EQ(reach.seen, 3'500);
  EXPECT_LT(reach.seen, reach.band.p10);
  ASSERT_EQ(reach.ahead.size(), 1U);
  EXPECT_EQ(reach.ahead[0].metric, "orders");
  EXPECT_EQ(reach.ahead[0].period, 4U);  // a week later
  Signal& returns = of("return_share");
  EXPECT_EQ(returns.sense, Signal::Sense::worse);
  EXPECT_TRUE(returns.guardrail);
  EXPECT_TRUE(returns.fresh);
  EXPECT_EQ(returns.departure.since, 5U);
  EXPECT_NEAR(returns.step.shifted, 0.09, 0.005);

  Prospect prospect{stand, {reach.node}, *executor, 512};
  foretell(signals, prospect.extended.probes, prospect.outlook);
  ASSERT_TRUE(reach.ahead[0].change);
  // 30 % less reach, an elasticity of 0.5, real with 0.6.
  EXPECT_NEAR(*reach.ahead[0].change, 100 * 0.6 * (std::pow(0.7, 0.5) - 1), 3);
  const auto& plan = stand.standing().locked;
  const std::string words = in_words(reach, plan.tree, plan.cycle.timeline);
  EXPECT_THAT(words, HasSubstr("reach (worse)"));
  EXPECT_THAT(words, HasSubstr("below plan since the period of 2026-07-20"));
  EXPECT_THAT(words, HasSubstr("leads orders from the period of 2026-07-27"));
}

TEST(Actions, AreAllOfItAtOnceForAnyExecutor) {
  SmallStanding stand = as_always(6);
  stand.see("reach", [](int t) { return t < 3 ? 5'000 : 3'500; });
  const auto one = sim::make_thread_executor(1);
  const auto three = sim::make_thread_executor(3);
  GapSettings settings;
  settings.landing.particles = 512;
  const Inferred inferred{stand.standing(), settings, *one};
  const Actions a = actions_of(stand.standing(), inferred, 1, *one);
  const Actions b = actions_of(stand.standing(), inferred, 1, *three);
  ASSERT_FALSE(a.signals.found.empty());
  EXPECT_EQ(a.signals.found.front().metric, "reach");
  EXPECT_TRUE(a.signals.found.front().ahead.front().change);
  EXPECT_EQ(a.signals.found.front().ahead.front().change,
            b.signals.found.front().ahead.front().change);
  ASSERT_EQ(a.decisions.size(), 3U);
  ASSERT_EQ(a.candidates.size(), 1U);  // express
  EXPECT_EQ(a.candidates.front().starts.back().effect.focus_change.mean,
            b.candidates.front().starts.back().effect.focus_change.mean);
  ASSERT_EQ(a.lifts.size(), 2U);  // reach and orders
  EXPECT_EQ(a.lifts[0].amount, b.lifts[0].amount);
}

}  // namespace
}  // namespace betledger::forecast
