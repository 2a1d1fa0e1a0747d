#include "forecast/gap/candidates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/small_standing.h"

namespace betledger::forecast {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

SmallStanding six_weeks(const ledger::Book& book = shop()) {
  SmallStanding stand{6, book};
  stand.see_wave("orders", 100, 0.1, 0);
  stand.see_wave("basket", 50, 0.05, 5);
  stand.see_wave("return_share", 0.05, 0.1, 9);
  stand.see_wave("reach", 5'000, 0.08, 2);
  return stand;
}

const Candidate& of(const std::vector<Candidate>& all, const std::string& bet) {
  for (const Candidate& one : all) {
    if (one.idea.bet == bet) {
      return one;
    }
  }
  throw std::out_of_range{bet};
}

TEST(Candidates, AreUnfundedBetsAndFundedOnesAheadOrDeliveredInPart) {
  ledger::Book book = shop();
  ledger::Bet sure = bet("sure", "orders", 0.3);
  sure.funded = false;
  sure.works = Probability{1.0};
  sure.delivery = Probability{1.0};
  sure.delay_days = Distribution::constant(0);
  sure.ramp = {0, Duration::Unit::weeks};
  add_bet(book, sure);
  ledger::Bet rival = bet("rival", "orders", 0.1);
  rival.funded = false;
  rival.excludes = {"mailing"};
  add_bet(book, rival);
  ledger::Bet sequel = bet("sequel", "basket", 0.1);
  sequel.funded = false;
  sequel.needs = {"sure"};
  add_bet(book, sequel);
  SmallStanding stand = six_weeks(book);
  stand.bet("cross_sell").terms.start = day("2026-09-07");  // week 10
  stand.deliver("mailing", day("2026-06-29"), 0.4);
  const auto executor = sim::make_tbb_executor();
  Prospect prospect{stand, {stand.node("reach"), stand.node("revenue")}, *executor};
  ASSERT_EQ(prospect.extended.left_out.size(), 1U);
  EXPECT_EQ(prospect.extended.left_out[0].bet, "rival");
  EXPECT_THAT(prospect.extended.left_out[0].why, HasSubstr("exclude"));
  const auto all = weigh(prospect.extended.ideas, prospect.outlook, false);
  ASSERT_EQ(all.size(), 5U);

  const Candidate& funded = of(all, "sure");
  EXPECT_EQ(funded.idea.kind, Idea::Kind::fund);
  EXPECT_EQ(funded.idea.effort, 4);
  EXPECT_EQ(funded.starts.size(), 7U);
  EXPECT_EQ(funded.starts.front().period, 6U);
  // 30 % more orders in seven weeks of about 100 x 50, as often as it comes: always.
  EXPECT_NEAR(funded.starts.front().effect.focus_change.mean, 0.3 * 7 * 5'000, 1'500);
  EXPECT_NEAR(funded.starts.back().effect.focus_change.mean, 0.3 * 5'000, 400);
  for (std::size_t s = 1; s < funded.starts.size(); ++s) {
    EXPECT_LT(funded.starts[s].effect.focus_change.mean,
              funded.starts[s - 1].effect.focus_change.mean);
  }
  EXPECT_TRUE(funded.by_target);
  ASSERT_TRUE(funded.latest);
  EXPECT_GT(*funded.latest, 6U);
  EXPECT_LT(*funded.latest, 12U);
  const Candidate& package = of(all, "sequel");
  EXPECT_THAT(package.idea.along, ElementsAre("sure"));
  EXPECT_EQ(package.idea.effort, 8);
  EXPECT_GT(package.starts.front().effect.focus_change.mean,
            funded.starts.front().effect.focus_change.mean);
  EXPECT_EQ(all.front().idea.bet, "sequel");

  const Candidate& pulled = of(all, "cross_sell");
  EXPECT_EQ(pulled.idea.kind, Idea::Kind::pull_forward);
  EXPECT_EQ(pulled.starts.size(), 4U);  // weeks 6 to 9
  EXPECT_GT(pulled.starts.front().effect.focus_change.mean,
            pulled.starts.back().effect.focus_change.mean);
  const Candidate& scaled = of(all, "mailing");
  EXPECT_EQ(scaled.idea.kind, Idea::Kind::scale);
  EXPECT_NEAR(scaled.idea.rest, 0.6, 1e-12);
  EXPECT_NEAR(scaled.idea.effort, 2.4, 1e-12);
  EXPECT_EQ(of(all, "express").idea.kind, Idea::Kind::fund);
  // Probes: on the ideas' metrics and reach, none on revenue, which has a formula.
  EXPECT_EQ(prospect.extended.probes.size(), 3U);
}

TEST(Candidates, NothingIsLeftToStartWhenTheCycleIsOver) {
  SmallStanding stand{13};
  EXPECT_TRUE(make_candidate_model(stand.standing(), {}).ideas.empty());
}

TEST(Candidates, ARequiredLiftBringsTheTargetToWhereItIsWanted) {
  SmallStanding stand = six_weeks();
  const auto executor = sim::make_tbb_executor();
  Prospect prospect{stand, {stand.node("orders"), stand.node("return_share")}, *executor};
  const auto& probes = prospect.extended.probes;
  const auto histories = histories_of(stand.standing(), probes);
  const auto lifts = required_lifts(probes, histories, prospect.outlook, {0.5, 0.9});
  ASSERT_EQ(lifts.size(), probes.size());
  for (std::size_t i = 0; i < lifts.size(); ++i) {
    if (lifts[i].node == stand.node("orders")) {
      ASSERT_TRUE(lifts[i].amount);
      EXPECT_EQ(histories[i].size(), 46U);
      const auto ends = prospect.outlook.after(
          {{{Twist::Kind::constant, probes[i].intervention, 6, *lifts[i].amount}}});
      EXPECT_NEAR(prospect.outlook.target_of(ends[0]).probability, 0.9, 0.01);
      EXPECT_EQ(lifts[i].record.span, 7U);
      EXPECT_EQ(lifts[i].record.pairs, 33U);
      EXPECT_THAT(in_words(lifts[i].record, "week"), HasSubstr("of 33 pairs of 7-week spans"));
    } else if (lifts[i].node == stand.node("return_share")) {
      EXPECT_FALSE(lifts[i].amount);  // it does not reach revenue
    }
  }
}

TEST(TrackRecord, CountsChangesThatLarge) {
  const std::vector<std::optional<double>> history{1, 1, 2, 2, 1, 1, std::nullopt, 1, 1, 1, 1};
  const TrackRecord doubled = track_record(history, 2, sim::Action::lift, 1);
  EXPECT_EQ(doubled.pairs, 4U);     // 0..3, 1..4, 2..5, 7..10
  EXPECT_EQ(doubled.as_large, 1U);  // 1 1 -> 2 2
  EXPECT_EQ(track_record(history, 2, sim::Action::shift, -1).as_large, 1U);
  EXPECT_THAT(in_words(doubled, "week"), HasSubstr("too short"));
  EXPECT_EQ(track_record({}, 3, sim::Action::lift, 0.1).share(), 0);
}

}  // namespace
}  // namespace betledger::forecast
