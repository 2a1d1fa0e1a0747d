#include "tree/metric.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "tree/link.h"
#include "tree/tree_spec.h"

#include "tests/tree/builders.h"

namespace betledger::tree {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

TEST(Metric, SaysTheWayIntoItsSupport) {
  EXPECT_EQ(way_into(Support::fraction, 97), "write 97% or 0.97");
  EXPECT_EQ(way_into(Support::fraction, 1.7), "write 1.7% or 0.017");
  EXPECT_EQ(way_into(Support::fraction, 100),
            "shares lie between 0 and 1: write 97% or 0.97, or choose another support");
  EXPECT_EQ(way_into(Support::fraction, -0.2).substr(0, 25), "shares lie between 0 and ");
  EXPECT_EQ(way_into(Support::fraction, 1).substr(0, 21), "leave the field empty");
  EXPECT_EQ(way_into(Support::positive, 0).substr(0, 21), "leave the field empty");
  EXPECT_EQ(way_into(Support::positive, -3).substr(0, 17), "correct the value");
}

TEST(Support, IsAnOpenInterval) {
  EXPECT_TRUE(contains(Support::real, -1e300));
  EXPECT_TRUE(contains(Support::real, 0));
  EXPECT_TRUE(contains(Support::positive, 1e-300));
  EXPECT_FALSE(contains(Support::positive, 0));
  EXPECT_FALSE(contains(Support::positive, -1));
  EXPECT_TRUE(contains(Support::fraction, 0.5));
  EXPECT_FALSE(contains(Support::fraction, 0));
  EXPECT_FALSE(contains(Support::fraction, 1));
}

TEST(Support, HoldsNeitherNanNorInfinity) {
  for (const Support support : {Support::real, Support::positive, Support::fraction}) {
    EXPECT_FALSE(contains(support, std::nan(""))) << name(support);
    EXPECT_FALSE(contains(support, infinity)) << name(support);
    EXPECT_FALSE(contains(support, -infinity)) << name(support);
  }
}

TEST(Support, HasAScaleThatIsInvertible) {
  for (const double x : {-30.0, -3.0, -0.1, 0.0, 0.2, 4.0, 30.0}) {
    for (const Support support : {Support::real, Support::positive, Support::fraction}) {
      const double value = from_scale(support, x);
      ASSERT_TRUE(contains(support, value));
      // Near 1 a fraction has no more digits than the distance from 1 has.
      const double tolerance = support == Support::fraction ? 1e-12 + 3e-16 * std::exp(x) : 1e-12;
      EXPECT_NEAR(to_scale(support, value), x, tolerance) << name(support);
    }
  }
}

TEST(Support, HasTheScaleOfItsName) {
  EXPECT_EQ(to_scale(Support::real, -3), -3);
  EXPECT_DOUBLE_EQ(to_scale(Support::positive, 10), std::log(10.0));
  EXPECT_DOUBLE_EQ(to_scale(Support::fraction, 0.2), std::log(0.25));
  EXPECT_DOUBLE_EQ(from_scale(Support::fraction, -800), 0);
  EXPECT_DOUBLE_EQ(from_scale(Support::fraction, 800), 1);
}

TEST(Metric, IsTheSameWhereverItStands) {
  const Metric a = testing::component("a", "b + c", 3);
  Metric b = testing::component("a", "b + c", 70);
  EXPECT_TRUE(a.same_as(b));
  b.owner = "somebody else";
  EXPECT_FALSE(a.same_as(b));
  b = a;
  b.formula = testing::formula("b+c");
  EXPECT_FALSE(a.same_as(b));
  b = a;
  b.limit = Limit{};
  EXPECT_FALSE(a.same_as(b));
}

TEST(Link, RoundsItsLagToWholePeriods) {
  const auto periods = [](double count, Duration::Unit unit, PeriodKind kind) {
    Link link;
    link.lag = {count, unit};
    return link.periods_of_lag(kind);
  };
  EXPECT_EQ(periods(0, Duration::Unit::weeks, PeriodKind::week), 0U);
  EXPECT_EQ(periods(3, Duration::Unit::days, PeriodKind::week), 0U);
  EXPECT_EQ(periods(3.5, Duration::Unit::days, PeriodKind::week), 1U);
  EXPECT_EQ(periods(4, Duration::Unit::weeks, PeriodKind::week), 4U);
  EXPECT_EQ(periods(4, Duration::Unit::weeks, PeriodKind::month), 1U);
  EXPECT_EQ(periods(2, Duration::Unit::weeks, PeriodKind::month), 0U);
  EXPECT_EQ(periods(1, Duration::Unit::months, PeriodKind::week), 4U);
  EXPECT_EQ(periods(1, Duration::Unit::months, PeriodKind::day), 30U);
}

TEST(Link, TakesItsConfidenceFromTheScaleOfTheLedger) {
  const ConfidenceScale scale{Probability{0.8}, Probability{0.5}, Probability{0.2}};
  EXPECT_EQ(Confidence{Confidence::Word::high}.on(scale).value(), 0.8);
  EXPECT_EQ(Confidence{Confidence::Word::medium}.on(scale).value(), 0.5);
  EXPECT_EQ(Confidence{Confidence::Word::low}.on(scale).value(), 0.2);
  EXPECT_EQ(Confidence{Probability{0.7}}.on(scale).value(), 0.7);
  EXPECT_FALSE(Confidence{Probability{0.3}} == Confidence{Confidence::Word::low});
}

TEST(TreeSpec, IsTheSameIfEveryPartIs) {
  const TreeSpec a = testing::spec({testing::component("f", "x", 4), testing::metric("x", 9)},
                                   {testing::link("x", "f", 1, 12)});
  TreeSpec b = a;
  b.metrics[1].at.line = 99;
  b.links[0].at.line = 100;
  b.at.line = 7;
  EXPECT_TRUE(a.same_as(b));
  b.links[0].evidence = "a hunch";
  EXPECT_FALSE(a.same_as(b));
  b = a;
  b.metrics.pop_back();
  EXPECT_FALSE(a.same_as(b));
  b = a;
  Occasion christmas;
  christmas.name = "Christmas";
  b.occasions.push_back(christmas);
  EXPECT_FALSE(a.same_as(b));
  EXPECT_EQ(a.find("x"), &a.metrics[1]);
  EXPECT_EQ(a.find("y"), nullptr);
}

}  // namespace
}  // namespace betledger::tree
