// Hot paths of sim/, alone and together, on a made-up tree of 40 metrics: 23 stochastic leaves with
// a pool of five models each, 17 components, 13 influence links, 30 bets of two gates, 13 periods.

#include <array>
#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include "core/distribution.h"
#include "sim/model/model.h"
#include "sim/program/program.h"
#include "sim/program/simulate.h"
#include "sim/random/random_kernels.h"
#include "sim/summary/summary.h"
#include "sim/tasks/executor.h"
#include "tree/formula.h"

namespace {

using namespace betledger;  // NOLINT(google-build-using-namespace): a program, not a library

constexpr std::uint32_t periods = 13;
constexpr std::uint32_t leaves = 23;
constexpr std::uint32_t groups_of_two = 12;
constexpr std::uint32_t upper = 4;
constexpr std::uint32_t bets = 30;
constexpr std::uint32_t links = 13;

Distribution make(Distribution::Family family) {
  return Distribution::make(std::move(family)).value();
}

tree::Formula formula(const std::string& text) {
  return tree::parse_formula(text).value();
}

sim::PathMember member(double level, double growth, double carry, double sigma) {
  sim::PathMember path;
  for (std::uint32_t t = 0; t < periods; ++t) {
    path.mean.push_back(level + growth * t);
    path.psi.push_back(std::pow(carry, t));
  }
  path.sigma = sigma;
  path.dof = 48 + carry;
  return path;
}

sim::Node leaf(std::uint32_t i) {
  sim::Node node;
  node.key = "leaf_" + std::to_string(i);
  node.support = i % 3 == 2 ? tree::Support::fraction : tree::Support::positive;
  const double level = node.support == tree::Support::fraction ? -1.5 : 4.0 + 0.1 * i;
  sim::PathPool pool;
  for (const double carry : {1.0, 0.85, 0.6, 0.4, 0.2}) {
    pool.members.push_back(member(level, 0.004, carry, 0.03 + 0.002 * i));
  }
  node.source = sim::BasePath{pool};
  node.rollup = tree::RollupKind::mean;
  return node;
}

sim::Node component(const std::string& key, const std::string& text) {
  sim::Node node;
  node.key = key;
  node.source = formula(text);
  return node;
}

void add_metrics(sim::Model& model) {
  for (std::uint32_t i = 0; i < leaves; ++i) {
    model.nodes.push_back(leaf(i));
  }
  const auto key = [](const char* level, std::uint32_t i) { return level + std::to_string(i); };
  for (std::uint32_t i = 0; i < groups_of_two; ++i) {
    constexpr std::array<const char*, 3> between{" * ", " + 0.7 * ", " / "};
    std::string text = key("leaf_", (2 * i) % leaves);
    text.append(between[i % 3]).append(key("leaf_", (2 * i + 1) % leaves));
    model.nodes.push_back(component(key("middle_", i), text));
  }
  for (std::uint32_t i = 0; i < upper; ++i) {
    std::string text = key("middle_", 3 * i);
    text.append(" + ").append(key("middle_", 3 * i + 1));
    text.append(" + ").append(key("middle_", 3 * i + 2));
    model.nodes.push_back(component(key("upper_", i), text));
  }
  model.nodes.push_back(component("focus", "upper_0 * (upper_1 + upper_2 + upper_3) / 100"));
}

void add_bets(sim::Model& model) {
  for (std::uint32_t k = 0; k < bets; ++k) {
    const std::string key = "bet_" + std::to_string(k);
    const auto gate = static_cast<std::uint32_t>(model.gates.size());
    model.gates.push_back({"delivered:" + key, 0.8, {}});
    model.gates.push_back({"works:" + key, 0.3, {}});
    sim::Profile profile;
    profile.key = key;
    profile.start = k % 8;
    profile.delay = make(Uniform{0, 3});
    profile.ramp = sim::Ramp::linear;
    profile.ramp_periods = 2 + k % 3;
    model.profiles.push_back(profile);
    sim::Intervention push;
    push.key = key;
    push.node = (k * 7) % leaves;
    push.amount = k % 2 == 0 ? make(LogNormal{0.04, 0.4}) : make(Pert{-0.01, 0.02, 0.08});
    push.gates = {gate, gate + 1};
    push.profile = k;
    push.group = k;
    model.interventions.push_back(push);
  }
  model.groups = bets;
}

void add_links(sim::Model& model) {
  for (std::uint32_t l = 0; l < links; ++l) {
    const auto gate = static_cast<std::uint32_t>(model.gates.size());
    sim::Influence link;
    link.from = l;
    link.to = l + 5 + l % 4;
    link.key = std::to_string(link.from) + "->" + std::to_string(link.to);
    link.strength = make(Normal{0.3, 0.1});
    link.lag = l % 3;
    link.gate = gate;
    model.gates.push_back({"link:" + link.key, 0.6, {}});
    model.influences.push_back(link);
  }
}

sim::Program program() {
  sim::Model model;
  model.periods = periods;
  for (std::uint32_t t = 0; t < periods; ++t) {
    model.period_names.push_back("week " + std::to_string(t + 1));
  }
  add_metrics(model);
  add_bets(model);
  add_links(model);
  return sim::Program::compile(std::move(model));
}

std::vector<sim::Output> focus_and_level_one(const sim::Model& model) {
  std::vector<sim::Output> outputs;
  const auto count = static_cast<std::uint32_t>(model.nodes.size());
  for (std::uint32_t node = count - 5; node < count; ++node) {
    for (std::uint32_t t = 0; t < periods; ++t) {
      outputs.push_back({node, t, sim::Side::with});
    }
    outputs.push_back({node, sim::Output::rollup, sim::Side::with});
    outputs.push_back({node, sim::Output::rollup, sim::Side::without});
  }
  return outputs;
}

void count_values(benchmark::State& state, std::size_t per_iteration) {
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(per_iteration));
}

void philox_words(benchmark::State& state) {
  std::array<sim::kernels::Word, sim::runs_per_block> words{};
  std::uint64_t block = 0;
  for (auto _ : state) {
    sim::kernels::words({{1, 2}}, ++block, 3, words.data());
    benchmark::DoNotOptimize(words);
  }
  count_values(state, sim::runs_per_block);
}
BENCHMARK(philox_words);

void normals_of_words(benchmark::State& state) {
  std::array<sim::kernels::Word, sim::runs_per_block> words{};
  std::array<double, sim::runs_per_block> normals{};
  sim::kernels::words({{1, 2}}, 7, 3, words.data());
  for (auto _ : state) {
    sim::kernels::normals(words.data(), normals.data());
    benchmark::DoNotOptimize(normals);
    words[0] += 0x9e3779b9U;
  }
  count_values(state, sim::runs_per_block);
}
BENCHMARK(normals_of_words);

void draw_block(benchmark::State& state) {
  const sim::Program model = program();
  const auto draws = model.make_draws();
  std::uint64_t block = 0;
  for (auto _ : state) {
    model.draw(1, ++block, *draws);
    benchmark::ClobberMemory();
  }
  count_values(state, sim::runs_per_block);
  state.counters["words_per_run"] = static_cast<double>(model.words_per_run());
}
BENCHMARK(draw_block);

void evaluate_block(benchmark::State& state) {
  const sim::Program model = program();
  const auto draws = model.make_draws();
  const auto paths = model.make_paths();
  model.draw(1, 0, *draws);
  for (auto _ : state) {
    model.evaluate_without(*draws, *paths);
    model.evaluate_with(*draws, {}, *paths);
    benchmark::ClobberMemory();
  }
  count_values(state, sim::runs_per_block);
}
BENCHMARK(evaluate_block);

void summarize_column(benchmark::State& state) {
  std::vector<double> column(20'000);
  for (std::size_t i = 0; i < column.size(); ++i) {
    column[i] = static_cast<double>(sim::random_word({{1, 2}}, i, 0));
  }
  for (auto _ : state) {
    benchmark::DoNotOptimize(sim::summarize(column));
  }
  count_values(state, column.size());
}
BENCHMARK(summarize_column);

void compile_program(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(program());
  }
}
BENCHMARK(compile_program)->Unit(benchmark::kMillisecond);

/// The whole of it: items are runs. Argument: threads.
void simulate_runs(benchmark::State& state) {
  constexpr std::uint64_t runs = 100'000;
  const sim::Program model = program();
  const auto outputs = focus_and_level_one(model.model());
  const auto executor = sim::make_tbb_executor(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    benchmark::DoNotOptimize(sim::simulate(model, {runs, 1}, outputs, *executor));
  }
  count_values(state, runs);
}
BENCHMARK(simulate_runs)->Arg(1)->Arg(2)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
