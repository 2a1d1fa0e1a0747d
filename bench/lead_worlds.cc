// What a leading indicator is worth mid-cycle, in worlds that have one and in worlds that have
// none.
//
//   lead_worlds [WORLDS [POINTS [KNOWN]]]
//
// Two metrics with POINTS (80) weeks of history and a link of three weeks' lag between them; gamma
// is estimated from the history and shrunk. After KNOWN (6) of 13 weeks the outcome's landing is
// forecast with the leads and without. docs/inference.md quotes the table.

#include "tests/forecast/history/lead_worlds.h"

#include <cmath>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "forecast/baseline/baseline.h"
#include "forecast/history/innovations.h"
#include "forecast/history/leading.h"
#include "forecast/scoring/scoring.h"
#include "inference/evaluation.h"
#include "inference/posterior.h"

namespace {

using namespace betledger;  // NOLINT(google-build-using-namespace): a program, not a library
using forecast::LeadWorld;

constexpr std::size_t ahead = 13;

struct Outcome {
  double gamma = 0;
  double with = 0;      // CRPS of the outcome's total, leads used
  double without = 0;   // and not
  bool inside = false;  // in the 80 % interval, leads used
};

std::vector<double> totals(const sim::Model& model, const inference::Evidence& evidence) {
  const inference::Problem problem{model, evidence};
  const auto executor = sim::make_thread_executor(1);
  const inference::Posterior posterior{problem, {.particles = 1024}, *executor};
  const inference::Canvas canvas{model};
  inference::Evaluation evaluation{canvas, evidence};
  inference::Block block{problem};
  inference::World world{model};
  std::vector<double> all;
  std::vector<double> column(sim::runs_per_block);
  for (std::uint32_t b = 0; b < 4 * posterior.blocks(); ++b) {
    posterior.continue_world(b % posterior.blocks(), b / posterior.blocks(), block, world);
    evaluation.evaluate(world);
    evaluation.rollup(1, sim::Side::with, column.data());
    all.insert(all.end(), column.begin(), column.end());
  }
  return all;
}

struct Quarter {
  sim::Model model;
  inference::Evidence evidence;
  double truth = 0;  // the outcome's total
};

Quarter quarter_of(const LeadWorld& world, int number, inference::Index known) {
  Quarter quarter;
  quarter.model.periods = ahead;
  quarter.model.period_names.resize(ahead);
  quarter.evidence.known = known;
  const std::size_t points = world.history.at("reach").values.size();
  for (const bool outcome : {false, true}) {
    const std::string key = outcome ? "orders" : "reach";
    const auto baseline =
        forecast::fit_baseline(world.history.at(key), {key, tree::Support::positive, 0, ahead});
    sim::Node node;
    node.key = key;
    node.support = tree::Support::positive;
    node.source = sim::BasePath{baseline->pool()};
    quarter.model.nodes.push_back(node);
    const bool reverts = outcome ? number % 3 == 0 : number % 2 != 0;
    const double memory = reverts ? 0.5 : 1;
    const Series all =
        forecast::series_of(outcome ? world.orders : world.reach, memory, points + ahead);
    const auto first = all.values.begin() + static_cast<std::ptrdiff_t>(points);
    quarter.evidence.observed.emplace_back(first, first + known);
    for (auto value = first; outcome && value != all.values.end(); ++value) {
      quarter.truth += value->value();
    }
  }
  return quarter;
}

Outcome judge(int number, double gamma, std::size_t points, inference::Index known) {
  const LeadWorld world{number, gamma, points, ahead};
  const tree::MetricTree tree = forecast::lead_tree({forecast::link_of("reach", "orders", 3)});
  const auto leads = forecast::leads_of(tree, forecast::innovations_of(tree, world.history));
  Quarter quarter = quarter_of(world, number, known);
  const double truth = quarter.truth;
  Outcome result;
  const std::vector<double> without = totals(quarter.model, quarter.evidence);
  result.without = forecast::crps_fair(without, truth);
  result.with = result.without;
  std::vector<double> with = without;
  if (!leads.empty() && leads[0].gamma != 0) {
    result.gamma = leads[0].gamma;
    quarter.evidence.leads = {{0, 1, leads[0].lag, leads[0].gamma}};
    with = totals(quarter.model, quarter.evidence);
    result.with = forecast::crps_fair(with, truth);
  }
  double below = 0;
  for (const double value : with) {
    below += value < truth ? 1 / static_cast<double>(with.size()) : 0.0;
  }
  result.inside = below > 0.1 && below < 0.9;
  return result;
}

void print_line(double gamma, int worlds, std::size_t points, inference::Index known) {
  std::vector<Outcome> outcomes(static_cast<std::size_t>(worlds));
  const auto executor = sim::make_thread_executor(2);
  executor->for_each(outcomes.size(), [&](std::size_t i) {
    outcomes[i] = judge(static_cast<int>(i), gamma, points, known);
  });
  double with = 0, without = 0, squares = 0, mean_gamma = 0, inside = 0;
  const double n = static_cast<double>(worlds);
  for (const Outcome& one : outcomes) {
    with += one.with / n;
    without += one.without / n;
    squares += (one.with - one.without) * (one.with - one.without) / n;
    mean_gamma += one.gamma / n;
    inside += one.inside ? 1 / n : 0;
  }
  const double change = with - without;
  fmt::print("{:10.1f} {:9.3f} {:9.3f} {:12.3f} {:+9.2f} % {:6.2f} % {:10.3f}\n",
             gamma,
             mean_gamma,
             without,
             with,
             100 * change / without,
             100 * std::sqrt((squares - change * change) / n) / without,
             inside);
}

}  // namespace

int main(int argc, char** argv) {
  const int worlds = argc > 1 ? std::stoi(argv[1]) : 400;
  const std::size_t points = argc > 2 ? std::stoul(argv[2]) : 80;
  const auto known = static_cast<inference::Index>(argc > 3 ? std::stoul(argv[3]) : 6);
  fmt::print("true gamma  estimate  without   with leads     change       se  80% holds\n");
  for (const double gamma : {0.6, 0.3, 0.0}) {
    print_line(gamma, worlds, points, known);
  }
  return 0;
}
