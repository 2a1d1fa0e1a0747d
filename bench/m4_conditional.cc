// What six known weeks of a quarter do for the forecast of the other seven, on weekly series.
//
//   m4_conditional FILE.csv [POINTS [PARTICLES]]
//
// FILE as for m4_weekly. The plan is the pool fitted to the last POINTS (80) weeks before the
// quarter; it is conditioned on weeks 1 to 6, never fitted again. docs/inference.md quotes the
// table.

#include <algorithm>
#include <cmath>
#include <string>

#include <fmt/format.h>

#include "inference/evaluation.h"
#include "inference/posterior.h"

#include "tests/forecast/baseline/m4_weekly.h"

namespace {

using namespace betledger;  // NOLINT(google-build-using-namespace): a program, not a library
using forecast::m4_horizon;
using forecast::m4_levels;

struct Outcome {
  double weeks = 0;   // scaled WIS of weeks 7 to 13
  double total = 0;   // of the quarter's total
  double inside = 0;  // weeks in their 80 % band
  double total_inside = 0;
};

std::vector<double> quantiles_of(std::vector<double> samples) {
  std::sort(samples.begin(), samples.end());
  std::vector<double> at;
  at.reserve(m4_levels.size());
  for (const double level : m4_levels) {
    at.push_back(forecast::sample_quantile(samples, level));
  }
  return at;
}

sim::Model model_of(const forecast::M4Series& series, const std::vector<double>& window) {
  Series history{PeriodKind::week, period_start(PeriodKind::week, Day{}), {}};
  history.values.assign(window.begin(), window.end());
  const bool positive = std::all_of(window.begin(), window.end(), [](double x) { return x > 0; });
  const auto support = positive ? tree::Support::positive : tree::Support::real;
  const auto baseline = forecast::fit_baseline(
      history, {series.id, support, 0, static_cast<std::uint32_t>(m4_horizon)});
  sim::Model model;
  model.periods = static_cast<std::uint32_t>(m4_horizon);
  sim::Node node;
  node.key = series.id;
  node.support = support;
  node.source = sim::BasePath{baseline->pool()};
  model.nodes.push_back(node);
  model.period_names.resize(m4_horizon);
  return model;
}

/// Weeks before `known` are told to the posterior; weeks 7 to 13 and the total are scored.
Outcome score(const forecast::M4Series& series,
              std::size_t points,
              std::uint32_t particles,
              inference::Index known) {
  const std::vector<double> window{series.past.end() - static_cast<std::ptrdiff_t>(points),
                                   series.past.end()};
  const sim::Model model = model_of(series, window);
  inference::Evidence evidence;
  evidence.known = known;
  evidence.observed.resize(1);
  evidence.observed[0].assign(series.future.begin(), series.future.begin() + known);
  const inference::Problem problem{model, evidence};
  const auto executor = sim::make_thread_executor(1);
  const inference::Posterior posterior{problem, {.particles = particles}, *executor};
  const inference::Canvas canvas{model};
  inference::Evaluation evaluation{canvas, evidence};
  inference::Block block{problem};
  inference::World world{model};
  std::vector<std::vector<double>> samples(m4_horizon + 1);
  for (std::uint32_t b = 0; b < posterior.blocks(); ++b) {
    posterior.continue_world(b, 0, block, world);
    evaluation.evaluate(world);
    std::vector<double> total(sim::runs_per_block);
    for (inference::Index t = 0; t < m4_horizon; ++t) {
      const auto column = evaluation.column(0, t, sim::Side::with);
      samples[t].insert(samples[t].end(), column.begin(), column.end());
      for (std::size_t i = 0; i < total.size(); ++i) {
        total[i] += column[i];
      }
    }
    samples[m4_horizon].insert(samples[m4_horizon].end(), total.begin(), total.end());
  }
  const double scale = forecast::mean_step(window);
  Outcome result;
  double truth = 0;
  for (std::size_t t = 0; t < m4_horizon; ++t) {
    const double actual = series.future[t];
    truth += actual;
    if (t >= 6) {
      const auto q = quantiles_of(samples[t]);
      result.weeks += forecast::weighted_interval_score({m4_levels, q}, actual) / scale / 7;
      result.inside += q[1] <= actual && actual <= q[3] ? 1.0 / 7 : 0.0;
    }
  }
  const auto q = quantiles_of(samples[m4_horizon]);
  result.total = forecast::weighted_interval_score({m4_levels, q}, truth) / scale / 13;
  result.total_inside = q[1] <= truth && truth <= q[3] ? 1 : 0;
  return result;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    fmt::print(stderr, "usage: m4_conditional FILE.csv [POINTS [PARTICLES]]\n");
    return 2;
  }
  const auto all = forecast::read_m4(argv[1]);
  const std::size_t points = argc > 2 ? std::stoul(argv[2]) : 80;
  const auto particles = static_cast<std::uint32_t>(argc > 3 ? std::stoul(argv[3]) : 8192);
  const auto executor = sim::make_thread_executor(2);
  fmt::print("known  weeks 7-13   total  weeks in 80%  totals in 80%   ({} series, {} points)\n",
             all.size(),
             points);
  for (const inference::Index known : {0U, 1U, 2U, 3U, 4U, 5U, 6U}) {
    std::vector<Outcome> scores(all.size());
    executor->for_each(all.size(),
                       [&](std::size_t i) { scores[i] = score(all[i], points, particles, known); });
    Outcome mean;
    for (const Outcome& one : scores) {
      const double n = static_cast<double>(all.size());
      mean.weeks += one.weeks / n;
      mean.total += one.total / n;
      mean.inside += one.inside / n;
      mean.total_inside += one.total_inside / n;
    }
    fmt::print("{:5} {:11.3f} {:7.3f} {:13.3f} {:14.3f}\n",
               known,
               mean.weeks,
               mean.total,
               mean.inside,
               mean.total_inside);
  }
  return 0;
}
