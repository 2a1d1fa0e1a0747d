// How often signals are raised where there is none, and how soon where there is one.
//
//   false_alarms [QUARTERS] [FITTED]
//
// Quarters of 13 weekly looks at 20 metrics, a third each steady with noise, in between (AR, 0.7)
// and wandering. First QUARTERS (2,000) drawn from the plan itself; then FITTED (300) whose plan
// was fitted to a history of 80 and of 40 weeks drawn from the same truth
// (docs/statistics-signals.md).

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "forecast/baseline/baseline.h"
#include "forecast/gap/alarm.h"
#include "sim/program/simulate.h"

namespace {

using namespace betledger;  // NOLINT(google-build-using-namespace): a program, not a library
using forecast::Alarm;
using forecast::AlarmSeries;
using Values = std::vector<std::optional<double>>;

constexpr std::uint32_t weeks = 13;
constexpr std::uint32_t metrics = 20;
constexpr double sigma = 0.05;
constexpr std::array carries{0.0, 0.7, 1.0};
constexpr std::array kinds{"steady", "AR 0.7", "wandering"};
constexpr std::array shocks{1.0, 2.0, 3.0};
constexpr std::array<std::uint32_t, 3> by{6, 9, 13};
constexpr std::uint32_t shocked_week = 2;  // the third

/// Twenty metrics on the log scale.
sim::Model truth(std::uint32_t periods) {
  sim::Model model;
  model.periods = periods;
  for (std::uint32_t t = 0; t < periods; ++t) {
    model.period_names.push_back(std::to_string(t));
  }
  for (std::uint32_t j = 0; j < metrics; ++j) {
    sim::PathMember member;
    member.sigma = sigma;
    for (std::uint32_t t = 0; t < periods; ++t) {
      member.mean.push_back(5);
      member.psi.push_back(std::pow(carries[j % 3], t));
    }
    sim::Node node;
    node.key = fmt::format("m{}", j);
    node.support = tree::Support::positive;
    node.source = sim::BasePath{sim::PathPool{{member}}};
    model.nodes.push_back(std::move(node));
  }
  return model;
}

/// [metric][period][quarter]
std::vector<std::vector<std::vector<double>>> draw(const sim::Program& program,
                                                   std::uint64_t quarters,
                                                   sim::Executor& executor) {
  std::vector<sim::Output> outputs;
  for (std::uint32_t n = 0; n < metrics; ++n) {
    for (std::uint32_t t = 0; t < program.model().periods; ++t) {
      outputs.push_back({n, t, sim::Side::with});
    }
  }
  auto samples = sim::simulate(program, {quarters, 20260706}, outputs, executor);
  std::vector<std::vector<std::vector<double>>> paths(metrics);
  for (std::size_t k = 0; k < outputs.size(); ++k) {
    paths[outputs[k].node].push_back(std::move(samples.columns[k]));
  }
  return paths;
}

std::vector<AlarmSeries> all_seen() {
  std::vector<AlarmSeries> series;
  for (std::uint32_t n = 0; n < metrics; ++n) {
    series.push_back({n, std::vector<bool>(weeks, true)});
  }
  return series;
}

/// What became of one quarter.
struct Outcome {
  std::uint32_t false_alarm = weeks;  // the first week (from 0) with any; weeks: none
  /// By kind and size of a level shift: the first week with a warning of that metric.
  std::array<std::array<std::uint32_t, shocks.size()>, kinds.size()> found{};
};

Values quarter_of(const std::vector<std::vector<double>>& path, std::size_t first, std::size_t q) {
  Values values;
  for (std::size_t t = first; t < first + weeks; ++t) {
    values.emplace_back(path[t][q]);
  }
  return values;
}

Outcome look(const Alarm& alarm,
             const std::vector<std::vector<std::vector<double>>>& paths,
             std::size_t first,
             std::size_t q) {
  Outcome outcome;
  for (std::size_t j = 0; j < metrics; ++j) {
    const auto alarmed = alarm.read(j, quarter_of(paths[j], first, q), weeks).first;
    outcome.false_alarm = std::min(outcome.false_alarm, alarmed.value_or(weeks));
  }
  for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
    for (std::size_t s = 0; s < shocks.size(); ++s) {
      Values values = quarter_of(paths[kind], first, q);
      for (std::uint32_t t = shocked_week; t < weeks; ++t) {
        values[t] = *values[t] * std::exp((q % 2 == 0 ? 1 : -1) * shocks[s] * sigma);
      }
      outcome.found[kind][s] = alarm.read(kind, values, weeks).first.value_or(weeks);
    }
  }
  return outcome;
}

/// The share of quarters that `flag` says yes to.
template <class Flag>
double share_of(const std::vector<Outcome>& outcomes, Flag flag) {
  const auto count = std::count_if(outcomes.begin(), outcomes.end(), flag);
  return static_cast<double>(count) / static_cast<double>(outcomes.size());
}

void print(const std::string& what, const std::vector<Outcome>& outcomes) {
  const double n = static_cast<double>(outcomes.size());
  fmt::print("{}: {} quarters\n  any false warning by week", what, outcomes.size());
  for (const std::uint32_t week : by) {
    const double p = share_of(outcomes, [&](const Outcome& o) { return o.false_alarm < week; });
    fmt::print("  {}: {:.3f} (se {:.3f})", week, p, std::sqrt(p * (1 - p) / n));
  }
  fmt::print("\n  power     shift  week 6  week 9  week 13\n");
  for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
    for (std::size_t s = 0; s < shocks.size(); ++s) {
      fmt::print("  {:<9} {:>3} sd", kinds[kind], shocks[s]);
      for (const std::uint32_t week : by) {
        fmt::print("  {:6.3f}",
                   share_of(outcomes, [&](const Outcome& o) { return o.found[kind][s] < week; }));
      }
      fmt::print("\n");
    }
  }
}

void as_planned(std::size_t quarters, sim::Executor& executor) {
  const auto program = sim::Program::compile(truth(weeks));
  const Alarm alarm{program, all_seen(), {}, executor};
  const auto paths = draw(program, quarters, executor);
  std::vector<Outcome> outcomes(quarters);
  executor.for_each(quarters, [&](std::size_t q) { outcomes[q] = look(alarm, paths, 0, q); });
  fmt::print("threshold {:.5f}, of the plan's runs {:.4f} warn\n",
             alarm.threshold(),
             alarm.false_alarms());
  print("as planned", outcomes);
}

/// The plan that a history of each metric gives.
sim::Model fitted(const std::vector<std::vector<std::vector<double>>>& paths,
                  std::size_t points,
                  std::size_t q) {
  sim::Model model = truth(weeks);
  for (std::size_t j = 0; j < metrics; ++j) {
    Series history;
    for (std::size_t t = 0; t < points; ++t) {
      history.values.emplace_back(paths[j][t][q]);
    }
    const auto baseline =
        forecast::fit_baseline(history, {model.nodes[j].key, tree::Support::positive, 0, weeks});
    model.nodes[j].source = sim::BasePath{baseline.value().pool()};
  }
  return model;
}

void as_fitted(std::size_t points, std::size_t quarters, sim::Executor& executor) {
  const auto truth_program =
      sim::Program::compile(truth(static_cast<std::uint32_t>(points) + weeks));
  const auto paths = draw(truth_program, quarters, executor);
  std::vector<Outcome> outcomes(quarters);
  executor.for_each(quarters, [&](std::size_t q) {
    const auto alone = sim::make_thread_executor(1);
    const auto program = sim::Program::compile(fitted(paths, points, q));
    outcomes[q] = look(Alarm{program, all_seen(), {8'192, 1, 0.1}, *alone}, paths, points, q);
  });
  print(fmt::format("fitted to {} weeks", points), outcomes);
}

}  // namespace

int main(int argc, char** argv) {
  const auto argument = [&](int i, std::size_t otherwise) {
    return argc > i ? std::strtoull(argv[i], nullptr, 10) : otherwise;
  };
  const auto executor = sim::make_thread_executor(2);
  as_planned(argument(1, 2'000), *executor);
  std::fflush(stdout);
  for (const std::size_t points : {std::size_t{80}, std::size_t{40}}) {
    as_fitted(points, argument(2, 300), *executor);
    std::fflush(stdout);
  }
  return 0;
}
