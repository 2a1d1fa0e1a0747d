#include "forecast/history/link_evidence.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "forecast/baseline/student_t.h"
#include "forecast/history/discoveries.h"
#include "forecast/history/leading.h"

#include "tests/forecast/history/lead_worlds.h"
#include "tests/support/values.h"

namespace betledger::forecast {
namespace {

using testing::HasSubstr;

LinkEvidence evidence_of(const tree::MetricTree& tree, const tree::History& history) {
  return link_evidence(tree, innovations_of(tree, history)).at(0);
}

struct Tally {
  double slope = 0;  // mean
  double within80 = 0;
  double within95 = 0;
  double supports = 0;
  double contradicts = 0;
};

Tally tally_of(const tree::MetricTree& tree, double gamma, std::size_t periods, double truth) {
  constexpr int worlds = 200;
  Tally tally;
  for (int number = 0; number < worlds; ++number) {
    const LinkEvidence link = evidence_of(tree, LeadWorld{number, gamma, periods}.history);
    const auto holds = [&](const Interval& interval) {
      return interval.low <= truth && truth <= interval.high ? 1.0 : 0.0;
    };
    tally.slope += link.slope->estimate / worlds;
    tally.within80 += holds(link.slope->interval80) / worlds;
    tally.within95 += holds(link.slope->interval95) / worlds;
    tally.supports += link.verdict == LinkVerdict::supports ? 1.0 / worlds : 0;
    tally.contradicts += link.verdict == LinkVerdict::contradicts ? 1.0 / worlds : 0;
  }
  testing::Test::RecordProperty(
      fmt::format("gamma {} periods {}", gamma, periods),
      fmt::format(
          "slope {:.3f}, within 80 % {:.3f}, 95 % {:.3f}, supports {:.3f}, contradicts {:.3f}",
          tally.slope,
          tally.within80,
          tally.within95,
          tally.supports,
          tally.contradicts));
  return tally;
}

TEST(LinkEvidence, OfALinkAsStatedSupportsIt) {
  const tree::MetricTree tree = lead_tree({link_of("reach", "orders", 3)});
  for (const std::size_t periods : {30U, 52U, 104U}) {
    // Standard errors over 200 worlds: 0.028 at 0.8, 0.015 at 0.95 and 0.05.
    const Tally tally = tally_of(tree, 0.6, periods, 0.6);
    EXPECT_NEAR(tally.slope, 0.6, 0.05) << periods;
    EXPECT_NEAR(tally.within80, 0.8, 0.085) << periods;
    EXPECT_NEAR(tally.within95, 0.95, 0.047) << periods;
    EXPECT_GT(tally.supports, periods < 50 ? 0.7 : 0.93) << periods;
    EXPECT_LE(tally.contradicts, 0.05) << periods;
  }
}

TEST(LinkEvidence, OfALinkThatIsNotThereContradictsIt) {
  const tree::MetricTree tree = lead_tree({link_of("reach", "orders", 3)});
  const Tally year = tally_of(tree, 0, 52, 0);
  EXPECT_LE(year.supports, 0.06);  // one side of 5 %, standard error 0.011
  EXPECT_GT(year.contradicts, 0.75);
  const Tally tally = tally_of(tree, 0, 104, 0);
  EXPECT_NEAR(tally.slope, 0, 0.03);
  EXPECT_NEAR(tally.within80, 0.8, 0.085);
  EXPECT_NEAR(tally.within95, 0.95, 0.047);
  EXPECT_LE(tally.supports, 0.02);
  EXPECT_GT(tally.contradicts, 0.9);
}

TEST(LinkEvidence, IsTheStrengthWhereTheLevelPassesOn) {
  // orders = own walk * reach(t - 3)^0.6, reach returning to its level: of orders' innovations, the
  // part that its own past cannot foresee is 0.6 of reach's.
  const tree::MetricTree tree = lead_tree({link_of("reach", "orders", 3)});
  double mean = 0;
  for (int number = 0; number < 60; ++number) {
    LeadWorld world{number, 0, 104};
    world.history["reach"] = series_of(world.reach, 0.5, 104);
    world.history["orders"] = series_of(world.orders, 1, 104);
    for (std::size_t t = 3; t < 104; ++t) {
      *world.history["orders"].values[t] *=
          std::pow(*world.history["reach"].values[t - 3] / 100, 0.6);
    }
    mean += evidence_of(tree, world.history).slope->estimate / 60;
  }
  EXPECT_NEAR(mean, 0.6, 0.06);
}

TEST(LinkEvidence, RulesAreThoseThatAreStated) {
  const tree::MetricTree tree = lead_tree({link_of("reach", "orders", 3)});
  const LinkEvidence link = evidence_of(tree, LeadWorld{5, 0.3, 60}.history);
  ASSERT_TRUE(link.slope);
  const Slope& slope = *link.slope;
  const double dof = static_cast<double>(link.pairs) - 2;
  EXPECT_NEAR(
      slope.interval95.high, slope.estimate + slope.se * student_t_quantile(0.975, dof), 1e-12);
  EXPECT_NEAR(slope.p_nil, 2 * student_t_cdf(-std::abs(slope.estimate) / slope.se, dof), 1e-12);
  const double z = std::abs(slope.estimate - 0.6) / std::hypot(slope.se, 0.1);
  EXPECT_NEAR(slope.p_stated, 2 * student_t_cdf(-z, dof), 1e-9);
}

TEST(LinkEvidence, DoesNotDependOnUnits) {
  const LeadWorld world{7, 0.6, 80};
  const tree::MetricTree tree = lead_tree({link_of("reach", "orders", 3)});
  const LinkEvidence before = evidence_of(tree, world.history);
  tree::History thousands = world.history;
  for (auto& value : thousands["reach"].values) {
    *value /= 1'000;
  }
  const LinkEvidence after = evidence_of(tree, thousands);
  EXPECT_NEAR(after.gamma, before.gamma, 1e-6);
  EXPECT_NEAR(after.slope->estimate, before.slope->estimate, 1e-6);
  EXPECT_EQ(after.verdict, before.verdict);

  // Slopes are per unit: of thousands a thousand times as much.
  tree::Link link = link_of("reach", "orders", 3);
  link.kind = tree::LinkKind::slope;
  const LinkEvidence single = evidence_of(lead_tree({link}), world.history);
  link.strength = make(Normal{600, 100});
  const LinkEvidence thousand = evidence_of(lead_tree({link}), thousands);
  EXPECT_NEAR(thousand.slope->estimate / single.slope->estimate, 1'000, 0.01);
  EXPECT_NEAR(thousand.slope->p_stated, single.slope->p_stated, 1e-6);
  EXPECT_EQ(thousand.verdict, single.verdict);
}

TEST(LinkEvidence, TwoDriversThatMoveTogetherAreToldApart) {
  // Other follows reach closely, and only reach foretells orders.
  const tree::MetricTree tree =
      lead_tree({link_of("reach", "orders", 3), link_of("other", "orders", 3)});
  double reach = 0;
  double other = 0;
  int supports = 0;
  for (int number = 0; number < 40; ++number) {
    LeadWorld world{number, 0.6, 104};
    std::vector<double> follower;
    for (std::size_t t = 0; t < 104; ++t) {
      follower.push_back(0.8 * world.reach[t] +
                         0.6 * noise_of("other" + std::to_string(number), t));
    }
    world.history["other"] = series_of(follower, 1, 104);
    const auto links = link_evidence(tree, innovations_of(tree, world.history));
    reach += links[0].slope->estimate / 40;
    other += links[1].slope->estimate / 40;
    supports += links[1].verdict == LinkVerdict::supports ? 1 : 0;
  }
  EXPECT_NEAR(reach, 0.6, 0.07);
  EXPECT_NEAR(other, 0, 0.07);
  EXPECT_LE(supports, 4);
}

TEST(LinkEvidence, SaysWhyItCannotTest) {
  const tree::MetricTree tree = lead_tree({link_of("reach", "orders", 3)});
  tree::History history = LeadWorld{3, 0.6, 60}.history;
  for (auto& value : history["reach"].values) {
    value = 100;
  }
  const LinkEvidence still = evidence_of(tree, history);
  EXPECT_EQ(still.verdict, LinkVerdict::cannot_test);
  EXPECT_EQ(still.reason, "`reach` did not move in 60 periods");
  EXPECT_FALSE(still.slope);
  EXPECT_TRUE(leads_of(tree, innovations_of(tree, history)).empty());

  history["reach"] = LeadWorld{3, 0.6, 22}.history["reach"];
  history["reach"].values.resize(18);
  history["reach"].values[4] = 101;  // moves now
  const LinkEvidence few = evidence_of(tree, history);
  EXPECT_EQ(few.reason, fmt::format("only {} common periods at its lag, fewer than 20", few.pairs));
  history.erase("reach");
  EXPECT_EQ(evidence_of(tree, history).reason, "`reach` has no history");
  EXPECT_EQ(evidence_of(tree, {}).reason, "`orders` has no history");
}

TEST(LinkEvidence, ADriverThatHardlyMovedContradictsNothing) {
  // Reach moves a hundredth as much as usual: slopes are as far from 0.6 as chance puts them.
  const tree::MetricTree tree = lead_tree({link_of("reach", "orders", 3)});
  int contradicts = 0;
  for (int number = 0; number < 60; ++number) {
    LeadWorld world{number, 0, 52};
    for (auto& value : world.history["reach"].values) {
      value = 100 * std::pow(*value / 100, 0.01);
    }
    const LinkEvidence link = evidence_of(tree, world.history);
    contradicts += link.verdict == LinkVerdict::contradicts ? 1 : 0;
    if (link.verdict == LinkVerdict::cannot_test) {
      EXPECT_THAT(link.reason, HasSubstr("`reach` hardly moved"));
    }
  }
  EXPECT_LE(contradicts, 7);  // those in which chance alone shows a slope: 3 expected
}

TEST(LinkEvidence, ADriverWithAFormulaIsSeenThroughIt) {
  const tree::MetricTree tree = lead_tree({link_of("double_reach", "orders", 3)});
  const LeadWorld world{5, 0.6, 80};
  const LinkEvidence link = evidence_of(tree, world.history);
  EXPECT_NEAR(
      link.slope->estimate,
      evidence_of(lead_tree({link_of("reach", "orders", 3)}), world.history).slope->estimate,
      1e-9);
  // The simulation knows no surprises of a formula.
  EXPECT_TRUE(leads_of(tree, innovations_of(tree, world.history)).empty());
}

TEST(LinkEvidence, OfAFractionIsInPerCentOfItsLevel) {
  // Around 90 %, a change of the log-odds by x changes the share by 0.1 x per cent.
  tree::TreeSpec spec = lead_spec({link_of("reach", "orders", 3)});
  spec.metrics[2].support = tree::Support::fraction;
  const LeadWorld world{5, 0.6, 80};
  tree::History history = world.history;
  for (auto& value : history["orders"].values) {
    value = tree::from_scale(tree::Support::fraction, std::log(9) + std::log(*value / 100));
  }
  const auto shares = evidence_of(tree::MetricTree::build(spec).value(), history);
  const auto counts = evidence_of(lead_tree({link_of("reach", "orders", 3)}), world.history);
  EXPECT_NEAR(shares.slope->estimate / counts.slope->estimate, 0.1, 0.02);
  EXPECT_NEAR(shares.gamma, counts.gamma, 1e-6);
}

TEST(LinkEvidence, ContradictionsAreFindings) {
  const tree::MetricTree tree = lead_tree({link_of("reach", "orders", 3)});
  const auto links = link_evidence(tree, innovations_of(tree, LeadWorld{5, -0.5, 104}.history));
  const Diagnostics findings = check_links(tree, links);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].code, "D507");
  EXPECT_EQ(findings[0].severity, Severity::warning);
  EXPECT_THAT(findings[0].message, HasSubstr("`reach` -> `orders`: stated 0.6 (0.47 to 0.73"));
  EXPECT_EQ(name(links[0].verdict), "contradicts");
}

TEST(Discoveries, AreThoseOfBenjaminiAndHochberg) {
  // Their example of 1995, at 5 %: the four smallest of fifteen.
  const std::vector<double> p_values{0.0001,
                                     0.0004,
                                     0.0019,
                                     0.0095,
                                     0.0201,
                                     0.0278,
                                     0.0298,
                                     0.0344,
                                     0.0459,
                                     0.3240,
                                     0.4262,
                                     0.5719,
                                     0.6528,
                                     0.7590,
                                     1.0000};
  const auto believed = discoveries(p_values);
  EXPECT_EQ(std::count(believed.begin(), believed.end(), true), 4);
  EXPECT_TRUE(believed[3]);
  EXPECT_TRUE(discoveries({}).empty());
  EXPECT_EQ(discoveries({0.06}), std::vector<bool>{false});
}

}  // namespace
}  // namespace betledger::forecast
