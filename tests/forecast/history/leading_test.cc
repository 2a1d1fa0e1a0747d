#include "forecast/history/leading.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "forecast/baseline/baseline.h"
#include "forecast/history/lead_regression.h"
#include "forecast/scoring/scoring.h"

#include "tests/forecast/history/lead_worlds.h"
#include "tests/support/shop.h"

namespace betledger::forecast {
namespace {

constexpr std::size_t ahead = 100;

TEST(FitLeads, OneDriverByHand) {
  // About their means: x = -2 -1 0 1 2, y = -1 -1 0 0 2, so x'x = 10, x'y = 7, y'y = 6.
  const LeadFit fit = fit_leads({1, 1, 2, 2, 4}, {{3, 4, 5, 6, 7}}, {0.4, 0.5});
  ASSERT_EQ(fit.slope.size(), 1U);
  EXPECT_NEAR(fit.slope[0], 0.7, 1e-12);
  EXPECT_EQ(fit.dof, 3);
  EXPECT_NEAR(fit.slope_se[0], std::sqrt((6 - 4.9) / 3 / 10), 1e-12);
  // The slab N(0, sigma^2 / 4) adds 4 to x'x: mean 7 / 14, squares left 6 - 49 / 14. Its odds are
  // 0.6 / 0.4 (1 + 10 / 4)^(-1/2) (6 / 2.5)^(4/2).
  const double odds = 1.5 / std::sqrt(3.5) * std::pow(6 / 2.5, 2);
  const double inclusion = odds / (1 + odds);
  EXPECT_NEAR(fit.inclusion[0], inclusion, 1e-12);
  EXPECT_NEAR(fit.gamma[0], inclusion * 0.5, 1e-12);
  const double square = inclusion * (2.5 / 2 / 14 + 0.25);
  EXPECT_NEAR(fit.gamma_se[0], std::sqrt(square - fit.gamma[0] * fit.gamma[0]), 1e-12);
}

TEST(FitLeads, ADriverGivenTwiceCountsOnce) {
  std::vector<double> driver;
  std::vector<double> outcome;
  for (std::size_t t = 0; t < 60; ++t) {
    driver.push_back(noise_of("driver", t));
    outcome.push_back(0.6 * driver[t] + 0.8 * noise_of("outcome", t));
  }
  const LeadFit once = fit_leads(outcome, {driver});
  const LeadFit twice = fit_leads(outcome, {driver, driver});
  EXPECT_TRUE(twice.slope.empty());  // least squares cannot tell them apart
  EXPECT_NEAR(twice.gamma[0], twice.gamma[1], 1e-12);
  EXPECT_NEAR(twice.gamma[0] + twice.gamma[1], once.gamma[0], 0.03);
}

TEST(FitLeads, OfADriverThatDoesNotMoveIsNil) {
  std::vector<double> outcome(30);
  for (std::size_t t = 0; t < outcome.size(); ++t) {
    outcome[t] = noise_of("outcome", t);
  }
  const LeadFit still = fit_leads(outcome, {std::vector<double>(30, 5.0)});
  EXPECT_TRUE(still.slope.empty());
  EXPECT_EQ(still.gamma[0], 0);
  const LeadFit nothing = fit_leads(std::vector<double>(30, 1.0), {outcome});
  EXPECT_EQ(nothing.gamma[0], 0);
}

TEST(FitLeads, LooksAtTenDriversAtMost) {
  std::vector<std::vector<double>> drivers;
  for (int d = 0; d < 14; ++d) {
    drivers.emplace_back();
    for (std::size_t t = 0; t < 80; ++t) {
      drivers.back().push_back(noise_of("driver" + std::to_string(d), t));
    }
  }
  std::vector<double> outcome;
  for (std::size_t t = 0; t < 80; ++t) {
    outcome.push_back(0.7 * drivers[12][t] + 0.7 * noise_of("outcome", t));
  }
  const LeadFit fit = fit_leads(outcome, drivers);
  EXPECT_GT(fit.gamma[12], 0.5);
  EXPECT_EQ(std::count(fit.inclusion.begin(), fit.inclusion.end(), 0.0), 4);
}

struct Gain {
  double gamma = 0;  // mean over worlds
  double share = 0;  // of the CRPS that the lead takes off, one step ahead, after the history
};

Gain gain_of(double gamma, std::size_t periods) {
  constexpr int worlds = 200;
  const tree::MetricTree tree = lead_tree({link_of("reach", "orders", 3)});
  double without = 0;
  double with = 0;
  Gain gain;
  for (int number = 0; number < worlds; ++number) {
    const LeadWorld world{number, gamma, periods, ahead};
    const auto leads = leads_of(tree, innovations_of(tree, world.history));
    EXPECT_EQ(leads.size(), 1U);
    const double shrunk = leads.at(0).gamma;
    const double rest = std::sqrt(1 - shrunk * shrunk);
    gain.gamma += shrunk / worlds;
    for (std::size_t t = periods; t < periods + ahead; ++t) {
      without += crps_normal(0, 1, world.orders[t]);
      with += crps_normal(shrunk * world.reach[t - 3], rest, world.orders[t]);
    }
  }
  gain.share = 1 - with / without;
  const std::string name = fmt::format("gamma {} periods {}", gamma, periods);
  testing::Test::RecordProperty(name, fmt::format("{:.3f}, gain {:.4f}", gain.gamma, gain.share));
  return gain;
}

TEST(Leads, WhereThereIsOneTakeNearlyAllOfWhatItIsWorth) {
  // The most there is: 1 - sqrt(1 - 0.36) = 20 %.
  const Gain year = gain_of(0.6, 52);
  EXPECT_NEAR(year.gamma, 0.53, 0.03);
  EXPECT_GT(year.share, 0.18);
  const Gain years = gain_of(0.6, 104);
  EXPECT_NEAR(years.gamma, 0.56, 0.03);
  EXPECT_GT(years.share, 0.19);
}

TEST(Leads, WhereThereIsNoneCostLessThanOnePerCent) {
  for (const std::size_t periods : {30U, 52U, 104U}) {
    const Gain none = gain_of(0, periods);
    EXPECT_NEAR(none.gamma, 0, 0.03) << periods;
    EXPECT_GT(none.share, -0.006) << periods;
  }
}

TEST(Leads, AreNodesAndPeriodsOfThePlan) {
  const Plan plan = shop_plan();
  const auto leads = leads_of(plan.tree, innovations_of(plan.tree, plan.history));
  ASSERT_EQ(leads.size(), 1U);
  EXPECT_EQ(leads[0].from, node_of(plan.tree, *plan.tree.find("reach")));
  EXPECT_EQ(leads[0].to, node_of(plan.tree, *plan.tree.find("orders")));
  EXPECT_EQ(leads[0].lag, 1U);
  EXPECT_LT(std::abs(leads[0].gamma), 1);
  EXPECT_GT(leads[0].se, 0);
}

TEST(Leads, NeverExplainTheWhole) {
  // Orders are reach of three weeks ago, to the last digit.
  LeadWorld world{2, 0, 60};
  for (std::size_t t = 3; t < 60; ++t) {
    world.orders[t] = world.reach[t - 3];
  }
  world.history["orders"] = series_of(world.orders, 1, 60);
  world.history["other"] = series_of(world.orders, 1, 60);
  const tree::MetricTree tree =
      lead_tree({link_of("reach", "orders", 3), link_of("other", "orders", 0)});
  double squares = 0;
  for (const Lead& lead : leads_of(tree, innovations_of(tree, world.history))) {
    squares += lead.gamma * lead.gamma;
  }
  EXPECT_LE(squares, most_explained + 1e-12);
  EXPECT_GT(squares, 0.4);  // half and half is as good as all in one
}

TEST(Leads, PeriodsWithoutAValueAreLeftOut) {
  LeadWorld world{4, 0.6, 80};
  for (const std::size_t t : {10U, 11U, 30U, 55U}) {
    world.history["reach"].values[t].reset();
    world.history["orders"].values[t + 2].reset();
  }
  const tree::MetricTree tree = lead_tree({link_of("reach", "orders", 3)});
  const auto leads = leads_of(tree, innovations_of(tree, world.history));
  ASSERT_EQ(leads.size(), 1U);
  EXPECT_NEAR(leads[0].gamma, 0.6, 0.25);
}

TEST(Leads, ASurpriseOutOfProportionCostsAQuarterOfWhatTheyArePerUnit) {
  // One surprise in reach is twelve standard deviations, and orders take no notice of it: as it is,
  // it would leave less than half of the slope.
  const tree::MetricTree tree = lead_tree({link_of("reach", "orders", 3)});
  LeadWorld world{2, 0.6, 104};
  const auto per_unit = [&] {
    const auto sd = [&](const std::string& key) {
      return one_step_residuals(world.history.at(key), tree::Support::positive).sd;
    };
    const auto leads = leads_of(tree, innovations_of(tree, world.history));
    return leads.at(0).gamma * sd("orders") / sd("reach");
  };
  const double before = per_unit();
  std::vector<double> reach = world.reach;
  reach[50] += 12;
  world.history["reach"] = series_of(reach, 1, 104);
  EXPECT_GT(per_unit(), 0.7 * before);
}

TEST(Innovations, OnePeriodOutOfProportionIsHeld) {
  std::vector<std::optional<double>> residuals;
  for (std::size_t t = 0; t < 50; ++t) {
    residuals.emplace_back(noise_of("residuals", t));
  }
  residuals[20].reset();
  const Innovation before = standardised(residuals, 1);
  residuals[30] = 40;
  const Innovation after = standardised(residuals, 6);
  EXPECT_FALSE(after.values[20]);
  EXPECT_LT(*after.values[30], 3.5);
  EXPECT_NEAR(*after.values[10], *before.values[10], 0.2);
  EXPECT_TRUE(standardised({1, 1, 1}, 1).values.empty());
}

TEST(ResidualCorrelations, OfIndependentMetricsAreNone) {
  const tree::MetricTree tree = lead_tree({});
  int found = 0;
  for (int number = 0; number < 60; ++number) {
    LeadWorld world{number, 0, 52};
    world.history["other"] = series_of(LeadWorld{1'000 + number, 0, 52}.reach, 1, 52);
    found += residual_correlations(tree, innovations_of(tree, world.history), {}).empty() ? 0 : 1;
  }
  EXPECT_LE(found, 3 + 3 * 1.7);
}

TEST(ResidualCorrelations, OfMetricsThatMoveTogetherAreNearTheTruth) {
  const tree::MetricTree tree = lead_tree({});
  double mean = 0;
  for (int number = 0; number < 40; ++number) {
    LeadWorld world{number, 0, 80};
    for (std::size_t t = 0; t < 80; ++t) {
      world.orders[t] = 0.7 * world.reach[t] + std::sqrt(0.51) * world.orders[t];
    }
    world.history["orders"] = series_of(world.orders, 1, 80);
    const auto found = residual_correlations(tree, innovations_of(tree, world.history), {});
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].a,
              std::min(node_of(tree, *tree.find("reach")), node_of(tree, *tree.find("orders"))));
    mean += found[0].rho / 40;
  }
  EXPECT_NEAR(mean, 0.68, 0.03);
}

TEST(ResidualCorrelations, WhatALeadForetellsIsNoCorrelationAnyMore) {
  // Reach drives orders and other at the same lag: they move together through it alone.
  const tree::MetricTree tree =
      lead_tree({link_of("reach", "orders", 3), link_of("reach", "other", 3)});
  int without = 0;
  int with = 0;
  for (int number = 0; number < 30; ++number) {
    LeadWorld world{number, 0.8, 104};
    const LeadWorld second{500 + number, 0, 104};
    std::vector<double> other = second.orders;
    for (std::size_t t = 3; t < other.size(); ++t) {
      other[t] = 0.8 * world.reach[t - 3] + 0.6 * second.orders[t];
    }
    world.history["other"] = series_of(other, 1, 104);
    const Innovations innovations = innovations_of(tree, world.history);
    without += residual_correlations(tree, innovations, {}).empty() ? 0 : 1;
    with += residual_correlations(tree, innovations, leads_of(tree, innovations)).empty() ? 0 : 1;
  }
  EXPECT_EQ(without, 30);
  EXPECT_LE(with, 5);
}

TEST(ResidualCorrelations, GiveAMatrixThatIsOne) {
  // Three metrics that are one: 1 + 2 rho on the diagonal's side, 1 - rho on the other.
  const tree::MetricTree tree = lead_tree({});
  LeadWorld world{2, 0, 60};
  world.history["orders"] = world.history["reach"];
  world.history["other"] = world.history["reach"];
  const auto found = residual_correlations(tree, innovations_of(tree, world.history), {});
  ASSERT_EQ(found.size(), 3U);
  for (const Correlation& each : found) {
    EXPECT_LT(each.a, each.b);
    EXPECT_LE(each.rho, 1);
    EXPECT_GT(each.rho, 0.9);
  }
}

}  // namespace
}  // namespace betledger::forecast
