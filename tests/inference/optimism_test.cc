#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include <Eigen/Dense>
#include <gtest/gtest.h>

#include "tests/inference/worlds.h"
#include "tests/support/small_model.h"
#include "tests/support/statistics.h"

// A factor that a team's bets share, as an unknown: against algebra and quadrature that use nothing
// of the layer's own arithmetic.

namespace betledger::inference {
namespace {

using sim::testing::empty_model;
using sim::testing::make;
using sim::testing::member;
using sim::testing::pool;

constexpr std::uint32_t particles = 16384;

void add_team_bet(sim::Model& model,
                  Index node,
                  sim::Action action,
                  const Distribution& amount,
                  double delivered,
                  double works) {
  const std::string key = "bet" + std::to_string(model.groups);
  const auto gate = static_cast<Index>(model.gates.size());
  model.gates.push_back({"delivered:" + key, delivered, {}});
  model.gates.push_back({"works:" + key, works, {}});
  model.profiles.push_back({});
  model.profiles.back().key = key;
  sim::Intervention push;
  push.key = key;
  push.node = node;
  push.action = action;
  push.amount = amount;
  push.gates = {gate, gate + 1};
  push.profile = static_cast<Index>(model.profiles.size()) - 1;
  push.group = model.groups++;
  push.optimism = 0;
  model.interventions.push_back(push);
}

Evidence seen(const std::vector<std::optional<double>>& values) {
  Evidence evidence;
  evidence.known = 1;
  for (const auto& value : values) {
    evidence.observed.push_back({value});
  }
  return evidence;
}

double sd_error(const Posterior& posterior, double sd) {
  return 4 * sd / std::sqrt(2 * posterior.health().ess);
}

/// Amounts so large that x (1 + a f) is x a f: the logs of amounts, factor and noise add up, all
/// of them normal, and the posterior is that of a linear Gaussian model.
TEST(Factor, HasThePosteriorOfALinearGaussianModelOnTheLogScale) {
  constexpr double huge = 1e9;
  const double sd[] = {0.5, 0.3, 0.4};  // ln factor, ln amounts
  const double noise = 0.2;
  const double y[] = {-1.1, -0.2};  // ln of what was seen less ln of what was expected
  sim::Model model = empty_model(1);
  model.optimism = {{"optimism:team", make(LogNormal{1, sd[0]})}};
  for (const Index i : {0U, 1U}) {
    model.nodes.push_back(pool(i == 0 ? "a" : "b", {member(1, std::log(10.0), 0, noise)}));
    model.nodes.back().support = tree::Support::positive;
    add_team_bet(model, i, sim::Action::lift, make(LogNormal{huge, sd[1 + i]}), 1, 1);
  }
  const Problem problem{model, seen({10 * huge * std::exp(y[0]), 10 * huge * std::exp(y[1])})};
  const auto executor = sim::make_tbb_executor();
  const Posterior posterior{problem, {.particles = particles, .seed = 2}, *executor};
  EXPECT_TRUE(posterior.health().troubles.empty());

  Eigen::Matrix<double, 2, 3> design;
  design << 1, 1, 0, 1, 0, 1;
  Eigen::Matrix3d precision = design.transpose() * design / (noise * noise);
  for (int i = 0; i < 3; ++i) {
    precision(i, i) += 1 / (sd[i] * sd[i]);
  }
  const Eigen::Matrix3d covariance = precision.inverse();
  const Eigen::Vector3d mean =
      covariance * design.transpose() * Eigen::Vector2d{y[0], y[1]} / (noise * noise);
  const auto expect_normal = [&](std::vector<double> values, double centre, double spread) {
    for (double& value : values) {
      value = std::log(value);
    }
    const Belief belief = posterior.summary(values);
    EXPECT_NEAR(belief.mean, centre, 4 * belief.se);
    EXPECT_NEAR(belief.sd, spread, sd_error(posterior, spread));
  };
  expect_normal(posterior.values(problem.unknown(Unknown::Kind::factor, 0)),
                mean[0],
                std::sqrt(covariance(0, 0)));
  for (const Index k : {0U, 1U}) {
    const Eigen::Vector3d row = design.row(k).transpose();
    expect_normal(
        posterior.amounts(k), std::log(huge) + row.dot(mean), std::sqrt(row.dot(covariance * row)));
  }
}

/// Two shifts a_i f behind gates, seen through noise: given f everything is a mixture of normals,
/// so one quadrature over f is exact.
struct TwoShifts {
  double amount[2] = {10, 6}, sd[2] = {3, 2}, works[2] = {0.6, 0.4}, noise[2] = {2, 1.5};
  double factor_median = 0.6, factor_sdlog = 0.5;

  struct Exact {
    double factor = 0, factor_sd = 0, works[2] = {0, 0}, effect[2] = {0, 0}, log_evidence = 0;
  };

  [[nodiscard]] sim::Model model(double delivered_second = 1) const {
    sim::Model model = empty_model(1);
    model.optimism = {{"optimism:team", make(LogNormal{factor_median, factor_sdlog})}};
    for (const Index i : {0U, 1U}) {
      model.nodes.push_back(pool(i == 0 ? "a" : "b", {member(1, 0, 0, noise[i])}));
      add_team_bet(model,
                   i,
                   sim::Action::shift,
                   make(Normal{amount[i], sd[i]}),
                   i == 0 ? 1 : delivered_second,
                   works[i]);
    }
    return model;
  }

  static double density(double x, double variance) {
    return std::exp(-0.5 * x * x / variance) / std::sqrt(2 * std::numbers::pi * variance);
  }

  /// Of a metric that was not seen the likelihood is 1.
  [[nodiscard]] Exact solve(const std::optional<double> (&y)[2]) const {
    Exact exact;
    double total = 0, squares = 0;
    constexpr int points = 20001;
    for (int j = 0; j < points; ++j) {
      const double z = -8 + 16.0 * j / (points - 1);
      const double f = factor_median * std::exp(factor_sdlog * z);
      double weight = density(z, 1) * 16 / (points - 1);
      double open[2], effect[2];
      for (int i = 0; i < 2; ++i) {
        const double mean = amount[i] * f;
        const double variance = sd[i] * sd[i] * f * f;
        const double own = noise[i] * noise[i];
        const double on = y[i] ? density(*y[i] - mean, variance + own) : 1;
        const double off = y[i] ? density(*y[i], own) : 1;
        const double all = works[i] * on + (1 - works[i]) * off;
        const double updated = y[i] ? mean + variance / (variance + own) * (*y[i] - mean) : mean;
        weight *= all;
        open[i] = works[i] * on / all;
        effect[i] = open[i] * updated;
      }
      total += weight;
      exact.factor += weight * f;
      squares += weight * f * f;
      for (int i = 0; i < 2; ++i) {
        exact.works[i] += weight * open[i];
        exact.effect[i] += weight * effect[i];
      }
    }
    exact.factor /= total;
    exact.factor_sd = std::sqrt(squares / total - exact.factor * exact.factor);
    for (int i = 0; i < 2; ++i) {
      exact.works[i] /= total;
      exact.effect[i] /= total;
    }
    exact.log_evidence = std::log(total);
    return exact;
  }
};

void expect_exact(const TwoShifts& world, const std::optional<double> (&y)[2]) {
  const sim::Model model = world.model();
  const Problem problem{model, seen({y[0], y[1]})};
  const auto executor = sim::make_tbb_executor();
  const Posterior posterior{problem, {.particles = particles, .seed = 4}, *executor};
  const TwoShifts::Exact exact = world.solve(y);
  EXPECT_TRUE(posterior.health().troubles.empty());
  const Belief factor = posterior.belief(problem.unknown(Unknown::Kind::factor, 0));
  EXPECT_NEAR(factor.mean, exact.factor, 4 * factor.se);
  EXPECT_NEAR(factor.sd, exact.factor_sd, 2 * sd_error(posterior, exact.factor_sd));
  EXPECT_NEAR(posterior.health().log_evidence,
              exact.log_evidence,
              4 * std::sqrt((1.0 + posterior.health().temperatures) / particles));
  for (const Index k : {0U, 1U}) {
    const Chance works = posterior.chance(model.interventions[k].gates.works.value());
    EXPECT_NEAR(works.probability, exact.works[k], 4 * works.se + 1e-12);
    std::vector<double> effect = posterior.amounts(k);
    const std::vector<double> open = posterior.open(model.interventions[k].gates.works.value());
    std::transform(effect.begin(), effect.end(), open.begin(), effect.begin(), std::multiplies<>{});
    const Belief expected = posterior.summary(effect);
    EXPECT_NEAR(expected.mean, exact.effect[k], 4 * expected.se);
  }
}

TEST(Factor, AgreesWithQuadratureBehindGates) {
  expect_exact({}, {1.5, 2.5});
  expect_exact({}, {9.0, 0.5});
  expect_exact({}, {std::nullopt, 7.0});
}

/// What came of one bet says what to expect of a team-mate's on a metric that nothing was seen of.
TEST(Factor, CarriesFromOneBetToAnotherOfItsTeam) {
  const TwoShifts world{.works = {1, 1}};
  const sim::Model model = world.model();
  const Problem problem{model, seen({1.0, std::nullopt})};
  const auto executor = sim::make_tbb_executor();
  const Posterior posterior{problem, {.particles = particles, .seed = 4}, *executor};
  const Belief mate = posterior.summary(posterior.amounts(1));
  const double before = 6 * world.factor_median * std::exp(0.5 * 0.25);
  const TwoShifts::Exact exact = world.solve({1.0, std::nullopt});
  EXPECT_NEAR(mate.mean, exact.effect[1], 4 * mate.se);
  EXPECT_LT(mate.mean, 0.7 * before);
  EXPECT_FALSE(problem.unknown_is_moved()[problem.unknown(Unknown::Kind::amount, 1)]);
  EXPECT_TRUE(problem.unknown_is_moved()[problem.unknown(Unknown::Kind::factor, 0)]);
}

TEST(Factor, OfWhatWasNotDeliveredLeavesEveryBeliefAtItsPrior) {
  const TwoShifts world;
  sim::Model model = world.model(0);
  model.gates[0].probability = 0;  // neither of them
  const Problem problem{model, seen({9.0, 9.0})};
  EXPECT_TRUE(problem.moves().empty());
  const auto executor = sim::make_tbb_executor();
  const Posterior posterior{problem, {.particles = 512, .seed = 4}, *executor};
  for (const Index gate : {1U, 3U}) {
    EXPECT_EQ(posterior.chance(gate).probability, model.gates[gate].probability);
    EXPECT_EQ(posterior.chance(gate).se, 0);
  }
}

TEST(Factor, IsLearnedFromTheDeliveredBetOnly) {
  const TwoShifts world;
  const sim::Model model = world.model(0);
  const Problem problem{model, seen({1.0, 9.0})};
  const auto executor = sim::make_tbb_executor();
  const Posterior posterior{problem, {.particles = particles, .seed = 4}, *executor};
  EXPECT_EQ(posterior.chance(3).probability, world.works[1]);
  EXPECT_EQ(posterior.chance(3).se, 0);
  const Belief factor = posterior.belief(problem.unknown(Unknown::Kind::factor, 0));
  EXPECT_NEAR(factor.mean, world.solve({1.0, std::nullopt}).factor, 4 * factor.se);
}

/// The worlds of worlds_test.cc with their bets in teams whose factors are unknown.
TEST(Factor, IsFoundOutAsOftenAsThePosteriorSaysInWholeWorlds) {
  constexpr std::size_t count = 40;
  std::vector<WorldOutcome> worlds(count);
  const auto executor = sim::make_thread_executor();
  executor->for_each(count, [&](std::size_t w) {
    worlds[w] = judge_world(w, 6, {.seed = 1, .particles = 512, .teams = 3});
  });
  std::vector<double> factors, amounts, inside;
  for (const WorldOutcome& world : worlds) {
    EXPECT_TRUE(world.health.troubles.empty());
    inside.push_back(0);
    for (const double p : world.pit) {
      inside.back() += p > 0.1 && p < 0.9 ? 1.0 / static_cast<double>(world.pit.size()) : 0.0;
    }
    for (const RankOutcome& rank : world.ranks) {
      if (rank.moved && rank.kind == Unknown::Kind::factor) {
        factors.push_back(rank.rank);
      } else if (rank.moved && rank.kind == Unknown::Kind::amount) {
        amounts.push_back(rank.rank);
      }
    }
  }
  EXPECT_GT(factors.size(), 100U);
  EXPECT_GT(flatness(factors), 0.001);
  EXPECT_GT(flatness(amounts), 0.001);
  const sim::testing::Moments covered = sim::testing::moments_of(inside);
  EXPECT_NEAR(covered.mean, 0.8, 3 * std::sqrt(covered.variance / count));
}

}  // namespace
}  // namespace betledger::inference
