#include "forecast/projection/forecast.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "forecast/projection/contract.h"
#include "forecast/projection/fan.h"
#include "forecast/projection/make_forecast.h"
#include "forecast/projection/monitor.h"
#include "forecast/projection/settings.h"
#include "ledger/text/json_write.h"
#include "sim/tasks/executor.h"

#include "tests/support/shop.h"

namespace betledger::forecast {
namespace {

using ::testing::ElementsAre;

Settings few_runs() {
  Settings settings;
  settings.runs = 3'000;
  settings.seed = 7;
  settings.attribution_runs = 3'000;
  settings.variance_runs = 1'000;
  return settings;
}

Forecast forecast_of(Plan plan, const Settings& settings = few_runs()) {
  const auto executor = sim::make_thread_executor(2);
  return make_forecast(std::move(plan), settings, *executor).value();
}

const MetricFan& fan_of(const Forecast& forecast, const std::string& metric) {
  return *std::find_if(forecast.metrics.begin(), forecast.metrics.end(), [&](const MetricFan& fan) {
    return fan.metric == metric;
  });
}

nlohmann::json contract_json(const Forecast& forecast) {
  return nlohmann::json::parse(ledger::write_json(contract_of(forecast, "1.2.3")));
}

TEST(Forecast, FansEveryMetricInTheOrderOfTheTree) {
  const Forecast forecast = forecast_of(shop_plan());
  ASSERT_EQ(forecast.metrics.size(), 6U);
  for (std::size_t m = 0; m < forecast.metrics.size(); ++m) {
    const MetricFan& fan = forecast.metrics[m];
    EXPECT_EQ(fan.metric, forecast.plan.tree.spec().metrics[m].key);
    ASSERT_EQ(fan.periods.size(), 13U);
    EXPECT_NEAR(fan.difference.value,
                fan.rollup_with.mean - fan.rollup_without.mean,
                1e-9 * std::abs(fan.rollup_with.mean));
  }
  const MetricFan& orders = fan_of(forecast, "orders");
  double sum = 0;
  for (const PeriodFan& period : orders.periods) {
    sum += period.with.mean;
  }
  EXPECT_NEAR(orders.rollup_with.mean, sum, 1e-9 * sum);
  const MetricFan& members = fan_of(forecast, "members");
  EXPECT_EQ(members.rollup_with.mean, members.periods.back().with.mean);
}

TEST(Forecast, OddsCountTheRunsThatMeetTheTarget) {
  const Forecast forecast = forecast_of(shop_plan());
  ASSERT_TRUE(forecast.target.has_value());
  EXPECT_GT(forecast.target->with.value, forecast.target->without.value);
  EXPECT_GT(forecast.target->with.value, 0);
  EXPECT_LT(forecast.target->without.value, 1);
  Plan easy = shop_plan();
  easy.cycle.target->bound.value = 1;
  EXPECT_EQ(forecast_of(std::move(easy)).target->without.value, 1);
}

TEST(Forecast, WatchesFocusInputsAndGuardrails) {
  const Forecast forecast = forecast_of(shop_plan());
  ASSERT_EQ(forecast.watches.size(), 2U);
  const Watch& reach = forecast.watches[0];
  EXPECT_EQ(reach.metric, "reach");
  EXPECT_FALSE(reach.guardrail);
  // The mailing works in 0.8 x 0.5 of the runs, with a lift that is practically never negative.
  EXPECT_NEAR(reach.better.value, 0.4, 4 * reach.better.se + 0.001);
  EXPECT_NEAR(reach.worse.value, 0, 0.001);
  const Watch& returns = forecast.watches[1];
  EXPECT_EQ(returns.metric, "return_share");
  EXPECT_TRUE(returns.guardrail);
  EXPECT_EQ(returns.better.value, 0);  // desired down, pushed up
  EXPECT_NEAR(returns.worse.value, 0.8 * 0.9, 4 * returns.worse.se);
  ASSERT_TRUE(returns.limit.has_value());
  EXPECT_LE(returns.limit->with.value, returns.limit->without.value);
}

TEST(Forecast, DroppingABetLeavesEverythingElseAsItWas) {
  const Forecast all = forecast_of(shop_plan());
  Plan fewer = shop_plan();
  fewer.bets.erase(fewer.bets.begin() + 1);
  const Forecast less = forecast_of(std::move(fewer));
  for (std::size_t m = 0; m < all.metrics.size(); ++m) {
    EXPECT_EQ(all.metrics[m].rollup_without.mean, less.metrics[m].rollup_without.mean);
    EXPECT_EQ(all.metrics[m].rollup_without.quantiles, less.metrics[m].rollup_without.quantiles);
    for (std::size_t t = 0; t < 13; ++t) {
      EXPECT_EQ(all.metrics[m].periods[t].without.quantiles,
                less.metrics[m].periods[t].without.quantiles);
    }
  }
  // What the dropped bet does not touch is the same with bets, too.
  EXPECT_EQ(fan_of(all, "basket").periods[5].with.mean,
            fan_of(less, "basket").periods[5].with.mean);
  EXPECT_EQ(fan_of(all, "reach").rollup_with.quantiles,
            fan_of(less, "reach").rollup_with.quantiles);
  // And the leave-one-out uplift is the difference of the two forecasts.
  EXPECT_NEAR(all.attribution.bets[1].uplift.mean,
              fan_of(all, "revenue").rollup_with.mean - fan_of(less, "revenue").rollup_with.mean,
              1e-7);
}

TEST(Forecast, MoreRunsThanFitInMemoryAtOnceGiveTheSameFans) {
  // 6 metrics x 28 columns x 200,000 runs exceed one batch.
  Settings many = few_runs();
  many.runs = 200'000;
  many.attribution = false;
  const Forecast batched = forecast_of(shop_plan(), many);
  Settings first = many;
  first.runs = 20'000;
  const Forecast prefix = forecast_of(shop_plan(), first);
  for (std::size_t m = 0; m < 6; ++m) {
    const auto& a = batched.metrics[m].rollup_with;
    const auto& b = prefix.metrics[m].rollup_with;
    EXPECT_NEAR(a.mean, b.mean, 4 * b.se);
  }
}

TEST(Contract, HasTheKeysThatProgramsRelyOn) {
  const nlohmann::json json = contract_json(forecast_of(shop_plan()));
  EXPECT_EQ(json.at("schema"), "betledger.forecast/1");
  EXPECT_EQ(json.at("provenance").at("head").at("seq"), 12);
  EXPECT_EQ(json.at("provenance").at("version"), "1.2.3");
  EXPECT_EQ(json.at("provenance").at("seed"), 7);
  EXPECT_EQ(json.at("provenance").at("runs"), 3'000);
  EXPECT_EQ(json.at("cycle").at("start"), "2026-06-29");
  EXPECT_EQ(json.at("cycle").at("end"), "2026-09-27");
  EXPECT_EQ(json.at("cycle").at("period"), "week");
  EXPECT_EQ(json.at("cycle").at("periods"), 13);
  EXPECT_EQ(json.at("focus"), "revenue");
  EXPECT_EQ(json.at("target").at("at_least"), 68'000);
  for (const char* key : {"with", "without", "se"}) {
    EXPECT_TRUE(json.at("target").at("probability").at(key).is_number());
  }
  const auto expect_summary = [](const nlohmann::json& summary) {
    for (const char* key : {"mean", "se", "p05", "p10", "p25", "p50", "p75", "p90", "p95"}) {
      EXPECT_TRUE(summary.at(key).is_number()) << key;
    }
  };
  const auto& revenue = json.at("metrics").at(0);
  EXPECT_EQ(revenue.at("metric"), "revenue");
  EXPECT_TRUE(revenue.at("unit").is_string());
  EXPECT_EQ(revenue.at("rollup").at("kind"), "sum");
  expect_summary(revenue.at("rollup").at("with"));
  expect_summary(revenue.at("rollup").at("without"));
  expect_summary(revenue.at("periods").at(12).at("with"));
  EXPECT_EQ(revenue.at("periods").at(1).at("start"), "2026-07-06");
  const auto& bet = json.at("bets").at(0);
  EXPECT_EQ(bet.at("bet"), "mailing");
  for (const char* key : {"mean", "se", "p10", "p50", "p90"}) {
    EXPECT_TRUE(bet.at("uplift").at(key).is_number());
  }
  EXPECT_TRUE(bet.at("shapley").at("se").is_number());
  EXPECT_TRUE(bet.at("probability_positive").is_number());
  EXPECT_TRUE(json.at("overlap").at("naive_sum").is_number());
  EXPECT_TRUE(json.at("overlap").at("joint").is_number());
  for (const auto& row : json.at("variance")) {
    EXPECT_TRUE(row.at("source").is_string());
    for (const char* key : {"first_order", "total", "se"}) {
      EXPECT_TRUE(row.at(key).is_number());
    }
  }
}

TEST(Contract, NumbersAreAtFullPrecision) {
  const Forecast forecast = forecast_of(shop_plan());
  const nlohmann::json json = contract_json(forecast);
  EXPECT_EQ(json.at("metrics")[0].at("rollup").at("with").at("mean").get<double>(),
            forecast.metrics[0].rollup_with.mean);
  EXPECT_EQ(json.at("bets")[2].at("shapley").at("mean").get<double>(),
            forecast.attribution.bets[2].shapley.value);
}

TEST(Contract, BytesDoNotDependOnExecutorOrThreads) {
  const auto bytes = [](sim::Executor& executor) {
    return ledger::write_json(
        contract_of(make_forecast(shop_plan(), few_runs(), executor).value(), "1"));
  };
  const auto one = sim::make_thread_executor(1);
  const std::string first = bytes(*one);
  for (const std::size_t threads : {std::size_t{1}, std::size_t{2}, std::size_t{4}}) {
    EXPECT_EQ(bytes(*sim::make_thread_executor(threads)), first) << threads << " threads";
    EXPECT_EQ(bytes(*sim::make_tbb_executor(threads)), first) << threads << " threads of TBB";
  }
}

TEST(Until, EndsWhenThereAreRunsEnoughAndGivesTheBytesOfExactlySoMany) {
  Settings settings = few_runs();
  settings.runs = 1'000'000;
  settings.until = Precision{0.006, 0.006};
  const Forecast automatic = forecast_of(shop_plan(), settings);
  EXPECT_FALSE(automatic.interrupted);
  EXPECT_LE(automatic.target->with.se, 0.006);
  EXPECT_GT(automatic.settings.runs, 4'096U);
  EXPECT_LT(automatic.settings.runs, 60'000U);
  settings.runs = automatic.settings.runs;
  settings.until.reset();
  EXPECT_EQ(contract_json(automatic), contract_json(forecast_of(shop_plan(), settings)));
  settings.runs = 1'000'000;
  settings.until = Precision{0.003, 0.003};
  EXPECT_GT(forecast_of(shop_plan(), settings).settings.runs, 2 * automatic.settings.runs);
}

TEST(Monitor, StopsTheForecastWithTheRunsThatAreDone) {
  Settings settings = few_runs();
  settings.runs = 300'000;
  std::atomic<bool> stop{false};
  std::uint64_t reported = 0;
  const auto executor = sim::make_thread_executor(2);
  const Forecast stopped = make_forecast(shop_plan(),
                                         settings,
                                         *executor,
                                         {[&](std::uint64_t done, std::uint64_t most) {
                                            EXPECT_EQ(most, 300'000U);
                                            reported = done;
                                            stop = done > 20'000;
                                          },
                                          &stop})
                               .value();
  EXPECT_TRUE(stopped.interrupted);
  EXPECT_EQ(stopped.settings.runs, reported);
  EXPECT_LT(reported, 100'000U);
  EXPECT_TRUE(stopped.attribution.bets.empty());
  settings.runs = reported;
  settings.attribution = false;
  const Forecast shorter = forecast_of(shop_plan(), settings);
  EXPECT_EQ(stopped.metrics[0].rollup_with.mean, shorter.metrics[0].rollup_with.mean);
  EXPECT_EQ(stopped.target->with.value, shorter.target->with.value);
}

TEST(Forecast, OfMoreRunsThanItKeepsCountsQuantiles) {
  Settings settings = few_runs();
  settings.attribution = false;
  settings.runs = 40'000;
  const Forecast kept = forecast_of(shop_plan(), settings);
  EXPECT_TRUE(kept.exact_quantiles);
  settings.runs = 80'000;
  const Forecast counted = forecast_of(shop_plan(), settings);
  EXPECT_FALSE(counted.exact_quantiles);
  for (std::size_t m = 0; m < kept.metrics.size(); ++m) {
    const sim::Summary& a = kept.metrics[m].rollup_with;
    const sim::Summary& b = counted.metrics[m].rollup_with;
    for (std::size_t i = 0; i < a.quantiles.size(); ++i) {
      // The first 40,000 runs are half of the 80,000: 4 standard errors of a far quantile.
      EXPECT_NEAR(a.quantiles[i], b.quantiles[i], 12 * a.se + 1e-12 * std::abs(a.mean))
          << m << " " << i;
    }
  }
}

TEST(Contract, WithoutAttributionTheListsAreEmpty) {
  Settings settings = few_runs();
  settings.attribution = false;
  const nlohmann::json json = contract_json(forecast_of(shop_plan(), settings));
  EXPECT_TRUE(json.at("bets").empty());
  EXPECT_TRUE(json.at("variance").empty());
}

}  // namespace
}  // namespace betledger::forecast
