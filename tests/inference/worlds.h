#pragma once

// Worlds drawn from the model itself, their truth known: what the posterior and the landing
// forecast are judged by. Shared by the benchmark (any number) and the tests (a few).

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <boost/math/distributions/chi_squared.hpp>

#include "inference/evaluation.h"
#include "inference/posterior.h"
#include "sim/random/philox.h"

#include "tests/support/small_model.h"

namespace betledger::inference {

/// Uniform numbers of one world, one after the other.
class Dice {
 public:
  Dice(std::uint64_t seed, std::uint64_t world)
      : key_{sim::StreamKey::of(seed, "worlds")}, world_{world} {}
  double uniform() { return sim::to_uniform(sim::random_word(key_, world_, index_++)); }
  double between(double low, double high) { return low + (high - low) * uniform(); }
  Index below(Index n) { return static_cast<Index>(uniform() * n); }
  bool chance(double p) { return uniform() < p; }

 private:
  sim::StreamKey key_;
  std::uint64_t world_;
  std::uint32_t index_ = 0;
};

/// Twenty metrics (fifteen with pools of one to four members, five formulas), twelve bets, seven
/// links, two occasions, thirteen weeks.
class WorldMaker {
 public:
  static constexpr Index periods = 13;
  static constexpr Index focus = 19;
  WorldMaker(std::uint64_t seed, std::uint64_t world, Index teams = 0)
      : dice_{seed, world}, teams_{teams} {}

  [[nodiscard]] sim::Model model() {
    model_ = sim::testing::empty_model(periods);
    add_nodes();
    for (Index k = 0; k < 12; ++k) {
      add_bet(k);
    }
    for (Index team = 0; team < teams_; ++team) {
      model_.optimism.push_back(
          {"optimism:" + std::to_string(team), sim::testing::make(LogNormal{0.7, 0.5})});
    }
    for (Index k = 0; k < 12 && teams_ > 0; ++k) {
      model_.interventions[k].optimism = k % teams_;
    }
    for (Index l = 0; l < 7; ++l) {
      add_link();
    }
    for (Index o = 0; o < 2; ++o) {
      std::vector<double> share(periods, 0.0);
      share[dice_.below(periods)] = 1;
      model_.occasions.push_back({"occasion" + std::to_string(o),
                                  o,
                                  sim::Action::lift,
                                  sim::testing::make(Normal{0.1, 0.05}),
                                  share});
    }
    return model_;
  }
  [[nodiscard]] Dice& dice() { return dice_; }

 private:
  using Support = tree::Support;

  void add_nodes() {
    using sim::testing::component;
    const auto leaf = [&](Support support) {
      model_.nodes.push_back(leaf_of("s" + std::to_string(model_.nodes.size()), support));
    };
    const Support p = Support::positive;
    const Support f = Support::fraction;
    for (const Support s : {p, f, p, p, p}) {
      leaf(s);
    }
    model_.nodes.push_back(component("c5", "s0 * s1"));
    model_.nodes.push_back(component("c6", "s2 + s3"));
    for (const Support s : {p, p, f, p, Support::real}) {
      leaf(s);
    }
    model_.nodes.push_back(component("c12", "s7 * s9 + s8"));
    for (const Support s : {p, Support::real, p, p, f}) {
      leaf(s);
    }
    model_.nodes.push_back(component("c18", "s13 + s15 * s17 + s16 + s14"));
    model_.nodes.push_back(component("focus", "c5 + c6 + c12 + c18 + s4 + s10 + s11"));
    for (const Index n : {5U, 6U, 12U, 18U}) {
      model_.nodes[n].support = p;
    }
  }

  [[nodiscard]] sim::Node leaf_of(const std::string& key, Support support) {
    const bool real = support == Support::real;
    const double level = real                           ? 60
                         : support == Support::positive ? std::log(100.0) + dice_.between(-0.5, 0.5)
                                                        : dice_.between(-1, 0.5);
    const double sigma = real ? dice_.between(1, 4) : dice_.between(0.02, 0.08);
    const double dofs[] = {5, 12, 30, std::numeric_limits<double>::infinity()};
    const double dof = dofs[dice_.below(4)];
    const std::uint32_t lead = dice_.chance(0.2) ? 2 : 0;
    std::vector<sim::PathMember> members;
    for (Index count = 1 + dice_.below(4); count > 0; --count) {
      sim::PathMember member;
      member.sigma = sigma * dice_.between(0.7, 1.3);
      member.dof = dof;
      member.weight = dice_.between(0.2, 1);
      member.lead = lead;
      const double start = level + sigma * dice_.between(-1.5, 1.5);
      const double growth = dice_.chance(0.4) ? sigma * dice_.between(-0.3, 0.3) : 0;
      const double carry = dice_.uniform();
      const bool smooths = dice_.chance(0.5);  // else autoregressive
      for (std::uint32_t t = 0; t < periods + lead; ++t) {
        if (t < periods) {
          member.mean.push_back(start + growth * t);
        }
        member.psi.push_back(t == 0 ? 1 : smooths ? carry : std::pow(carry, t));
      }
      members.push_back(member);
    }
    sim::Node node = sim::testing::pool(key, members);
    node.support = support;
    return node;
  }

  [[nodiscard]] std::vector<Index> leaves() const {
    std::vector<Index> found;
    for (Index n = 0; n < model_.nodes.size(); ++n) {
      if (std::holds_alternative<sim::BasePath>(model_.nodes[n].source)) {
        found.push_back(n);
      }
    }
    return found;
  }

  [[nodiscard]] Index add_gate(const std::string& key, double p, std::vector<Index> needs = {}) {
    model_.gates.push_back({key, p, std::move(needs)});
    return static_cast<Index>(model_.gates.size()) - 1;
  }

  [[nodiscard]] Distribution amount(double middle) {
    using sim::testing::make;
    switch (dice_.below(4)) {
      case 0:
        return make(Normal{middle, 0.6 * middle});
      case 1:
        return make(LogNormal{middle, 0.5});
      case 2:
        return make(Triangular{-0.3 * middle, middle, 2.5 * middle});
      default:
        return make(Pert{0, middle, 3 * middle});
    }
  }

  /// Nine are known to be delivered or not, three may come yet, the last only if the one before.
  void add_bet(Index k) {
    const std::string key = "bet" + std::to_string(k);
    const bool pending = k >= 9;
    const double delivered = pending ? 0.7 : dice_.chance(0.85) ? 1 : 0;
    const Index delivery = add_gate(
        "delivered:" + key, delivered, k == 11 ? std::vector{delivery_} : std::vector<Index>{});
    delivery_ = delivery;
    const Index works = add_gate("works:" + key, dice_.between(0.2, 0.8));
    sim::Profile profile;
    profile.key = key;
    profile.start = pending ? dice_.between(2, 10) : dice_.between(-1, 6);
    profile.ramp = dice_.chance(0.5) ? sim::Ramp::linear : sim::Ramp::step;
    profile.ramp_periods = profile.ramp == sim::Ramp::linear ? dice_.between(1, 4) : 0;
    if (dice_.chance(0.3)) {
      profile.half_life = dice_.between(3, 10);
    }
    if (dice_.chance(0.3)) {
      profile.delay = sim::testing::make(Uniform{0, dice_.between(1, 4)});
    }
    model_.profiles.push_back(profile);
    const std::vector<Index> nodes = leaves();
    sim::Intervention push;
    push.node = nodes[dice_.below(static_cast<Index>(nodes.size()))];
    const Support support = model_.nodes[push.node].support;
    const bool shifts = support == Support::real || dice_.chance(0.2);
    push.key = key;
    push.action = shifts ? sim::Action::shift : sim::Action::lift;
    push.amount = amount(!shifts                        ? dice_.between(0.02, 0.12)
                         : support == Support::fraction ? dice_.between(0.01, 0.03)
                                                        : dice_.between(2, 8));
    push.gates = {delivery, works};
    push.profile = k;
    push.group = k;
    model_.interventions.push_back(push);
    model_.groups = k + 1;
  }

  /// From a metric to a later one without a formula; elasticities, and slopes to real ones.
  void add_link() {
    const std::vector<Index> nodes = leaves();
    const double confidence[] = {0.9, 0.6, 0.3};
    Index to = nodes[1 + dice_.below(static_cast<Index>(nodes.size()) - 1)];
    const Index from = dice_.below(to);
    const bool real =
        model_.nodes[to].support == Support::real || model_.nodes[from].support == Support::real;
    sim::Influence& link = sim::testing::add_link(
        model_, from, to, sim::testing::make(Normal{dice_.between(0.3, 0.8), 0.2}));
    if (real) {
      const bool from_fraction = model_.nodes[from].support == Support::fraction;
      const bool to_fraction = model_.nodes[to].support == Support::fraction;
      const double size = from_fraction ? 100.0 : to_fraction ? 0.002 : 0.5;
      link.kind = sim::InfluenceKind::slope;
      link.strength = sim::testing::make(Normal{size, 0.5 * size});
    }
    link.key += "#" + std::to_string(model_.influences.size());
    link.lag = dice_.below(3);
    model_.gates[link.gate] = {"link:" + link.key, confidence[dice_.below(3)], {}};
  }

  Dice dice_;
  Index teams_;  // whose bets share a factor each; 0: nobody's do
  sim::Model model_;
  Index delivery_ = 0;
};

/// The first run of a model's own simulation.
struct Truth {
  std::vector<std::vector<double>> paths;  // [node][period], with bets
  std::vector<double> rollups;             // [node]
  std::vector<double> amounts, pulls, occasions, delays, gates, factors;
};

inline Truth draw_truth(const sim::Model& model, std::uint64_t seed) {
  const sim::Program program = sim::Program::compile(model);
  const auto draws = program.make_draws();
  const auto paths = program.make_paths();
  program.draw(seed, 0, *draws);
  program.evaluate_without(*draws, *paths);
  program.evaluate_with(*draws, {}, *paths);
  Truth truth;
  for (Index n = 0; n < model.nodes.size(); ++n) {
    truth.paths.emplace_back();
    for (Index t = 0; t < model.periods; ++t) {
      truth.paths[n].push_back(paths->column(n, t, sim::Side::with)[0]);
    }
    truth.rollups.push_back(paths->rollup(n, sim::Side::with)[0]);
  }
  for (Index k = 0; k < model.interventions.size(); ++k) {
    truth.amounts.push_back(draws->amount(k)[0]);
    truth.delays.push_back(draws->delay(k)[0]);
  }
  for (Index l = 0; l < model.influences.size(); ++l) {
    truth.pulls.push_back(draws->pull_values(l)[0]);
  }
  for (Index o = 0; o < model.occasions.size(); ++o) {
    truth.occasions.push_back(draws->occasion_values(o)[0]);
  }
  for (Index g = 0; g < model.gates.size(); ++g) {
    truth.gates.push_back(draws->gate(g)[0]);
  }
  for (Index o = 0; o < model.optimism.size(); ++o) {
    truth.factors.push_back(draws->factor(o)[0]);
  }
  return truth;
}

struct GateOutcome {
  double probability = 0;
  double truth = 0;
  double prior = 0;
};
struct RankOutcome {
  Unknown::Kind kind = Unknown::Kind::amount;
  double rank = 0;     // of the truth among the particles, ties by lot
  bool moved = false;  // the evidence says something of it
};
struct WorldOutcome {
  std::vector<double> pit;  // of every metric's roll-up
  std::vector<RankOutcome> ranks;
  std::vector<GateOutcome> works, links;
  Health health;
  double seconds = 0;
};

inline double rank_of(const std::vector<double>& values, double truth, double lot) {
  double below = 0;
  double ties = 1;
  for (const double value : values) {
    below += value < truth ? 1 : 0;
    ties += value == truth ? 1 : 0;
  }
  return (below + lot * ties) / (static_cast<double>(values.size()) + 1);
}

/// What was seen of a truth before `known`; in some worlds weeks are missing, or a whole metric.
inline Evidence see(const sim::Model& model, const Truth& truth, Index known, std::uint64_t world) {
  Dice dice{99, world};
  const bool gaps = dice.chance(0.4);
  Evidence evidence;
  evidence.known = known;
  for (Index n = 0; n < model.nodes.size(); ++n) {
    const bool never = gaps && dice.chance(0.05);
    evidence.observed.emplace_back();
    for (Index t = 0; t < model.periods; ++t) {
      const bool missing = never || (gaps && dice.chance(0.15));
      if (t < known) {
        evidence.observed[n].push_back(missing ? std::nullopt : std::optional{truth.paths[n][t]});
      }
    }
  }
  return evidence;
}

/// Samples of every node's roll-up, one future for each particle.
inline std::vector<std::vector<double>> landings(const Posterior& posterior,
                                                 const Evidence& evidence,
                                                 std::uint32_t futures = 1) {
  const sim::Model& model = posterior.problem().model();
  const Canvas canvas{model};
  Evaluation evaluation{canvas, evidence};
  Block block{posterior.problem()};
  World world{model};
  std::vector<std::vector<double>> samples(model.nodes.size());
  std::vector<double> column(sim::runs_per_block);
  for (std::uint32_t b = 0; b < posterior.blocks() * futures; ++b) {
    posterior.continue_world(b % posterior.blocks(), b / posterior.blocks(), block, world);
    evaluation.evaluate(world);
    for (Index n = 0; n < model.nodes.size(); ++n) {
      evaluation.rollup(n, sim::Side::with, column.data());
      samples[n].insert(samples[n].end(), column.begin(), column.end());
    }
  }
  return samples;
}

inline void add_ranks(const Posterior& posterior,
                      const Truth& truth,
                      Dice& dice,
                      WorldOutcome& to) {
  const Problem& problem = posterior.problem();
  const sim::Model& model = problem.model();
  const auto add =
      [&](Unknown::Kind kind, Index i, double true_value, const std::vector<double>& v) {
        const Index u = problem.unknown(kind, i);
        to.ranks.push_back(
            {kind, rank_of(v, true_value, dice.uniform()), bool{problem.unknown_is_moved()[u]}});
      };
  const auto values = [&](Unknown::Kind kind, Index i) {
    return posterior.values(problem.unknown(kind, i));
  };
  for (Index k = 0; k < model.interventions.size(); ++k) {
    add(Unknown::Kind::amount, k, truth.amounts[k], posterior.amounts(k));
    if (!model.profiles[k].delay.is_constant()) {
      add(Unknown::Kind::delay, k, truth.delays[k], values(Unknown::Kind::delay, k));
    }
  }
  for (Index l = 0; l < model.influences.size(); ++l) {
    std::vector<double> pulls = values(Unknown::Kind::strength, l);
    const std::vector<double> open = posterior.open(model.influences[l].gate);
    for (std::size_t i = 0; i < pulls.size(); ++i) {
      pulls[i] *= open[i];
    }
    add(Unknown::Kind::strength, l, truth.pulls[l], pulls);
  }
  for (Index o = 0; o < model.occasions.size(); ++o) {
    add(Unknown::Kind::occasion, o, truth.occasions[o], values(Unknown::Kind::occasion, o));
  }
  for (Index o = 0; o < model.optimism.size(); ++o) {
    add(Unknown::Kind::factor, o, truth.factors[o], values(Unknown::Kind::factor, o));
  }
}

/// chi-square p of a histogram of ten bins.
inline double flatness(const std::vector<double>& ranks) {
  std::vector<double> bins(10);
  for (const double rank : ranks) {
    ++bins[static_cast<std::size_t>(std::min(rank * 10, 9.0))];
  }
  const double expected = static_cast<double>(ranks.size()) / 10;
  double chi2 = 0;
  for (const double bin : bins) {
    chi2 += (bin - expected) * (bin - expected) / expected;
  }
  return boost::math::cdf(complement(boost::math::chi_squared{9}, chi2));
}

struct WorldSettings {
  std::uint64_t seed = 1;
  std::uint32_t particles = 2048;
  std::uint32_t sweeps = 5;
  Index teams = 0;
};

/// One world seen up to week `known`.
inline WorldOutcome judge_world(std::uint64_t number, Index known, const WorldSettings& settings) {
  WorldMaker maker{settings.seed, number, settings.teams};
  const sim::Model model = maker.model();
  const Truth truth = draw_truth(model, 1000 + 7919 * settings.seed + number);
  const Evidence evidence = see(model, truth, known, number);
  const auto executor = sim::make_thread_executor(1);
  const auto begin = std::chrono::steady_clock::now();
  const Problem problem{model, evidence};
  const Posterior posterior{
      problem,
      {.particles = settings.particles, .sweeps = settings.sweeps, .seed = number + 1},
      *executor};
  const auto samples = landings(posterior, evidence);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  WorldOutcome outcome;
  outcome.seconds = took.count();
  outcome.health = posterior.health();
  Dice dice{settings.seed + 500, number};
  for (Index n = 0; n < model.nodes.size(); ++n) {
    outcome.pit.push_back(rank_of(samples[n], truth.rollups[n], dice.uniform()));
  }
  add_ranks(posterior, truth, dice, outcome);
  const auto gate = [&](Index g) {
    return GateOutcome{posterior.chance(g).probability, truth.gates[g], model.gates[g].probability};
  };
  for (const sim::Intervention& push : model.interventions) {
    outcome.works.push_back(gate(push.gates.works.value()));
  }
  for (const sim::Influence& link : model.influences) {
    outcome.links.push_back(gate(link.gate));
  }
  return outcome;
}

}  // namespace betledger::inference
