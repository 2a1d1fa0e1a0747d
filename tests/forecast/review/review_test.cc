#include "forecast/review/review.h"

#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "forecast/plan/to_model.h"
#include "forecast/review/bits_learned.h"
#include "forecast/review/link_proposals.h"
#include "forecast/review/review_scores.h"
#include "forecast/review/verdicts.h"
#include "sim/program/simulate.h"

#include "tests/forecast/review/review_stand.h"

namespace betledger::forecast {
namespace {

TEST(Review, WhatWasNeverDeliveredIsAnExecutionFailureAndKeepsItsPrior) {
  ReviewStand stand;
  for (const BetVerdict& verdict : stand.verdicts()) {
    EXPECT_EQ(verdict.verdict, Verdict::execution_failure) << verdict.bet;
    EXPECT_EQ(verdict.probabilities.at(Verdict::execution_failure), 1) << verdict.bet;
    EXPECT_FALSE(verdict.is_informed);
    EXPECT_EQ(verdict.bits, 0);
    EXPECT_EQ(verdict.delivered, 0);
  }
}

TEST(Review, ABetThatDidWhatWasBelievedIsValidated) {
  ReviewStand stand{1.5};
  stand.deliver("one_click", week(delivery_week));
  const BetVerdict verdict = stand.verdict("one_click");
  EXPECT_EQ(verdict.verdict, Verdict::validated) << verdict.because;
  EXPECT_NEAR(verdict.realised.mean, 0.5, 0.1);
  EXPECT_NEAR(verdict.delivered, 1, 1e-12);
  EXPECT_NEAR(verdict.believed.mean, 0.25, 1e-9);
  EXPECT_NEAR(verdict.prior.at(Verdict::hypothesis_failure), 0.5 + 0.5 * 0.0062, 0.04);
}

TEST(Review, ABetOnWhichNothingMovedIsAHypothesisFailure) {
  ReviewStand stand{1.0};
  stand.deliver("one_click", week(delivery_week));
  const BetVerdict verdict = stand.verdict("one_click");
  EXPECT_EQ(verdict.verdict, Verdict::hypothesis_failure) << verdict.because;
  EXPECT_GT(verdict.bits, 0.5);
}

TEST(Review, MoreThanWasBelievedIsExceeded) {
  ledger::Book book = loud_shop();
  book.bets.at("one_click").terms.effects.front().amount = make(Normal{0.2, 0.15});
  ReviewStand stand{1.6, 1, book};
  stand.deliver("one_click", week(delivery_week));
  const BetVerdict verdict = stand.verdict("one_click");
  EXPECT_EQ(verdict.verdict, Verdict::exceeded) << verdict.because;
}

TEST(Review, ABetThatLowersItsMetricIsMeasuredDownwards) {
  ledger::Book book = loud_shop();
  book.bets.at("one_click").terms.effects.front().amount = make(Normal{-0.4, 0.1});
  book.bets.at("one_click").terms.hypothesis.change = ledger::Hypothesis::Change::fall;
  ReviewStand fell{0.6, 1, book};
  fell.deliver("one_click", week(delivery_week));
  EXPECT_EQ(fell.verdict("one_click").verdict, Verdict::validated);
  ReviewStand stayed{1.0, 1, book};
  stayed.deliver("one_click", week(delivery_week));
  EXPECT_EQ(stayed.verdict("one_click").verdict, Verdict::hypothesis_failure);
}

TEST(Review, ABeliefThatLeansNowhereIsMeasuredByItsSpread) {
  ledger::Book book = loud_shop();
  book.bets.at("one_click").terms.effects.front().amount = make(Normal{0, 0.4});
  ReviewStand rose{1.5, 1, book};
  rose.deliver("one_click", week(delivery_week));
  EXPECT_EQ(rose.verdict("one_click").verdict, Verdict::validated);
}

TEST(Review, AMetricThatMovedWithoutItsParentIsALinkFailure) {
  ReviewStand stand{1.0, 1.5};
  stand.deliver("mailing", week(delivery_week));
  const BetVerdict verdict = stand.verdict("mailing");
  EXPECT_EQ(verdict.verdict, Verdict::link_failure) << verdict.because;
  const LinkProposal link = stand.proposals().front();
  EXPECT_LT(link.real_to.probability, 0.1);
  EXPECT_TRUE(link.action == LinkProposal::Action::prune ||
              link.action == LinkProposal::Action::lower)
      << name(link.action);
}

TEST(Review, AMetricThatCarriedItsParentAlongIsValidated) {
  ReviewStand stand{std::pow(1.5, 0.5), 1.5};
  stand.deliver("mailing", week(delivery_week));
  EXPECT_EQ(stand.verdict("mailing").verdict, Verdict::validated);
}

TEST(Review, TwoBetsOnOneMetricInTheSameWeeksAreNotSeparable) {
  ledger::Book book = loud_shop();
  ledger::Bet express = book.bets.at("express").terms;
  express.funded = true;
  express.needs.clear();
  express.effects.front().amount = make(Normal{0.5, 0.1});
  book.bets.at("express").terms = express;
  ReviewStand stand{1.5, 1, book};
  stand.deliver("one_click", week(delivery_week));
  stand.deliver("express", week(delivery_week));
  const BetVerdict verdict = stand.verdict("one_click");
  EXPECT_EQ(verdict.verdict, Verdict::not_separable);
  EXPECT_EQ(verdict.tied_with, std::vector<std::string>{"express"});
  ASSERT_TRUE(verdict.at_least_one.has_value());
  EXPECT_GT(verdict.at_least_one->probability, 0.99);
  EXPECT_NE(verdict.because.find("express"), std::string::npos);
  EXPECT_EQ(stand.verdict("express").verdict, Verdict::not_separable);

  // An experiment on one of them tells them apart.
  ledger::Experiment experiment;
  experiment.bet = "one_click";
  experiment.metric = "orders";
  experiment.estimate = 0.5;
  experiment.se = 0.05;
  experiment.on = week(8);
  experiment.source = "test";
  stand.standing().experiments.push_back(experiment);
  EXPECT_EQ(stand.verdict("one_click").verdict, Verdict::validated);
  EXPECT_EQ(stand.verdict("express").verdict, Verdict::hypothesis_failure);

  // So do different weeks.
  ReviewStand apart{1.5, 1, book};
  apart.deliver("one_click", week(delivery_week));
  apart.deliver("express", week(10));
  EXPECT_TRUE(apart.verdict("one_click").tied_with.empty());
}

TEST(Review, ABetThatItsKillRuleStoppedIsJudgedByTheWeeksItRan) {
  ReviewStand stand{1.0};
  stand.deliver("one_click", week(delivery_week));
  stand.bet("one_click").stopped_on = week(delivery_week + 4);
  stand.bet("one_click").status = ledger::BetStatus::stopped;
  const BetVerdict verdict = stand.verdict("one_click");
  EXPECT_NEAR(verdict.delivered, 1, 1e-12);
  EXPECT_NEAR(verdict.periods_live, 4, 1e-12);
  EXPECT_EQ(verdict.verdict, Verdict::hypothesis_failure) << verdict.because;
}

TEST(Review, HalfADeliveryInTheLastWeeksIsAnExecutionFailure) {
  ReviewStand stand;
  stand.deliver("one_click", week(11));
  const BetVerdict verdict = stand.verdict("one_click");
  EXPECT_NEAR(verdict.delivered, 2.0 / 11, 1e-9);
  EXPECT_EQ(verdict.verdict, Verdict::execution_failure);
}

TEST(Review, WhatIsStillToComeIsInconclusiveWhileTheCycleRuns) {
  ReviewStand stand{1, 1, loud_shop(), 5};
  for (const BetVerdict& verdict : stand.verdicts()) {
    EXPECT_EQ(verdict.verdict, Verdict::inconclusive) << verdict.bet;
  }
  stand.bet("mailing").stopped_on = week(3);
  EXPECT_EQ(stand.verdict("mailing").verdict, Verdict::execution_failure);
}

TEST(Review, APriorAloneIsNoVerdict) {
  ledger::Book book = loud_shop();
  book.bets.at("one_click").terms.works = Probability{0.05};
  book.bets.at("one_click").terms.effects.front().amount = make(Normal{0.02, 0.005});
  ReviewStand stand{1.0, 1, book};
  stand.deliver("one_click", week(delivery_week));
  const BetVerdict verdict = stand.verdict("one_click");
  EXPECT_GT(verdict.probabilities.at(Verdict::hypothesis_failure), 0.8);
  EXPECT_EQ(verdict.verdict, Verdict::inconclusive) << verdict.because;
}

TEST(Review, HardeningNeedsASecondCycleOrAnExperiment) {
  ReviewStand stand{std::pow(1.5, 0.5), 1.5};
  stand.deliver("mailing", week(delivery_week));
  const LinkProposal once = stand.proposals().front();
  EXPECT_GT(once.real_to.probability, 0.95);
  EXPECT_EQ(once.action, LinkProposal::Action::raise) << once.because;
  EXPECT_EQ(once.cycles, 1);

  const LinkProposal twice = stand.proposals({{"reach->orders", 1}}).front();
  EXPECT_EQ(twice.action, LinkProposal::Action::harden) << twice.because;
  EXPECT_EQ(twice.cycles, 2);

  ledger::Experiment experiment;
  experiment.link = "reach->orders";
  experiment.metric = "orders";
  experiment.estimate = 0.5;
  experiment.se = 0.05;
  experiment.source = "test";
  stand.standing().experiments.push_back(experiment);
  EXPECT_EQ(stand.proposals().front().action, LinkProposal::Action::harden);
}

TEST(Review, ALinkWhoseDriverNobodyMovedIsKeptOrTested) {
  ReviewStand stand;
  const LinkProposal link = stand.proposals().front();
  EXPECT_EQ(link.action, LinkProposal::Action::keep);
  EXPECT_EQ(link.real_to.probability, link.real_from);
  EXPECT_EQ(link.bits, 0);
  EXPECT_EQ(link.cycles, 0);
}

TEST(Review, ThresholdsAreThoseOfTheTreeThatThePlanWasLockedWith) {
  ledger::Book strict = loud_shop();
  strict.tree.review.sure = 0.9999;
  strict.tree.review.data_odds = 1e4;
  ReviewStand stand{1.5, 1, strict};
  stand.deliver("one_click", week(delivery_week));
  const auto executor = sim::make_thread_executor(2);
  ReviewContext context;
  context.latest_rules = tree::ReviewRules{};
  const Review review = make_review(stand.standing(), ReviewStand::settings(), context, *executor);
  EXPECT_EQ(review.rules, strict.tree.review);
  EXPECT_EQ(review.rules_to_come, tree::ReviewRules{});
  for (const BetVerdict& verdict : review.verdicts) {
    EXPECT_NE(verdict.verdict, Verdict::validated) << verdict.because;
  }
  context.latest_rules = strict.tree.review;
  const Review same = make_review(stand.standing(), ReviewStand::settings(), context, *executor);
  EXPECT_FALSE(same.rules_to_come.has_value());
}

TEST(Review, HardeningTakesAsManyCyclesAsTheLedgerAsks) {
  ledger::Book book = loud_shop();
  book.tree.review.harden_cycles = 1;
  ReviewStand stand{std::pow(1.5, 0.5), 1.5, book};
  stand.deliver("mailing", week(delivery_week));
  const auto executor = sim::make_thread_executor(2);
  const Review review = make_review(stand.standing(), ReviewStand::settings(), {}, *executor);
  EXPECT_EQ(review.proposals.front().action, LinkProposal::Action::harden);
}

TEST(Review, AProposalHasTheDecisionsOnItsLink) {
  ReviewStand stand{std::pow(1.5, 0.5), 1.5};
  stand.deliver("mailing", week(delivery_week));
  const auto executor = sim::make_thread_executor(2);
  ReviewContext context;
  const auto decide = [&](const char* link, ledger::Ruling ruling) {
    ledger::DecisionRecord record;
    record.seq = static_cast<std::int64_t>(context.decisions.size()) + 7;
    record.decision.link = link;
    record.decision.ruling = ruling;
    context.decisions.push_back(record);
  };
  decide("reach->orders", ledger::Ruling::accepted);
  decide("reach->orders", ledger::Ruling::rejected);
  decide("another->link", ledger::Ruling::accepted);
  decide("reach->orders", ledger::Ruling::annotated);
  const Review review = make_review(stand.standing(), ReviewStand::settings(), context, *executor);
  const LinkProposal& link = review.proposals.front();
  EXPECT_EQ(link.decisions.size(), 3U);
  ASSERT_NE(ruling_on(link), nullptr);
  EXPECT_EQ(ruling_on(link)->seq, 8);
  EXPECT_EQ(ruling_on(LinkProposal{}), nullptr);
}

TEST(Review, BitsOfAnAmountAreTheDivergenceOfTwoNormals) {
  const auto normal_belief = [](double mean, double sd) {
    constexpr double z = 1.2815515655446004;
    return inference::Belief{mean, sd, mean - z * sd, mean, mean + z * sd, 0};
  };
  EXPECT_NEAR(bits_learned(normal_belief(0.3, 0.1), normal_belief(0.3, 0.1)), 0, 1e-12);
  // ln(s0 / s1) + (s1^2 + d^2) / (2 s0^2) - 1/2, in bits.
  EXPECT_NEAR(bits_learned(normal_belief(0.3, 0.2), normal_belief(0.5, 0.1)),
              (std::log(2) + (0.01 + 0.04) / 0.08 - 0.5) / std::log(2),
              1e-12);
  EXPECT_EQ(bits_learned(normal_belief(0.3, 0), normal_belief(0.3, 0)), 0);
}

TEST(Review, BitsAreTheDivergenceOfTwoCoins) {
  EXPECT_EQ(bits_learned(0.3, 0.3), 0);
  EXPECT_NEAR(bits_learned(0.5, 1), 1, 1e-12);
  EXPECT_NEAR(bits_learned(0.25, 0), std::log2(1 / 0.75), 1e-12);
  EXPECT_NEAR(
      bits_learned(0.6, 0.9), 0.9 * std::log2(0.9 / 0.6) + 0.1 * std::log2(0.1 / 0.4), 1e-12);
}

/// CRPS of the distribution behind a sample, from its definition: O(n^2).
double slow_crps(const std::vector<double>& draws, double actual) {
  const auto n = static_cast<double>(draws.size());
  double miss = 0;
  double spread = 0;
  for (const double a : draws) {
    miss += std::abs(a - actual) / n;
    for (const double b : draws) {
      spread += std::abs(a - b) / (n * (n - 1));
    }
  }
  return miss - spread / 2;
}

TEST(Review, ScoresAreThoseOfThePlansOwnRuns) {
  ReviewStand stand{1.2};
  Standing& standing = stand.standing();
  const auto executor = sim::make_thread_executor(2);
  const std::vector<Score> scores = score_plan(standing, *executor);
  const sim::Program program = sim::Program::compile(to_model(standing.locked, standing.baselines));
  const std::uint32_t node = stand.node("orders");
  const std::vector<sim::Output> outputs{{node, 4, sim::Side::with},
                                         {node, sim::Output::rollup, sim::Side::with}};
  const sim::Samples samples = sim::simulate(program, {512, 1}, outputs, *executor);
  std::size_t found = 0;
  for (const Score& score : scores) {
    const bool rollup = !score.period;
    if (score.metric != "orders" || (score.period && *score.period != week(4))) {
      continue;
    }
    ++found;
    const std::vector<double>& draws = samples.columns[rollup ? 1 : 0];
    double actual = 0;
    for (std::uint32_t t = 0; t < weeks; ++t) {
      actual += rollup || t == 4 ? *standing.observed[1].values[t] : 0;
    }
    EXPECT_NEAR(score.actual, actual, 1e-9 * actual);
    EXPECT_NEAR(score.crps, slow_crps(draws, actual), 1e-9 * actual);
    double below = 0;
    for (const double draw : draws) {
      below += draw < actual ? 1 : 0;
    }
    EXPECT_NEAR(score.pit, below / 512, 1e-12);
    double pinballs = 0;
    for (std::size_t q = 0; q < score.quantiles.size(); ++q) {
      const double level = sim::summary_levels[q];
      const double miss = actual - score.quantiles[q];
      pinballs += 2 * (miss >= 0 ? level * miss : (level - 1) * miss);
    }
    EXPECT_NEAR(score.wis, pinballs / static_cast<double>(score.quantiles.size()), 1e-9 * actual);
    EXPECT_EQ(score.in_90, score.quantiles[0] <= actual && actual <= score.quantiles[6]);
    EXPECT_EQ(score.in_80, score.quantiles[1] <= actual && actual <= score.quantiles[5]);
    EXPECT_EQ(score.in_50, score.quantiles[2] <= actual && actual <= score.quantiles[4]);
    EXPECT_TRUE(score.naive_wis.has_value());
    EXPECT_FALSE(score.seasonal_wis.has_value());  // forty weeks are less than two years
  }
  EXPECT_EQ(found, 2);
}

TEST(Review, ARollUpNeedsEveryPeriodAndAWeightedOneItsWeights) {
  ReviewStand stand;
  Standing& standing = stand.standing();
  const auto has_rollup = [&](const std::string& metric) {
    const auto executor = sim::make_thread_executor(1);
    for (const Score& score : score_plan(standing, *executor)) {
      if (score.metric == metric && !score.period) {
        return true;
      }
    }
    return false;
  };
  EXPECT_TRUE(has_rollup("orders"));
  EXPECT_TRUE(has_rollup("basket"));
  standing.observed[standing.locked.tree.find("orders")->value()].values[3] = std::nullopt;
  EXPECT_FALSE(has_rollup("orders"));
  EXPECT_FALSE(has_rollup("basket"));
  EXPECT_TRUE(has_rollup("reach"));
}

TEST(Review, CoverageCountsPeriodsOnly) {
  std::vector<Score> scores(5);
  for (std::size_t i = 1; i < scores.size(); ++i) {
    scores[i].period = week(static_cast<int>(i));
    scores[i].in_80 = i != 2;
    scores[i].in_90 = true;
  }
  scores[0].in_50 = true;  // a roll-up
  const std::vector<CoverageShare> coverage = coverage_of(scores);
  EXPECT_EQ(coverage[0].hits, 0);
  EXPECT_EQ(coverage[1].hits, 3);
  EXPECT_EQ(coverage[2].hits, 4);
  EXPECT_EQ(coverage[1].trials, 4);
  EXPECT_EQ(coverage[1].interval, wilson_interval(3, 4));
}

TEST(Review, CountsWhatWasDecidedAndWhatItCost) {
  ReviewStand stand{1.5};
  stand.deliver("one_click", week(delivery_week));
  const auto executor = sim::make_thread_executor(2);
  const Review review = make_review(stand.standing(), ReviewStand::settings(), {}, *executor);
  EXPECT_EQ(review.velocity.bets, 3);
  EXPECT_EQ(review.velocity.decided, 1);
  EXPECT_EQ(review.velocity.good_failures, 0);
  EXPECT_EQ(review.velocity.person_weeks, 4);
  EXPECT_GT(review.velocity.bits, 0.5);
  EXPECT_FALSE(target_met(review).has_value());  // nobody reported revenue
}

}  // namespace
}  // namespace betledger::forecast
