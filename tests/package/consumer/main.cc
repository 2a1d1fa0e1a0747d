// Another project: simulates one bet on one metric through the installed library.
#include <cstdio>

#include "sim/program/simulate.h"
#include "sim/summary/summary.h"

int main() {
  using namespace betledger;  // NOLINT(google-build-using-namespace): as a user would
  sim::Model model;
  model.periods = 1;
  model.period_names = {"2026-01-05"};
  sim::Node node;
  node.key = "revenue";
  node.source = sim::BasePath{sim::KnownPath{{100.0}}};
  model.nodes.push_back(node);
  model.profiles.push_back({"bet:a/timing"});
  model.interventions.push_back(
      {"bet:a/amount", 0, sim::Action::lift, Distribution::constant(0.1), {}, 0, 0});
  model.groups = 1;
  const auto program = sim::Program::compile(model);
  const auto executor = sim::make_thread_executor(1);
  const std::vector<sim::Output> outputs{{0, sim::Output::rollup, sim::Side::with}};
  const auto samples = sim::simulate(program, {1000, 1}, outputs, *executor);
  const double mean = sim::mean_of(samples.columns[0]).value;
  std::printf("%.3f\n", mean);
  return mean > 109.9 && mean < 110.1 ? 0 : 1;
}
