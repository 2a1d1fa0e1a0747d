#include <cmath>
#include <numeric>
#include <vector>

#include <Eigen/Dense>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "inference/posterior.h"

#include "tests/support/reference_data.h"
#include "tests/support/small_model.h"
#include "tests/support/statistics.h"

// Small cases whose posterior can be had without sampling: sums over gates, quadrature over one
// amount or delay. Nothing here uses the layer's own arithmetic.

namespace betledger::inference {
namespace {

using sim::testing::certain;
using sim::testing::empty_model;
using sim::testing::make;
using sim::testing::member;
using sim::testing::pool;

constexpr std::uint32_t particles = 16384;

/// ln p(x) of a pool's members at some periods, sigma known or not: a mixture of Student densities.
double pool_density(const sim::PathPool& pool,
                    const std::vector<Index>& seen,
                    const std::vector<double>& x) {
  const auto n = static_cast<Eigen::Index>(seen.size());
  double total = 0, weights = 0;
  for (const sim::PathMember& m : pool.members) {
    Eigen::MatrixXd covariance = Eigen::MatrixXd::Zero(n, n);
    Eigen::VectorXd error(n);
    for (Eigen::Index a = 0; a < n; ++a) {
      const Index ta = seen[static_cast<std::size_t>(a)];
      error(a) = x[static_cast<std::size_t>(a)] - m.mean[ta];
      for (Eigen::Index b = 0; b < n; ++b) {
        const Index tb = seen[static_cast<std::size_t>(b)];
        for (Index s = 0; s <= std::min(ta, tb); ++s) {
          covariance(a, b) += m.psi[ta - s] * m.psi[tb - s] * m.sigma * m.sigma;
        }
      }
    }
    const double q = error.dot(covariance.inverse() * error);
    const double size = static_cast<double>(n);
    double density = 1 / std::sqrt(covariance.determinant());
    if (std::isinf(m.dof)) {
      density *= std::exp(-q / 2) * std::pow(2 * M_PI, -size / 2);
    } else {
      density *= std::exp(std::lgamma((m.dof + size) / 2) - std::lgamma(m.dof / 2)) *
                 std::pow(m.dof * M_PI, -size / 2) * std::pow(1 + q / m.dof, -(m.dof + size) / 2);
    }
    total += m.weight * density;
    weights += m.weight;
  }
  return std::log(total / weights);
}

struct Exact {
  std::vector<double> gates;  // probability of each own coin
  double log_evidence = 0;
  double first_delay = 0;  // mean of the first profile's delay
};

/// Positive metrics, lifts of known size as steps, elasticities of known strength; any gates. The
/// first profile's delay may be uncertain.
class Enumeration {
 public:
  Enumeration(const sim::Model& model, const Evidence& evidence)
      : model_{model}, evidence_{evidence} {}

  [[nodiscard]] Exact solve() {
    const std::size_t gates = model_.gates.size();
    Exact exact{std::vector<double>(gates), 0, 0};
    const int points = model_.profiles[0].delay.is_constant() ? 1 : 400;
    double total = 0;
    for (int i = 0; i < points; ++i) {
      delay_ = model_.profiles[0].delay.quantile((i + 0.5) / points);
      for (std::size_t bits = 0; bits < std::size_t{1} << gates; ++bits) {
        const double density = weight(bits) * std::exp(log_density(bits)) / points;
        total += density;
        exact.first_delay += density * delay_;
        for (std::size_t g = 0; g < gates; ++g) {
          exact.gates[g] += coin(bits, g) ? density : 0;
        }
      }
    }
    for (double& p : exact.gates) {
      p /= total;
    }
    exact.first_delay /= total;
    exact.log_evidence = std::log(total);
    return exact;
  }

 private:
  static bool coin(std::size_t bits, std::size_t gate) { return (bits >> gate & 1U) != 0; }

  [[nodiscard]] bool open(std::size_t bits, Index gate) const {
    bool all = coin(bits, gate);
    for (const Index need : model_.gates[gate].needs) {
      all = all && open(bits, need);
    }
    return all;
  }

  [[nodiscard]] double weight(std::size_t bits) const {
    double p = 1;
    for (std::size_t g = 0; g < model_.gates.size(); ++g) {
      p *= coin(bits, g) ? model_.gates[g].probability : 1 - model_.gates[g].probability;
    }
    return p;
  }

  /// ln(with / base) of a node in a period.
  [[nodiscard]] double effect(std::size_t bits, Index node, Index t) const {
    double sum = 0;
    for (const sim::Intervention& push : model_.interventions) {
      bool all = push.node == node;
      for (const auto& gate : push.gates.all()) {
        all = all && (!gate || open(bits, *gate));
      }
      const double start = model_.profiles[push.profile].start + (push.profile == 0 ? delay_ : 0.0);
      const double live = std::clamp(t + 1 - start, 0.0, 1.0);
      sum += all ? std::log1p(push.amount.mean() * live) : 0;
    }
    for (const sim::Influence& link : model_.influences) {
      if (link.to == node && link.lag <= t && open(bits, link.gate)) {
        sum += link.strength.mean() * effect(bits, link.from, t - link.lag);
      }
    }
    return sum;
  }

  [[nodiscard]] double log_density(std::size_t bits) const {
    double sum = 0;
    for (Index n = 0; n < model_.nodes.size(); ++n) {
      std::vector<Index> seen;
      std::vector<double> x;
      for (Index t = 0; t < evidence_.known; ++t) {
        if (const auto y = evidence_.at(n, t)) {
          seen.push_back(t);
          x.push_back(std::log(*y) - effect(bits, n, t));
          sum -= std::log(*y);
        }
      }
      if (!seen.empty()) {
        sum += pool_density(
            std::get<sim::PathPool>(std::get<sim::BasePath>(model_.nodes[n].source)), seen, x);
      }
    }
    return sum;
  }

  const sim::Model& model_;
  const Evidence& evidence_;
  double delay_ = 0;
};

void expect_enumeration(const sim::Model& model, const Evidence& evidence) {
  const Exact exact = Enumeration{model, evidence}.solve();
  const auto executor = sim::make_tbb_executor();
  const Problem problem{model, evidence};
  const Posterior posterior{problem, {.particles = particles, .seed = 11}, *executor};
  EXPECT_TRUE(posterior.health().troubles.empty());
  for (Index g = 0; g < model.gates.size(); ++g) {
    const double p = exact.gates[g];
    EXPECT_NEAR(posterior.chance(g).probability, p, 1e-9 + 5 * std::sqrt(p * (1 - p) / particles))
        << model.gates[g].key;
  }
  EXPECT_NEAR(posterior.health().log_evidence, exact.log_evidence, 0.06);
  if (!model.profiles[0].delay.is_constant()) {
    const Belief delay = posterior.belief(problem.unknown(Unknown::Kind::delay, 0));
    EXPECT_NEAR(delay.mean, exact.first_delay, 5 * delay.sd / std::sqrt(particles));
  }
}

sim::Node positive(const std::string& key, std::vector<sim::PathMember> members) {
  sim::Node node = pool(key, std::move(members));
  node.support = tree::Support::positive;
  return node;
}

void add_step(
    sim::Model& model, Index node, double lift, sim::InterventionGates gates, double start) {
  const std::string key = "bet" + std::to_string(model.interventions.size());
  const auto number = static_cast<Index>(model.profiles.size());
  model.profiles.emplace_back();
  model.profiles.back().key = key;
  model.profiles.back().start = start;
  model.interventions.push_back(
      {key, node, sim::Action::lift, certain(lift), gates, number, number});
  model.groups = number + 1;
}

void add_elasticity(sim::Model& model, Index from, Index to, double beta, Index lag, Index gate) {
  model.influences.push_back({"link" + std::to_string(model.influences.size()),
                              from,
                              to,
                              sim::InfluenceKind::elasticity,
                              certain(beta),
                              lag,
                              gate});
}

/// Two bets on one metric; the second is only delivered if the first is.
sim::Model two_bets(double second_start) {
  sim::Model model = empty_model(5);
  model.nodes = {positive("x", {member(5, 0, 0.5, 0.06)})};
  model.gates = {{"delivered:a", 0.7, {}},
                 {"works:a", 0.4, {}},
                 {"delivered:b", 0.8, {0}},
                 {"works:b", 0.5, {}}};
  add_step(model, 0, 0.1, {0, 1}, 0);
  add_step(model, 0, 0.12, {2, 3}, second_start);
  return model;
}

TEST(ClosedForm, OfTwoBetsInTheSameWeeksThatCannotBeToldApart) {
  Evidence evidence{.known = 4, .observed = {{1.08, 1.13, 1.1, 1.14}}};
  expect_enumeration(two_bets(0), evidence);
}

TEST(ClosedForm, OfTwoBetsAfterEachOther) {
  Evidence evidence{.known = 4, .observed = {{1.08, 1.13, 1.26, 1.2}}};
  expect_enumeration(two_bets(2), evidence);
}

TEST(ClosedForm, OfWeeksThatAreMissing) {
  Evidence evidence{.known = 4, .observed = {{1.08, std::nullopt, std::nullopt, 1.2}}};
  expect_enumeration(two_bets(2), evidence);
}

TEST(ClosedForm, OfADelayThatIsUncertain) {
  sim::Model model = two_bets(2);
  model.profiles[0].delay = make(Uniform{0, 4});
  Evidence evidence{.known = 4, .observed = {{1.01, 1.0, 1.12, 1.2}}};
  expect_enumeration(model, evidence);
}

/// One source for two links, one of them through a lag, and a third that goes on from there; pools
/// of two members with few degrees of freedom.
sim::Model links() {
  sim::Model model = empty_model(6);
  const auto two = [](double level, double dof) {
    std::vector<sim::PathMember> members{member(6, level, 1, 0.03),
                                         member(6, level + 0.02, 0, 0.05)};
    members[0].weight = 0.3;
    members[0].dof = dof;
    members[1].dof = 5;
    return members;
  };
  model.nodes = {positive("x", two(0, 5)), positive("y", two(0, 9)), positive("z", two(0.1, 7))};
  model.gates = {{"delivered", 0.9, {}},
                 {"works", 0.5, {}},
                 {"x->y", 0.6, {}},
                 {"x->z", 0.3, {}},
                 {"y->z", 0.6, {}}};
  add_step(model, 0, 0.2, {0, 1}, 1);
  add_elasticity(model, 0, 1, 0.8, 0, 2);
  add_elasticity(model, 0, 2, 0.5, 2, 3);
  add_elasticity(model, 1, 2, 0.6, 0, 4);
  return model;
}

TEST(ClosedForm, OfLinksThatShareASource) {
  Evidence evidence{
      .known = 5,
      .observed = {
          {1.0, 1.18, 1.22, 1.2, 1.25}, {1.02, 1.1, 1.13, 1.16, 1.1}, {1.1, 1.12, 1.2, 1.28, 1.3}}};
  expect_enumeration(links(), evidence);
}

TEST(ClosedForm, OfLinksWhoseSourceHasMissingWeeks) {
  Evidence evidence{.known = 5,
                    .observed = {{1.0, std::nullopt, 1.1, 1.05, std::nullopt},
                                 {1.02, 1.1, std::nullopt, 1.08, 1.1},
                                 {1.1, 1.12, 1.2, 1.15, 1.2}}};
  expect_enumeration(links(), evidence);
}

TEST(ClosedForm, OfALinkWhoseSourceWasNeverSeen) {
  Evidence evidence{.known = 5,
                    .observed = {{}, {1.02, 1.1, 1.12, 1.08, 1.1}, {1.1, 1.12, 1.2, 1.15, 1.2}}};
  expect_enumeration(links(), evidence);
}

/// One bet of uncertain amount on one metric, certain otherwise.
struct OneAmount {
  tree::Support support = tree::Support::real;
  sim::Action action = sim::Action::lift;
  Distribution amount = certain(0);
  sim::PathMember member;
  std::vector<double> y;

  [[nodiscard]] double to_x(double value, double a, Index t) const {
    const double live = t == 0 ? 0.5 : 1;  // starts in the middle of the first period
    const double base = action == sim::Action::lift ? value / (1 + a * live) : value - a * live;
    switch (support) {
      case tree::Support::positive:
        return std::log(base);
      case tree::Support::fraction:
        return std::log(base / (1 - base));
      case tree::Support::real:
        break;
    }
    return base;
  }

  void expect_quadrature() const {
    double total = 0, mean = 0, square = 0;
    for (double z = -6.4; z <= 6.4; z += 1e-3) {
      const double a = amount.from_normal(z);
      double log_density = -z * z / 2;
      std::vector<double> x;
      std::vector<Index> seen;
      for (Index t = 0; t < y.size(); ++t) {
        const double h = 1e-6 * std::abs(y[t]);  // the change of variables, by differences
        const double slope = (to_x(y[t] + h, a, t) - to_x(y[t] - h, a, t)) / (2 * h);
        log_density += std::log(std::abs(slope));
        x.push_back(to_x(y[t], a, t));
        seen.push_back(t);
      }
      log_density += pool_density({{member}}, seen, x);
      const double density = std::isfinite(log_density) ? std::exp(log_density) : 0;
      total += density;
      mean += density * a;
      square += density * a * a;
    }
    mean /= total;
    const double sd = std::sqrt(square / total - mean * mean);
    sim::Model model = empty_model(static_cast<std::uint32_t>(y.size()));
    model.nodes = {pool("x", {member})};
    model.nodes[0].support = support;
    model.gates = {{"delivered", 1, {}}, {"works", 1, {}}};
    add_step(model, 0, 0, {0, 1}, 0.5);
    model.interventions[0].action = action;
    model.interventions[0].amount = amount;
    Evidence evidence{.known = model.periods, .observed = {{y.begin(), y.end()}}};
    const auto executor = sim::make_tbb_executor();
    const Problem problem{model, evidence};
    const Posterior posterior{problem, {.particles = particles, .seed = 5}, *executor};
    const Belief belief = posterior.belief(0);
    EXPECT_NEAR(belief.mean, mean, 5 * belief.se);
    EXPECT_NEAR(belief.sd, sd, 0.04 * sd);
    EXPECT_NEAR(
        posterior.health().log_evidence, std::log(total * 1e-3 / std::sqrt(2 * M_PI)), 0.05);
  }
};

sim::PathMember unsure(double level, double carry, double sigma) {
  sim::PathMember path = member(4, level, carry, sigma);
  path.dof = 5;
  return path;
}

TEST(ClosedForm, OfALiftOnARealScaleWithUnknownSigma) {
  OneAmount{tree::Support::real,
            sim::Action::lift,
            make(Normal{0.2, 0.4}),
            unsure(1, 0.5, 0.8),
            {1.1, 1.9, 1.4, 2.5}}
      .expect_quadrature();
}

TEST(ClosedForm, OfALiftOfAFraction) {
  OneAmount{tree::Support::fraction,
            sim::Action::lift,
            make(Normal{0.3, 0.3}),
            unsure(0.2, 0.7, 0.4),
            {0.6, 0.75, 0.7, 0.8}}
      .expect_quadrature();
}

TEST(ClosedForm, OfAShiftOfAFraction) {
  OneAmount{tree::Support::fraction,
            sim::Action::shift,
            make(Uniform{-0.1, 0.25}),
            unsure(0.2, 0.7, 0.4),
            {0.6, 0.75, 0.7, 0.8}}
      .expect_quadrature();
}

TEST(ClosedForm, OfAShiftOnAPositiveScale) {
  OneAmount{tree::Support::positive,
            sim::Action::shift,
            make(LogNormal{0.5, 0.8}),
            unsure(0, 1, 0.3),
            {1.2, 1.5, 1.9, 1.6}}
      .expect_quadrature();
}

TEST(ClosedForm, OfALiftOnAPositiveScale) {
  OneAmount{tree::Support::positive,
            sim::Action::lift,
            make(Triangular{-0.5, 0.2, 1}),
            unsure(0, 1, 0.3),
            {1.2, 1.5, 1.9, 1.6}}
      .expect_quadrature();
}

nlohmann::json learning() {
  return reference_data("learning/learning.json");
}

/// A bet that has not started and a link that carries nothing yet: experiments alone speak.
void expect_spike_and_slab(const nlohmann::json& cases, Readout::Of of) {
  for (const auto& one : cases) {
    const double prior = one["pi"];
    const Distribution slab = make(Normal{one["slab_mean"], one["slab_sd"]});
    sim::Model model = empty_model(4);
    model.nodes = {positive("x", {member(4, 0, 0, 0.1)}), positive("y", {member(4, 0, 0, 0.1)})};
    const bool of_bet = of == Readout::Of::intervention;
    model.gates = {{"delivered", 0.5, {}},
                   {"works", of_bet ? prior : 0.5, {}},
                   {"link", of_bet ? 0.5 : prior, {}}};
    add_step(model, 0, 0, {0, 1}, 3);
    model.interventions[0].amount = of_bet ? slab : certain(0.1);
    add_elasticity(model, 0, 1, 0.5, 0, 2);
    model.influences[0].strength = of_bet ? certain(0.5) : slab;
    Evidence evidence{.known = 2, .observed = {{1.0, 1.1}, {1.0, 0.9}}};
    evidence.readouts = {{of, 0, one["bhat"], one["se"], 1}};
    const auto executor = sim::make_tbb_executor();
    const Problem problem{model, evidence};
    const Posterior posterior{problem, {.particles = particles, .seed = 3}, *executor};
    const Index gate = of_bet ? 1 : 2;
    const double p = one["p_real"];
    EXPECT_NEAR(posterior.chance(gate).probability, p, 5 * std::sqrt(p * (1 - p) / particles))
        << one;
    const Index unknown =
        problem.unknown(of_bet ? Unknown::Kind::amount : Unknown::Kind::strength, 0);
    const Belief belief = posterior.belief(unknown, gate);
    EXPECT_NEAR(belief.mean, one["slab_post_mean"], 5 * belief.se) << one;
    EXPECT_NEAR(belief.sd, one["slab_post_sd"], 0.06 * belief.sd) << one;
    EXPECT_EQ(posterior.chance(of_bet ? 2 : 1).probability, 0.5);  // nothing was said of the other
  }
}

TEST(ClosedForm, OfAnExperimentOnABet) {
  expect_spike_and_slab(learning()["scalar_spike_slab"], Readout::Of::intervention);
}

TEST(ClosedForm, OfAnExperimentOnALink) {
  expect_spike_and_slab(learning()["scalar_spike_slab"], Readout::Of::influence);
}

/// A bet N(0.1, 0.05) on x that works with 0.6, a link N(0.5, 0.25) to y that is real with 0.6;
/// both seen once with an error of 0.04: x rose by 0.06, y by 0.04.
double chance_that_it_worked(double rho) {
  sim::Model model = empty_model(1);
  model.nodes = {pool("x", {member(1, 0, 0, 0.04)}), pool("y", {member(1, 0, 0, 0.04)})};
  model.gates = {{"delivered", 1, {}}, {"works", 0.6, {}}, {"link", 0.6, {}}};
  add_step(model, 0, 0, {0, 1}, 0);
  model.interventions[0].action = sim::Action::shift;
  model.interventions[0].amount = make(Normal{0.1, 0.05});
  add_elasticity(model, 0, 1, 0, 0, 2);
  model.influences[0].kind = sim::InfluenceKind::slope;
  model.influences[0].strength = make(Normal{0.5, 0.25});
  Evidence evidence;
  evidence.known = 1;
  evidence.observed = {{0.06}, {0.04}};
  if (rho != 0) {
    evidence.correlations = {{0, 1, rho}};
  }
  const auto executor = sim::make_tbb_executor();
  const Problem problem{model, evidence};
  const Posterior posterior{problem, {.particles = 4 * particles, .seed = 2}, *executor};
  return posterior.chance(1).probability;
}

/// Quadrature over the amount gives these four digits; ignoring the correlation is no small thing.
TEST(ClosedForm, OfErrorsThatAreCorrelated) {
  const double se = std::sqrt(0.58 * 0.42 / (4 * particles));
  EXPECT_NEAR(chance_that_it_worked(0), 0.7457, 4 * se);
  EXPECT_NEAR(chance_that_it_worked(0.7), 0.5806, 4 * se);
}

/// A stated level is one normal score and, from week to week, half its spread: no more is known.
TEST(ClosedForm, OfAStatedLevelIsARegression) {
  constexpr Index periods = 4;
  sim::Model model = empty_model(periods);
  sim::Node node;
  node.key = "x";
  node.support = tree::Support::positive;
  node.source =
      sim::BasePath{sim::StatedPath{make(LogNormal{100, 0.1}), make(LogNormal{120, 0.2})}};
  model.nodes = {node};
  Evidence evidence;
  evidence.known = 2;
  evidence.observed = {{125.0, 118.0}};
  Eigen::VectorXd mean(4), spread(4);
  for (Eigen::Index t = 0; t < 4; ++t) {
    const double share = static_cast<double>(t) / 3;
    mean(t) = std::log(100) + share * std::log(1.2);
    spread(t) = 0.1 + 0.1 * share;
  }
  const Eigen::MatrixXd covariance =
      spread * spread.transpose() + 0.25 * Eigen::MatrixXd(spread.cwiseAbs2().asDiagonal());
  const Eigen::Vector2d error{std::log(125) - mean(0), std::log(118) - mean(1)};
  const Eigen::Matrix2d gain =
      covariance.bottomLeftCorner(2, 2) * covariance.topLeftCorner(2, 2).inverse();
  const Eigen::Vector2d expected = mean.tail(2) + gain * error;
  const Eigen::Matrix2d left =
      covariance.bottomRightCorner(2, 2) - gain * covariance.topRightCorner(2, 2);
  const auto executor = sim::make_tbb_executor();
  const Problem problem{model, evidence};
  const Posterior posterior{problem, {.particles = particles}, *executor};
  EXPECT_NEAR(posterior.health().log_evidence,
              -0.5 * error.dot(covariance.topLeftCorner(2, 2).inverse() * error) -
                  0.5 * std::log(covariance.topLeftCorner(2, 2).determinant()) -
                  std::log(2 * M_PI) - std::log(125.0 * 118.0),
              1e-9);
  Block block{problem};
  World world{model};
  for (Index t = 2; t < periods; ++t) {
    std::vector<double> logs;
    for (std::uint32_t b = 0; b < posterior.blocks(); ++b) {
      posterior.continue_world(b, 0, block, world);
      for (std::size_t run = 0; run < sim::runs_per_block; ++run) {
        logs.push_back(std::log(world.base(0, t)[run]));
      }
    }
    const Belief belief = posterior.summary(logs);
    const auto k = static_cast<Eigen::Index>(t - 2);
    EXPECT_NEAR(belief.mean, expected(k), 5 * belief.sd / std::sqrt(particles));
    EXPECT_NEAR(belief.sd, std::sqrt(left(k, k)), 0.03 * belief.sd);
  }
}

/// All of two nodes' innovations are Gaussian: what is ahead given what was seen is a regression.
TEST(ClosedForm, OfALeadAheadIsARegression) {
  constexpr int periods = 6;
  constexpr int known = 3;
  constexpr double gamma = 0.6, rho = 0.3;
  constexpr int lag = 2;
  sim::Model model = empty_model(periods);
  model.nodes = {pool("x", {member(periods, 10, 1, 2)}), pool("y", {member(periods, 20, 0.5, 3)})};
  Evidence evidence{.known = known, .observed = {{13.0, 15.0, 14.0}, {20.0, 23.0, 19.0}}};
  evidence.leads = {{0, 1, lag, gamma}};
  evidence.correlations = {{0, 1, rho}};

  // eps as a linear map of independent normals: x's, then what is left of y's, correlated.
  Eigen::MatrixXd map = Eigen::MatrixXd::Zero(2 * periods, 2 * periods);
  for (int t = 0; t < periods; ++t) {
    map(t, t) = 1;
    const double left = std::sqrt(t >= lag ? 1 - gamma * gamma : 1.0);
    map(periods + t, t) += left * rho;
    map(periods + t, periods + t) = left * std::sqrt(1 - rho * rho);
    if (t >= lag) {
      map(periods + t, t - lag) += gamma;
    }
  }
  Eigen::MatrixXd psi = Eigen::MatrixXd::Zero(2 * periods, 2 * periods);
  for (int t = 0; t < periods; ++t) {
    for (int s = 0; s <= t; ++s) {
      psi(t, s) = 2;
      psi(periods + t, periods + s) = 3 * std::pow(0.5, t - s);
    }
  }
  const Eigen::MatrixXd covariance = psi * map * map.transpose() * psi.transpose();
  std::vector<int> seen, ahead;
  for (int i = 0; i < 2 * periods; ++i) {
    (i % periods < known ? seen : ahead).push_back(i);
  }
  const double errors[] = {3, 5, 4, 0, 3, -1};
  const Eigen::VectorXd error = Eigen::Map<const Eigen::VectorXd>(errors, 6);
  const Eigen::MatrixXd gain = covariance(ahead, seen) * covariance(seen, seen).inverse().eval();
  const Eigen::VectorXd mean = gain * error;
  const Eigen::MatrixXd left = covariance(ahead, ahead) - gain * covariance(seen, ahead);

  const auto executor = sim::make_tbb_executor();
  const Problem problem{model, evidence};
  const Posterior posterior{problem, {.particles = particles}, *executor};
  Block block{problem};
  World world{model};
  std::vector<std::vector<double>> samples(ahead.size());
  for (std::uint32_t b = 0; b < posterior.blocks(); ++b) {
    posterior.continue_world(b, 0, block, world);
    for (std::size_t i = 0; i < ahead.size(); ++i) {
      const auto node = static_cast<Index>(ahead[i] / periods);
      const double* column = world.base(node, static_cast<Index>(ahead[i] % periods));
      samples[i].insert(samples[i].end(), column, column + sim::runs_per_block);
    }
  }
  for (std::size_t i = 0; i < ahead.size(); ++i) {
    const Belief belief = posterior.summary(samples[i]);
    const auto k = static_cast<Eigen::Index>(i);
    const double level = ahead[i] < periods ? 10 : 20;
    EXPECT_NEAR(belief.mean, level + mean(k), 5 * belief.sd / std::sqrt(particles)) << i;
    EXPECT_NEAR(belief.sd, std::sqrt(left(k, k)), 0.03 * belief.sd) << i;
  }
}

}  // namespace
}  // namespace betledger::inference
