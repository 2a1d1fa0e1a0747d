#include "forecast/plan/to_model.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "forecast/plan/make_plan.h"
#include "forecast/plan/model_timing.h"
#include "forecast/plan/plan.h"

#include "tests/support/shop.h"
#include "tests/support/values.h"

namespace betledger::forecast {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pointwise;

/// Baselines are another matter: a walk that stays where it is.
std::vector<Baseline> flat_baselines(const Plan& plan) {
  std::vector<Baseline> baselines;
  for (const tree::Metric& metric : plan.tree.spec().metrics) {
    if (!metric.is_component() && plan.history.contains(metric.key)) {
      Baseline baseline;
      baseline.metric = metric.key;
      baseline.support = metric.support;
      FittedMember member;
      const std::size_t periods = plan.cycle.timeline.count;
      member.path.mean.assign(periods,
                              to_scale(metric.support, *plan.history.at(metric.key).values.back()));
      member.path.psi.assign(periods, 1.0);
      member.path.sigma = 0.05;
      baseline.members = {member};
      baselines.push_back(baseline);
    }
  }
  return baselines;
}

sim::Model model_of(const Plan& plan) {
  return to_model(plan, flat_baselines(plan));
}

const sim::Gate* find_gate(const sim::Model& model, const std::string& key) {
  const auto found = std::find_if(
      model.gates.begin(), model.gates.end(), [&](const sim::Gate& g) { return g.key == key; });
  return found == model.gates.end() ? nullptr : &*found;
}

TEST(Model, BetsBecomeGatesProfilesAndInterventions) {
  const Plan plan = shop_plan();
  const sim::Model model = model_of(plan);
  EXPECT_EQ(model.groups, 3U);
  ASSERT_EQ(model.profiles.size(), 3U);
  ASSERT_EQ(model.interventions.size(), 4U);
  const sim::Gate* delivered = find_gate(model, "bet:cross_sell/delivered");
  const sim::Gate* works = find_gate(model, "bet:cross_sell/works");
  const sim::Gate* own = find_gate(model, "bet:cross_sell/works/return_share");
  ASSERT_TRUE(delivered != nullptr && works != nullptr && own != nullptr);
  EXPECT_EQ(delivered->probability, 0.8);
  EXPECT_EQ(works->probability, 0.5);
  EXPECT_EQ(own->probability, 0.9);
  EXPECT_EQ(model.interventions[2].key, "bet:cross_sell/amount/basket");
  EXPECT_EQ(model.interventions[3].key, "bet:cross_sell/amount/return_share");
  EXPECT_EQ(model.interventions[3].action, sim::Action::shift);
  EXPECT_EQ(model.interventions[3].group, 2U);
  EXPECT_EQ(model.nodes[model.interventions[3].node].key, "return_share");
  EXPECT_EQ(&model.gates[model.interventions[3].gates.works.value()], own);
  // 2026-07-13 is two weeks after the cycle's first Monday, 2026-06-29.
  EXPECT_DOUBLE_EQ(model.profiles[0].start, 2);
  EXPECT_DOUBLE_EQ(model.profiles[0].ramp_periods, 2);
  EXPECT_DOUBLE_EQ(model.profiles[0].delay.highest(), 2);
  EXPECT_EQ(model.profiles[0].ramp, sim::Ramp::linear);
}

TEST(Model, LinksReadConfidenceOnTheTreesScale) {
  Plan plan = shop_plan();
  EXPECT_EQ(find_gate(model_of(plan), "link:reach->orders")->probability, 0.6);
  tree::TreeSpec spec = plan.tree.spec();
  spec.confidence.medium = Probability{0.5};
  plan.tree = tree::MetricTree::build(spec).value();
  const sim::Model model = model_of(plan);
  EXPECT_EQ(find_gate(model, "link:reach->orders")->probability, 0.5);
  ASSERT_EQ(model.influences.size(), 1U);
  EXPECT_EQ(model.influences[0].lag, 1U);
  EXPECT_EQ(model.nodes[model.influences[0].from].key, "reach");
}

TEST(Model, NodesKeepWeightsAndThePastTheirReadersNeed) {
  const sim::Model model = model_of(shop_plan());
  for (const sim::Node& node : model.nodes) {
    if (node.key == "members") {
      EXPECT_THAT(node.past, ElementsAre(2'400));
    } else {
      EXPECT_THAT(node.past, IsEmpty());
    }
    if (node.key == "basket") {
      ASSERT_TRUE(node.weight.has_value());
      EXPECT_EQ(model.nodes[*node.weight].key, "orders");
    }
  }
}

TEST(Model, GatesFollowWhatTheyNeed) {
  ledger::Book book = shop();
  book.bets["mailing"].terms.needs = {"cross_sell", "one_click"};
  Diagnostics warnings;
  const sim::Model model = model_of(plan_of(book));
  const sim::Gate* mailing = find_gate(model, "bet:mailing/delivered");
  ASSERT_EQ(mailing->needs.size(), 2U);
  EXPECT_EQ(model.gates[mailing->needs[0]].key, "bet:cross_sell/delivered");
  for (std::size_t g = 0; g < model.gates.size(); ++g) {
    for (const std::uint32_t need : model.gates[g].needs) {
      EXPECT_LT(need, g);
    }
  }
  EXPECT_EQ(model.interventions[0].key,
            "bet:mailing/amount/reach");  // groups keep the sheet's order
}

TEST(Model, WhatTheLedgerKnowsReplacesWhatWasBelieved) {
  Plan plan = shop_plan();
  plan.bets[0].status = ledger::BetStatus::delivered;
  plan.bets[0].delivered_on = day("2026-07-20");
  plan.bets[0].delivered_share = 0.7;
  plan.bets[0].terms.needs = {"one_click"};
  plan.bets[1].status = ledger::BetStatus::stopped;
  plan.bets[1].stopped_on = day("2026-07-26");
  plan.bets[2].status = ledger::BetStatus::started;
  plan.bets[2].started_on = day("2026-07-27");
  const sim::Model model = model_of(plan);
  EXPECT_EQ(find_gate(model, "bet:mailing/delivered")->probability, 1);
  EXPECT_THAT(find_gate(model, "bet:mailing/delivered")->needs, IsEmpty());
  EXPECT_DOUBLE_EQ(model.profiles[0].start, 3);
  EXPECT_TRUE(model.profiles[0].delay.is_constant());
  EXPECT_EQ(model.profiles[0].scale, 0.7);
  EXPECT_EQ(find_gate(model, "bet:one_click/delivered")->probability, 0);
  EXPECT_DOUBLE_EQ(model.profiles[1].end, 4);  // the day after 2026-07-26
  EXPECT_EQ(find_gate(model, "bet:cross_sell/delivered")->probability, 0.8);
  EXPECT_DOUBLE_EQ(model.profiles[2].start, 4);
}

TEST(Model, AMetricWithoutHistoryTakesItsStatedBaseline) {
  ledger::Book book = shop();
  book.actuals.erase("basket");
  book.tree.metrics[2].baseline =
      tree::StatedBaseline{make(LogNormal{50, 0.1}), make(LogNormal{55, 0.2})};
  Diagnostics warnings;
  const sim::Model model = model_of(plan_of(book));
  for (const sim::Node& node : model.nodes) {
    if (node.key == "basket") {
      const auto& path = std::get<sim::BasePath>(node.source);
      EXPECT_TRUE(std::holds_alternative<sim::StatedPath>(path));
    }
  }
}

TEST(Model, OccasionsCoverTheSharesOfTheirPeriods) {
  const Timeline timeline{PeriodKind::week, day("2026-06-29"), 4};
  EXPECT_THAT(coverage(timeline, day("2026-07-02"), day("2026-07-14")),
              Pointwise(DoubleNear(1e-15), {4.0 / 7, 1.0, 2.0 / 7, 0.0}));
  EXPECT_THAT(coverage(timeline, day("2026-01-01"), day("2026-12-31")),
              Pointwise(DoubleNear(1e-15), {1.0, 1.0, 1.0, 1.0}));
  EXPECT_THAT(coverage(timeline, day("2026-09-01"), day("2026-09-03")),
              Pointwise(DoubleNear(1e-15), {0.0, 0.0, 0.0, 0.0}));
}

TEST(Model, AnyDistributionOfDaysCanBeSaidInPeriods) {
  const std::vector<Distribution::Family> families{
      Constant{7},
      Normal{14, 3},
      LogNormal{7, 0.5},
      Uniform{0, 21},
      Triangular{1, 7, 30},
      Pert{1, 7, 30},
      Quantiles{{0.1, 0.5, 0.9}, {3, 7, 28}, 0.0, std::nullopt},
      Quantiles{{0.05, 0.3, 0.5, 0.9}, {3, 7, 9, 28}, 0.0, 60.0},
      Empirical{{1, 5, 9, 30}}};
  for (const auto& family : families) {
    const Distribution days = make(family);
    const Distribution weeks = scaled(days, 1.0 / 7);
    for (const double p : {0.01, 0.1, 0.37, 0.5, 0.9, 0.99}) {
      EXPECT_NEAR(weeks.quantile(p), days.quantile(p) / 7, 1e-9 * (1 + days.quantile(p)));
    }
  }
  const Distribution beta = make(Beta{2, 3});
  EXPECT_NEAR(scaled(beta, 1.0 / 7).quantile(0.5), beta.quantile(0.5) / 7, 1e-3);
}

}  // namespace
}  // namespace betledger::forecast
