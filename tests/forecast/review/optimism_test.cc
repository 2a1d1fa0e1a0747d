#include "forecast/plan/optimism.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include "forecast/gap/gap.h"
#include "forecast/plan/canonical.h"
#include "forecast/plan/fit_baselines.h"
#include "forecast/plan/make_plan.h"
#include "forecast/plan/to_model.h"
#include "forecast/projection/commit.h"
#include "forecast/projection/make_forecast.h"
#include "forecast/projection/settings.h"
#include "forecast/review/optimism_offer.h"
#include "ledger/text/json_write.h"

#include "tests/support/small_standing.h"

namespace betledger::forecast {
namespace {

ledger::Optimism halved(const std::string& team) {
  ledger::Optimism optimism;
  optimism.team = team;
  optimism.factor = make(Quantiles{{0.1, 0.5, 0.9}, {0.3, 0.5, 0.9}, 0, {}});
  optimism.spread = 2;
  optimism.source = "steward";
  optimism.because = "the test says so";
  return optimism;
}

ledger::Book corrected_shop() {
  ledger::Book book = shop();
  book.optimism["team"] = halved("team");
  return book;
}

TEST(Widened, KeepsTheMedianAndSpreadsTheRestOnTheScaleOfTheFamily) {
  const Family families[] = {Normal{0.1, 0.05},
                             LogNormal{0.1, 0.4},
                             Uniform{-0.1, 0.3},
                             Triangular{-0.1, 0.1, 0.6},
                             Pert{0, 0.05, 0.4},
                             Quantiles{{0.1, 0.5, 0.9}, {0.02, 0.04, 0.08}, {}, {}},
                             Quantiles{{0.1, 0.5, 0.9}, {0.02, 0.04, 0.08}, 0, {}},
                             Quantiles{{0.1, 0.5, 0.9}, {0.2, 0.4, 0.8}, 0, 1},
                             Quantiles{{0.1, 0.5, 0.9}, {-0.08, -0.04, -0.02}, {}, 0},
                             Empirical{{0.1, 0.2, 0.4}}};
  for (const Family& family : families) {
    const Distribution stated = make(family);
    const Distribution wide = widened(stated, 1.5);
    const double median = stated.quantile(0.5);
    EXPECT_NEAR(wide.quantile(0.5), median, 1e-9) << family.index();
    EXPECT_LT(wide.quantile(0.1), stated.quantile(0.1));
    EXPECT_GT(wide.quantile(0.9), stated.quantile(0.9));
    EXPECT_EQ(widened(stated, 1), stated);
  }
  const Distribution positive = widened(make(families[6]), 1.5);
  EXPECT_EQ(positive.lowest(), 0);
  EXPECT_NEAR(positive.quantile(0.9), 0.04 * std::pow(2, 1.5), 1e-9);
  EXPECT_NEAR(widened(make(families[0]), 1.5).quantile(0.9),
              0.1 + 1.5 * (make(families[0]).quantile(0.9) - 0.1),
              1e-12);
  EXPECT_EQ(widened(make(families[7]), 3).highest(), 1);
  const Distribution beta = widened(make(Beta{4, 6}), 1.5);
  EXPECT_NEAR(beta.variance(), 1.5 * 1.5 * make(Beta{4, 6}).variance(), 1e-12);
  EXPECT_EQ(widened(Distribution::constant(3), 2), Distribution::constant(3));
}

TEST(OptimismInAPlan, IsOfItsTeamsOnlyAndNothingWhereNothingIsOn) {
  EXPECT_TRUE(plan_of(shop()).optimism.empty());
  ledger::Book book = corrected_shop();
  book.optimism["elsewhere"] = halved("elsewhere");
  EXPECT_EQ(plan_of(book).optimism.size(), 1U);
  book.optimism.erase("team");
  EXPECT_TRUE(plan_of(book).optimism.empty());
  book.optimism[""] = halved("");
  EXPECT_EQ(plan_of(book).optimism.size(), 1U);
  book.optimism["team"] = halved("team");
  book.optimism["team"].is_on = false;
  EXPECT_EQ(plan_of(book).optimism.size(), 2U);
  const sim::Model model = to_model(plan_of(book), fit_baselines(plan_of(book)).value());
  EXPECT_TRUE(model.optimism.empty());  // of all bets' one team it is off
}

TEST(OptimismInAPlan, IsOneFactorForATeamAndWiderAmounts) {
  const Plan plan = plan_of(corrected_shop());
  const sim::Model model = to_model(plan, fit_baselines(plan).value());
  ASSERT_EQ(model.optimism.size(), 1U);
  EXPECT_EQ(model.optimism[0].key, "optimism:team");
  const Plan before = plan_of(shop());
  const sim::Model stated = to_model(before, fit_baselines(before).value());
  EXPECT_TRUE(stated.optimism.empty());
  for (std::uint32_t k = 0; k < model.interventions.size(); ++k) {
    EXPECT_EQ(model.interventions[k].optimism, 0U);
    EXPECT_EQ(model.interventions[k].amount, widened(stated.interventions[k].amount, 2));
    const Distribution read = amount_of(model, k);
    EXPECT_NEAR(read.mean(),
                model.interventions[k].amount.mean() * model.optimism[0].factor.mean(),
                0.03 * std::abs(read.mean()));
    EXPECT_EQ(amount_of(stated, k), stated.interventions[k].amount);
  }
}

TEST(OptimismInAPlan, IsPointedToWhileACycleIsClosedAndNobodyHasDecided) {
  const auto is_noted = [](const ledger::Book& book) {
    Diagnostics warnings;
    EXPECT_TRUE(make_plan(book, {}, warnings).has_value());
    return std::any_of(
        warnings.begin(), warnings.end(), [](const Diagnostic& one) { return one.code == "B015"; });
  };
  ledger::Book book = shop();
  EXPECT_FALSE(is_noted(book));
  book.cycles["2026Q2"].closed = ledger::CloseRecord{};
  EXPECT_TRUE(is_noted(book));
  ledger::Optimism off = halved("");
  off.is_on = false;
  book.optimism[""] = off;
  EXPECT_FALSE(is_noted(book));
}

TEST(OptimismInAPlan, OfABetWithoutATeamIsItsOwn) {
  ledger::Book book = shop();
  book.optimism[""] = halved("");
  book.bets["mailing"].terms.team.clear();
  const Plan plan = plan_of(book);
  const sim::Model model = to_model(plan, fit_baselines(plan).value());
  ASSERT_EQ(model.optimism.size(), 2U);
  EXPECT_EQ(model.optimism[0].key, "optimism:bet/mailing");
}

/// Reach as it goes on, raised from the second week on over a ramp of two weeks.
void see_reach(SmallStanding& stand, double lift) {
  const double live[] = {0, 0.25, 0.75};
  stand.see("reach",
            [&](int t) { return wave(42 + t, 5'000, 0.08) * (1 + lift * (t < 3 ? live[t] : 1)); });
}

Settings small() {
  Settings settings;
  settings.runs = 2'000;
  settings.seed = 11;
  settings.variance_runs = 600;
  return settings;
}

TEST(OptimismInAForecast, LowersTheUpliftAndOwnsAShareOfTheVariance) {
  const auto executor = sim::make_thread_executor(2);
  const Forecast stated = make_forecast(plan_of(shop()), small(), *executor).value();
  const Forecast corrected = make_forecast(plan_of(corrected_shop()), small(), *executor).value();
  const auto uplift = [](const Forecast& forecast) {
    return forecast.metrics.front().difference.value;
  };
  EXPECT_LT(uplift(corrected), 0.8 * uplift(stated));
  EXPECT_GT(uplift(corrected), 0.4 * uplift(stated));
  const auto shares = [](const Forecast& forecast) {
    return std::count_if(forecast.attribution.variance.begin(),
                         forecast.attribution.variance.end(),
                         [](const auto& share) { return share.source == "optimism:team"; });
  };
  EXPECT_EQ(shares(stated), 0);
  EXPECT_EQ(shares(corrected), 1);
}

TEST(OptimismInACommit, ReplaysAsItWasAndIsPartOfThePlan) {
  const auto executor = sim::make_thread_executor(2);
  const ledger::Book book = corrected_shop();
  const ledger::Commit commit =
      make_commit(make_forecast(plan_of(book), small(), *executor).value(), "0.1.0");
  EXPECT_TRUE(holds(commit, recompute(book, commit, *executor).value()));
  EXPECT_FALSE(holds(commit, recompute(shop(), commit, *executor).value()));
  EXPECT_NE(ledger::write_json(commit.summary).find("\"optimism\""), std::string::npos);
  EXPECT_EQ(canonical_plan(plan_of(shop())).find("optimism"), std::string::npos);
}

TEST(OptimismInAGap, MovesATeamMatesEffectWithWhatCameOfAnother) {
  const auto executor = sim::make_thread_executor(2);
  const auto expected = [&](double seen) {
    ledger::Book book = corrected_shop();
    for (auto& [key, record] : book.bets) {
      record.terms.works = Probability{1.0};
    }
    SmallStanding stand{8, book};
    stand.deliver("mailing", day("2026-07-06"));
    see_reach(stand, seen);
    GapSettings settings;
    settings.landing.particles = 1'024;
    const Inferred inferred{stand.standing(), settings, *executor};
    const std::vector<double> mate = inferred.posterior.amounts(1);  // nothing of it was delivered
    return std::accumulate(mate.begin(), mate.end(), 0.0) / static_cast<double>(mate.size());
  };
  const double much = expected(0.2);
  const double little = expected(0.01);
  EXPECT_GT(much, 1.5 * little);
  EXPECT_GT(little, 0);
}

TeamReadout said(const std::string& team, double log_factor, double se, int cycle = 1) {
  return {"2026Q" + std::to_string(cycle), team, 2, {log_factor, se}};
}

TEST(NextFactor, IsNoBiasAtAllWithoutEvidenceAndTheDatasWithMuchOfIt) {
  const Distribution none = next_factor({}, "any");
  EXPECT_NEAR(none.quantile(0.5), 1, 0.01);
  EXPECT_NEAR(none.quantile(0.1) * none.quantile(0.9), 1, 0.01);
  std::vector<TeamReadout> many;
  for (int cycle = 1; cycle <= 12; ++cycle) {
    many.push_back(said("eager", std::log(0.4), 0.1, cycle));
    many.push_back(said("sober", 0, 0.1, cycle));
  }
  EXPECT_NEAR(next_factor(many, "eager").quantile(0.5), 0.4, 0.02);
  EXPECT_NEAR(next_factor(many, "sober").quantile(0.5), 1, 0.05);
  const Distribution eager = next_factor(many, "eager");
  EXPECT_LT(eager.quantile(0.9) / eager.quantile(0.1), 2);
  const double newcomer = next_factor(many, "new").quantile(0.5);
  EXPECT_GT(newcomer, 0.4);
  EXPECT_LT(newcomer, 1);
  EXPECT_EQ(eager.lowest(), 0);
}

TEST(NextFactor, DrawsWhoHasFewBetsTowardsTheOthers) {
  const std::vector<TeamReadout> readouts{said("a", std::log(0.5), 0.2, 1),
                                          said("a", std::log(0.5), 0.2, 2),
                                          said("b", std::log(0.5), 0.2, 1),
                                          said("c", std::log(2), 0.6, 1)};
  const double c = next_factor(readouts, "c").quantile(0.5);
  EXPECT_LT(c, 1.3);
  EXPECT_GT(c, next_factor(readouts, "a").quantile(0.5));
  // A readout with a large error moves next to nothing.
  EXPECT_NEAR(next_factor({said("a", std::log(0.2), 5)}, "a").quantile(0.5), 1, 0.05);
}

TEST(NextFactor, HasTailsHeavierThanANormalOnTheLogScale) {
  const Distribution factor = next_factor({said("a", -0.7, 0.3), said("b", -0.2, 0.3)}, "a");
  const auto log_at = [&](double p) { return std::log(factor.quantile(p)); };
  const double normal = 2.3263478740408408 / 1.2815515655446004;  // z99 / z90
  EXPECT_GT((log_at(0.99) - log_at(0.5)) / (log_at(0.9) - log_at(0.5)), 1.05 * normal);
}

TEST(NextSpread, IsWhatScoresScatterByBeyondTheirErrors) {
  EXPECT_EQ(next_spread({{3, 0.1}, {-3, 0.1}}), 1);  // of two
  std::vector<Readout> wide, honest;
  for (int i = 0; i < 60; ++i) {
    const double z = std::sqrt(2) * std::sin(2.3 * i + 0.4);  // variance 1
    wide.push_back({2 * z, 0.3});
    honest.push_back({z, 0.3});
  }
  EXPECT_NEAR(next_spread(wide), 2, 0.25);
  EXPECT_NEAR(next_spread(honest), 1, 0.15);
}

TEST(OptimismEvidence, IsWhatAFinishedCycleSaysOfATeamWhateverItWasCorrectedBy) {
  const auto executor = sim::make_thread_executor(2);
  GapSettings settings;
  settings.landing.particles = 1'024;
  const auto of = [&](const ledger::Book& book, double seen) {
    SmallStanding stand{13, book};
    stand.deliver("mailing", day("2026-07-06"));
    see_reach(stand, seen);
    return optimism_evidence(stand.standing(), settings, *executor);
  };
  ledger::Book book = shop();
  book.bets["mailing"].terms.works = Probability{1.0};
  const OptimismEvidence half = of(book, 0.1);  // 20 % were stated
  ASSERT_EQ(half.teams.size(), 1U);
  EXPECT_EQ(half.teams[0].team, "team");
  EXPECT_EQ(half.teams[0].bets, 1U);
  EXPECT_NEAR(half.teams[0].log_factor.estimate, std::log(0.5), 0.25);
  book.optimism["team"] = halved("team");
  const OptimismEvidence corrected = of(book, 0.1);
  EXPECT_EQ(corrected.teams[0].log_factor.estimate, half.teams[0].log_factor.estimate);
  EXPECT_TRUE(offered(half).empty());  // one bet is no evidence of a team
  OptimismEvidence two = half;
  two.teams.push_back(said("team", -0.5, 0.3, 2));
  const auto corrections = offered(two);
  ASSERT_EQ(corrections.size(), 1U);  // one team says nothing of others
  EXPECT_EQ(corrections[0].team, "team");
  EXPECT_EQ(corrections[0].readouts, 3U);
  EXPECT_LT(corrections[0].factor.quantile(0.5), 0.9);
  EXPECT_EQ(corrections[0].spread, 1);
  two.teams.push_back(said("other", -0.2, 0.9, 2));
  const auto more = offered(two);
  ASSERT_EQ(more.size(), 2U);  // what is known of the other is too little for its own
  EXPECT_EQ(more[0].team, "");
  EXPECT_EQ(more[1].team, "team");
  EXPECT_TRUE(offered({{said("a", -1, 1), said("b", -1, 1)}, {}}).empty());
  EXPECT_TRUE(of(shop(), 0.0).teams.empty() || of(shop(), 0.0).teams[0].log_factor.se > 0.3);
}

}  // namespace
}  // namespace betledger::forecast
