// Times the bridge of a ledger's open cycle, half of which is seen as one of the plan's own
// futures.
//
//   bridge_bench LEDGER [PAIRS] [ORDERS] [THREADS]
//
// Prints the seconds of the posterior, of the landing and of the bridge, and the focus metric's
// bridge.

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <string>

#include <fmt/format.h>

#include "forecast/bridge/bridge.h"
#include "forecast/bridge/bridge_request.h"
#include "forecast/bridge/make_bridge.h"
#include "forecast/plan/fit_baselines.h"
#include "forecast/plan/make_plan.h"
#include "forecast/plan/plan.h"
#include "forecast/plan/to_model.h"
#include "inference/posterior.h"
#include "ledger/store/ledger.h"

namespace {

using namespace betledger;  // NOLINT(google-build-using-namespace): a program, not a library

class Clock {
 public:
  double lap() {
    const auto now = std::chrono::steady_clock::now();
    const std::chrono::duration<double> took = now - at_;
    at_ = now;
    return took.count();
  }

 private:
  std::chrono::steady_clock::time_point at_ = std::chrono::steady_clock::now();
};

/// The first half of one run of the plan, with none of its rounding: all stochastic metrics.
inference::Evidence evidence_of(const sim::Model& model) {
  const sim::Program program = sim::Program::compile(model);
  const auto draws = program.make_draws();
  const auto paths = program.make_paths();
  program.draw(777, 0, *draws);
  program.evaluate_without(*draws, *paths);
  program.evaluate_with(*draws, {}, *paths);
  inference::Evidence evidence;
  evidence.known = model.periods / 2;
  evidence.observed.resize(model.nodes.size());
  for (std::uint32_t n = 0; n < model.nodes.size(); ++n) {
    for (std::uint32_t t = 0; t < evidence.known; ++t) {
      evidence.observed[n].emplace_back(paths->column(n, t, sim::Side::with)[0]);
    }
  }
  return evidence;
}

void print(const forecast::Bridge& bridge, const std::string& focus) {
  const forecast::MetricBridge& metric = *bridge.find(focus);
  fmt::print("{} plan {:.6g} landing {:.6g} gap {:.4g} se {:.2g} exact {}\n",
             focus,
             metric.plan,
             metric.landing,
             metric.gap(),
             metric.se,
             bridge.is_exact);
  auto parts = metric.contributions;
  std::sort(parts.begin(), parts.end(), [](const auto& a, const auto& b) {
    return std::abs(a.amount) > std::abs(b.amount);
  });
  for (std::size_t i = 0; i < std::min<std::size_t>(parts.size(), 12); ++i) {
    const forecast::Factor& factor = bridge.factors[parts[i].factor];
    fmt::print("  {:12} {:24} {:12.4g} ± {:.2g}\n",
               forecast::name(factor.kind),
               factor.source,
               parts[i].amount,
               parts[i].se);
  }
  double worst = 0;
  for (const forecast::MetricBridge& one : bridge.metrics) {
    double rest = one.gap();
    for (const auto& part : one.contributions) {
      rest -= part.amount;
    }
    worst = std::max(worst, std::abs(rest) / std::max(std::abs(one.gap()), 1e-300));
  }
  fmt::print("largest relative difference between a gap and its sum: {:.1e}\n", worst);
}

void run(int argc, char** argv) {
  const ledger::Book book = ledger::Ledger::open(argv[1], ledger::Ledger::Mode::read).book();
  const auto number = [&](int at, std::uint32_t usual) {
    return argc > at ? static_cast<std::uint32_t>(std::stoul(argv[at])) : usual;
  };
  const std::uint32_t pairs = number(2, 4096);
  Diagnostics warnings;
  const forecast::Plan plan = forecast::make_plan(book, {}, warnings).value();
  const auto executor = sim::make_tbb_executor(number(4, 2));
  const sim::Model model =
      forecast::to_model(plan, forecast::fit_baselines(plan, executor.get()).value());
  Clock clock;
  const inference::Problem problem{model, evidence_of(model)};
  const inference::Posterior posterior{problem, {.particles = 4096}, *executor};
  fmt::print("posterior {:.2f} s\n", clock.lap());
  forecast::BridgeRequest request;
  request.blocks = pairs / static_cast<std::uint32_t>(sim::runs_per_block);
  request.orders = number(3, 1);
  request.observed = problem.evidence().observed;
  request.unlearnt = forecast::unlearnt_of(model, problem);
  for (const auto& record : plan.bets) {
    request.bets.push_back(record.terms.key);
  }
  const forecast::LandingWorlds worlds = forecast::landing_worlds(posterior);
  executor->for_each(request.blocks, [&](std::size_t block) {
    inference::World world{model};
    worlds(block, world);
  });
  fmt::print("landing worlds {:.2f} s\n", clock.lap());
  const auto bridge = forecast::make_bridge(model, model, request, worlds, *executor);
  fmt::print("bridge of {} factors, {} pairs, landing worlds included: {:.2f} s\n",
             bridge.factors.size(),
             bridge.pairs,
             clock.lap());
  print(bridge, plan.tree.metric(plan.tree.focus()).key);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    fmt::print(stderr, "usage: bridge_bench LEDGER [PAIRS] [ORDERS] [THREADS]\n");
    return 2;
  }
  run(argc, argv);
  return 0;
}
