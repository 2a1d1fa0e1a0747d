#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/distribution.h"
#include "sim/model/model.h"
#include "sim/program/program.h"
#include "sim/program/simulate.h"
#include "sim/tasks/executor.h"
#include "tree/formula.h"

#include "tests/support/values.h"

// A model for tests, of plain values: take what is here and change what the test is about.

namespace betledger::sim::testing {

using betledger::make;

inline Distribution certain(double value) {
  return Distribution::constant(value);
}

/// A model of `periods` periods with named periods and nothing else.
inline Model empty_model(std::uint32_t periods) {
  Model model;
  model.periods = periods;
  for (std::uint32_t t = 0; t < periods; ++t) {
    model.period_names.push_back("week " + std::to_string(t + 1));
  }
  return model;
}

inline Node known(const std::string& key, std::vector<double> values) {
  Node node;
  node.key = key;
  node.source = BasePath{KnownPath{std::move(values)}};
  return node;
}

inline Node known(const std::string& key, const Model& model, double value) {
  return known(key, std::vector<double>(model.periods, value));
}

inline Node component(const std::string& key, const std::string& text) {
  Node node;
  node.key = key;
  node.source = tree::parse_formula(text).value();
  return node;
}

inline Node pool(const std::string& key, std::vector<PathMember> members) {
  Node node;
  node.key = key;
  node.source = BasePath{PathPool{std::move(members)}};
  return node;
}

/// Level plus independent noise (carry 0), AR(1) (carry in between) or a random walk (carry 1).
inline PathMember member(std::uint32_t periods, double level, double carry, double sigma) {
  PathMember path;
  for (std::uint32_t t = 0; t < periods; ++t) {
    path.mean.push_back(level);
    path.psi.push_back(std::pow(carry, t));
  }
  path.sigma = sigma;
  return path;
}

/// A bet in simulator's terms: one gate, a step at the start of period `start`, its own group.
struct Bet {
  std::string key;
  std::uint32_t node = 0;
  Action action = Action::lift;
  Distribution amount = Distribution::constant(0);
  double probability = 1;
  double start = 0;
};

/// Adds a bet and returns its group.
inline std::uint32_t add_bet(Model& model, const Bet& bet) {
  const std::uint32_t group = model.groups++;
  Profile profile;
  profile.key = bet.key;
  profile.start = bet.start;
  Intervention push;
  push.key = bet.key;
  push.node = bet.node;
  push.action = bet.action;
  push.amount = bet.amount;
  push.gates.works = static_cast<std::uint32_t>(model.gates.size());
  push.profile = static_cast<std::uint32_t>(model.profiles.size());
  push.group = group;
  model.gates.push_back({"works:" + bet.key, bet.probability, {}});
  model.profiles.push_back(profile);
  model.interventions.push_back(push);
  return group;
}

/// Adds an influence with a gate of its own.
inline Influence& add_link(Model& model,
                           std::uint32_t from,
                           std::uint32_t to,
                           Distribution strength) {
  Influence link;
  link.key = model.nodes[from].key + "->" + model.nodes[to].key;
  link.from = from;
  link.to = to;
  link.strength = std::move(strength);
  link.gate = static_cast<std::uint32_t>(model.gates.size());
  model.gates.push_back({"link:" + link.key, 1, {}});
  model.influences.push_back(link);
  return model.influences.back();
}

/// All runs of one output.
inline std::vector<double> runs_of(const Program& program,
                                   const Output& output,
                                   std::uint64_t runs,
                                   std::uint64_t seed = 1) {
  const auto executor = make_thread_executor(1);
  const std::vector<Output> outputs{output};
  return simulate(program, {runs, seed}, outputs, *executor).columns.front();
}

/// The first run's path of a node: for models without randomness.
inline std::vector<double> path_of(const Model& model, std::uint32_t node, Side side) {
  const Program program = Program::compile(model);
  std::vector<double> path;
  for (std::uint32_t t = 0; t < model.periods; ++t) {
    path.push_back(runs_of(program, {node, t, side}, 1).front());
  }
  return path;
}

inline double rollup_of(const Model& model, std::uint32_t node, Side side) {
  return runs_of(Program::compile(model), {node, Output::rollup, side}, 1).front();
}

}  // namespace betledger::sim::testing
