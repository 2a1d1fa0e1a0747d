#include "forecast/projection/make_forecast.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "core/contract.h"
#include "forecast/plan/fit_baselines.h"
#include "forecast/plan/plan.h"
#include "forecast/plan/to_model.h"
#include "forecast/projection/attribute.h"
#include "forecast/projection/attribution_request.h"
#include "forecast/projection/fan.h"
#include "forecast/projection/fans.h"
#include "forecast/projection/forecast.h"

namespace betledger::forecast {
namespace {

/// Focus inputs in the order the cycle names them, then the guardrails in the order of the tree.
void sort_watches(const std::vector<std::string>& inputs, std::vector<Watch>& watches) {
  const auto place = [&](const Watch& watch) {
    return std::find(inputs.begin(), inputs.end(), watch.metric) - inputs.begin();
  };
  std::stable_sort(watches.begin(), watches.end(), [&](const Watch& a, const Watch& b) {
    return place(a) < place(b);
  });
}

AttributionRequest attribution_request(const Plan& plan, const Settings& settings) {
  AttributionRequest request;
  request.seed = settings.seed;
  request.runs = std::min(settings.attribution_runs, settings.runs);
  request.variance_runs = std::min(settings.variance_runs, settings.runs);
  request.focus = node_of(plan.tree, plan.tree.focus());
  for (const auto& record : plan.bets) {
    request.bets.push_back(record.terms.key);
  }
  if (plan.cycle.target) {
    const auto metric = plan.tree.find(plan.cycle.target->metric);
    BET_EXPECT(metric.has_value());
    request.goal = Goal{node_of(plan.tree, *metric), plan.cycle.target->bound};
  }
  return request;
}

}  // namespace

Result<Forecast> make_forecast(Plan plan,
                               const Settings& settings,
                               sim::Executor& executor,
                               const Monitor& monitor) {
  BET_EXPECT(settings.runs >= 2);
  auto baselines = fit_baselines(plan, &executor);
  if (!baselines) {
    return baselines.error();
  }
  Forecast forecast{std::move(plan), settings, std::move(baselines).value(), {}, {}, {}, {}, {}};
  const auto stoppable =
      monitor.stop == nullptr ? nullptr : sim::make_stoppable(executor, *monitor.stop);
  sim::Executor& workers = stoppable ? *stoppable : executor;
  const sim::Program program =
      sim::Program::compile(to_model(forecast.plan, forecast.baselines), &executor);
  try {
    fill_fans(program, executor, monitor, forecast);
    sort_watches(forecast.plan.cycle.focus_inputs, forecast.watches);
    if (settings.attribution && !forecast.interrupted) {
      forecast.attribution =
          attribute(program, attribution_request(forecast.plan, forecast.settings), workers);
    }
  } catch (const sim::Interrupted&) {
    if (forecast.metrics.empty()) {
      throw;
    }
    forecast.interrupted = true;
    forecast.attribution = {};
  }
  if (forecast.interrupted) {
    forecast.settings.attribution = false;  // the answer is that of so many runs, without it
  }
  return forecast;
}

}  // namespace betledger::forecast
