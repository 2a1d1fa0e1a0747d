#include "inference/posterior.h"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/normal.h"

#include "tests/support/reference_data.h"
#include "tests/support/small_model.h"

namespace betledger::inference {
namespace {

using sim::testing::add_bet;
using sim::testing::add_link;
using sim::testing::certain;
using sim::testing::component;
using sim::testing::empty_model;
using sim::testing::make;
using sim::testing::member;
using sim::testing::pool;

nlohmann::json gaussian_quarter() {
  return reference_data("conditioning/gaussian_quarter.json");
}

/// A random walk of unknown level, seen through noise; the lift is an occasion with a share per
/// period.
sim::Model quarter_model(const nlohmann::json& reference) {
  sim::Model model = empty_model(13);
  model.nodes = {pool("y", {member(13, 100, 1, 1)})};
  model.occasions = {{"lift",
                      0,
                      sim::Action::shift,
                      make(Normal{reference["lift_prior"][0], reference["lift_prior"][1]}),
                      reference["ramp"].get<std::vector<double>>()}};
  return model;
}

PathLaw quarter_law(const nlohmann::json& reference) {
  const double level = reference["level0"][1];
  const double step = reference["level_sd"];
  const double noise = reference["obs_sd"];
  PathLaw law;
  law.mean.assign(13, reference["level0"][0]);
  for (int s = 0; s < 13; ++s) {
    for (int t = 0; t < 13; ++t) {
      law.covariance.push_back(level * level + step * step * (std::min(s, t) + 1) +
                               (s == t ? noise * noise : 0));
    }
  }
  return law;
}

class GaussianQuarter : public ::testing::TestWithParam<int> {};

TEST_P(GaussianQuarter, IsConditionedAsTheClosedFormSays) {
  const auto reference = gaussian_quarter();
  const int known = GetParam();
  const auto& expected = reference["results"][static_cast<std::size_t>(known)];
  const sim::Model model = quarter_model(reference);
  Evidence evidence;
  evidence.known = static_cast<Index>(known);
  evidence.observed.resize(1);
  double seen = 0;
  for (int t = 0; t < known; ++t) {
    evidence.observed[0].emplace_back(reference["y"][static_cast<std::size_t>(t)]);
    seen += *evidence.observed[0].back();
  }
  const Problem problem{model, evidence, {{quarter_law(reference)}}};
  const auto executor = sim::make_tbb_executor();
  const Posterior posterior{problem, {.particles = 8192, .seed = 3}, *executor};
  EXPECT_TRUE(posterior.health().troubles.empty());
  const Belief lift = posterior.belief(problem.unknown(Unknown::Kind::occasion, 0));
  const double ess = posterior.health().ess;
  EXPECT_GT(ess, 800);
  EXPECT_NEAR(lift.mean, expected["lift_mean"], 3 * lift.se + 1e-6);
  EXPECT_NEAR(lift.sd, expected["lift_sd"], 3 * lift.sd / std::sqrt(2 * ess));
  // The evidence: its log has a standard error of about sqrt(temperatures / particles).
  EXPECT_NEAR(posterior.health().log_evidence,
              expected["log_evidence"],
              1e-9 + 4 * std::sqrt(posterior.health().temperatures / 8192.0));

  Block block{problem};
  World world{model};
  std::vector<double> totals;
  for (std::uint32_t b = 0; b < posterior.blocks(); ++b) {
    posterior.continue_world(b, 0, block, world);
    for (std::size_t run = 0; run < sim::runs_per_block; ++run) {
      double total = 0;
      for (Index t = 0; t < 13; ++t) {
        const double share = reference["ramp"][t];
        const double y = world.base(0, t)[run] + world.occasions[0][run] * share;
        if (t < evidence.known) {
          EXPECT_NEAR(y, *evidence.observed[0][t], 1e-9);
        }
        total += y;
      }
      totals.push_back(total);
    }
  }
  const Belief total = posterior.summary(totals);
  EXPECT_NEAR(total.mean, expected["quarter_total_mean"], 3 * total.se + 1e-9);
  EXPECT_NEAR(total.sd, expected["quarter_total_sd"], 3 * total.sd / std::sqrt(2 * ess) + 1e-9);
  double hits = 0;
  for (const double t : totals) {
    hits += t >= 1380 ? 1 : 0;
  }
  const double p = expected["p_total_ge_1380"];
  EXPECT_NEAR(hits / 8192, p, 4 * std::sqrt(p * (1 - p) / ess) + 1e-9);
}

INSTANTIATE_TEST_SUITE_P(Weeks, GaussianQuarter, ::testing::Range(0, 14));

/// A bet of a known size on x, if it works, and a link from x to y, if it is real: four worlds.
struct FourWorlds {
  double rho = 0;
  double works = 0.3;
  double real = 0.6;
  double lift = 0.1;
  double beta = 0.5;
  double sigma = 0.08;

  [[nodiscard]] sim::Model model() const {
    sim::Model m = empty_model(3);
    m.nodes = {pool("x", {member(3, 0, 0, sigma)}), pool("y", {member(3, 0, 0, sigma)})};
    m.nodes[0].support = m.nodes[1].support = tree::Support::positive;
    m.gates = {{"delivered", 1, {}}, {"works", works, {}}, {"link", real, {}}};
    m.profiles.resize(1);
    m.profiles[0].key = "timing";
    m.interventions = {{"bet", 0, sim::Action::lift, Distribution::constant(lift), {0, 1}, 0, 0}};
    m.groups = 1;
    m.influences = {
        {"x->y", 0, 1, sim::InfluenceKind::elasticity, Distribution::constant(beta), 0, 2}};
    return m;
  }

  /// By enumeration: probability that the bet works, that the link is real, and ln p(seen).
  struct Answer {
    double works = 0, real = 0, log_evidence = 0;
  };
  [[nodiscard]] Answer answer(const std::vector<double>& x, const std::vector<double>& y) const {
    double total = 0, w1 = 0, r1 = 0;
    for (int w = 0; w < 2; ++w) {
      for (int r = 0; r < 2; ++r) {
        double density = (w ? works : 1 - works) * (r ? real : 1 - real);
        for (std::size_t t = 0; t < x.size(); ++t) {
          const double up = w ? std::log1p(lift) : 0;
          const double a = (std::log(x[t]) - up) / sigma;
          const double b = (std::log(y[t]) - (r ? beta * up : 0)) / sigma;
          const double q = (a * a - 2 * rho * a * b + b * b) / (1 - rho * rho);
          density *= std::exp(-q / 2) /
                     (2 * M_PI * sigma * sigma * std::sqrt(1 - rho * rho) * x[t] * y[t]);
        }
        total += density;
        w1 += w ? density : 0;
        r1 += r ? density : 0;
      }
    }
    return {w1 / total, r1 / total, std::log(total)};
  }
};

void expect_four_worlds(const FourWorlds& worlds) {
  const std::vector<double> x{1.1, 1.02, 1.15};
  const std::vector<double> y{1.03, 1.1, 1.08};
  const sim::Model model = worlds.model();
  Evidence evidence;
  evidence.known = 3;
  evidence.observed = {{x[0], x[1], x[2]}, {y[0], y[1], y[2]}};
  if (worlds.rho != 0) {
    evidence.correlations = {{0, 1, worlds.rho}};
  }
  const auto executor = sim::make_tbb_executor();
  const Problem problem{model, evidence};
  const Posterior posterior{problem, {.particles = 16384, .seed = 5}, *executor};
  const FourWorlds::Answer exact = worlds.answer(x, y);
  const auto near = [](double p, double q, double slack) {
    EXPECT_NEAR(p, q, slack * std::sqrt(q * (1 - q) / 16384));
  };
  near(posterior.chance(1).probability, exact.works, 4);
  near(posterior.chance(2).probability, exact.real, 4);
  EXPECT_NEAR(posterior.health().log_evidence, exact.log_evidence, 0.05);
}

TEST(Posterior, OfADiscreteTreeIsThatOfAnEnumerationByHand) {
  expect_four_worlds({});
  expect_four_worlds({.works = 0.7, .real = 0.3, .lift = 0.2, .beta = 1, .sigma = 0.15});
}

TEST(Posterior, TakesCorrelatedResidualsJointly) {
  expect_four_worlds({.rho = 0.7});
  expect_four_worlds({.rho = -0.4, .sigma = 0.15});
}

TEST(Posterior, LeavesWhatWasNotDeliveredAtItsPrior) {
  FourWorlds worlds;
  sim::Model model = worlds.model();
  model.gates[0].probability = 0;
  Evidence evidence;
  evidence.known = 3;
  evidence.observed = {{1.1, 1.02, 1.15}, {1.03, 1.1, 1.08}};
  const auto executor = sim::make_tbb_executor();
  const Problem problem{model, evidence};
  EXPECT_TRUE(problem.moves().empty());
  const Posterior posterior{problem, {}, *executor};
  EXPECT_EQ(posterior.chance(1).probability, worlds.works);
  EXPECT_EQ(posterior.chance(2).probability, worlds.real);
}

TEST(Posterior, HasTheSameBytesForEveryExecutor) {
  const sim::Model model = FourWorlds{}.model();
  Evidence evidence;
  evidence.known = 2;
  evidence.observed = {{1.1, 1.02}, {1.03, std::nullopt}};
  const Problem problem{model, evidence};
  const auto one = sim::make_thread_executor(1);
  const auto three = sim::make_thread_executor(3);
  const auto tbb = sim::make_tbb_executor();
  const Posterior a{problem, {.particles = 1024}, *one};
  for (sim::Executor* executor : {three.get(), tbb.get()}) {
    const Posterior b{problem, {.particles = 1024}, *executor};
    EXPECT_EQ(a.open(1), b.open(1));
    EXPECT_EQ(a.open(2), b.open(2));
    EXPECT_EQ(a.health().log_evidence, b.health().log_evidence);
  }
}

}  // namespace
}  // namespace betledger::inference
