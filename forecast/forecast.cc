#include "forecast/forecast.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "core/contract.h"
#include "forecast/plan.h"

namespace betledger::forecast {
namespace {

using Column = std::vector<double>;

constexpr std::size_t most_samples = std::size_t{1} << 25U;  // 256 MiB of doubles

sim::Share share_meeting(const Column& values, const tree::Limit& bound) {
  return bound.side == tree::Limit::Side::at_least ? sim::share_at_least(values, bound.value)
                                                   : sim::share_at_most(values, bound.value);
}

Column minus(const Column& with, const Column& without) {
  Column difference(with.size());
  std::transform(
      with.begin(), with.end(), without.begin(), difference.begin(), [](double a, double b) {
        return a - b;
      });
  return difference;
}

/// What is asked of one metric besides its fan.
class Fans {
 public:
  Fans(const Plan& plan,
       const sim::Program& program,
       const Settings& settings,
       sim::Executor& executor)
      : plan_{plan}, program_{program}, settings_{settings}, executor_{executor} {}

  /// Simulates as many metrics at a time as memory allows: a second pass costs less than the room
  /// to keep everything, and gives the same runs.
  void fill(Forecast& forecast) {
    const std::size_t outputs = 2 * (plan_.cycle.timeline.count + std::size_t{1});
    const std::size_t each = std::max<std::size_t>(outputs * settings_.runs, 1);
    const std::size_t batch = std::clamp<std::size_t>(most_samples / each, 1, plan_.tree.size());
    for (std::size_t first = 0; first < plan_.tree.size(); first += batch) {
      const std::size_t last = std::min(first + batch, plan_.tree.size());
      simulate(first, last, forecast);
    }
  }

 private:
  /// Both sides of the roll-up, then of every period.
  void simulate(std::size_t first, std::size_t last, Forecast& forecast) {
    std::vector<sim::Output> outputs;
    for (std::size_t m = first; m < last; ++m) {
      const std::uint32_t node = node_of(plan_.tree, MetricId{static_cast<std::uint32_t>(m)});
      add_pair(node, sim::Output::rollup, outputs);
      for (std::uint32_t t = 0; t < plan_.cycle.timeline.count; ++t) {
        add_pair(node, t, outputs);
      }
    }
    const sim::Samples samples =
        sim::simulate(program_, {settings_.runs, settings_.seed}, outputs, executor_);
    std::vector<sim::Summary> summaries(outputs.size());
    executor_.for_each(outputs.size(),
                       [&](std::size_t i) { summaries[i] = sim::summarize(samples.columns[i]); });
    const std::size_t stride = outputs.size() / (last - first);
    for (std::size_t m = first; m < last; ++m) {
      const std::size_t at = (m - first) * stride;
      add_metric(m, {samples.columns[at], samples.columns[at + 1]}, &summaries[at], forecast);
      add_clamps(samples.clamps[outputs[at].node], plan_.tree.spec().metrics[m].key, forecast);
    }
  }

  static void add_pair(std::uint32_t node,
                       std::uint32_t period,
                       std::vector<sim::Output>& outputs) {
    outputs.push_back({node, period, sim::Side::with});
    outputs.push_back({node, period, sim::Side::without});
  }

  struct Pair {
    const Column& with;
    const Column& without;
  };

  void add_metric(std::size_t m,
                  const Pair& rollup,
                  const sim::Summary* summaries,
                  Forecast& forecast) const {
    const tree::Metric& metric = plan_.tree.spec().metrics[m];
    const Column difference = minus(rollup.with, rollup.without);
    MetricFan fan{metric.key,
                  metric.name,
                  metric.unit,
                  metric.rollup,
                  summaries[0],
                  summaries[1],
                  sim::mean_of(difference),
                  {}};
    for (std::uint32_t t = 0; t < plan_.cycle.timeline.count; ++t) {
      const std::size_t at = 2 * (t + std::size_t{1});
      fan.periods.push_back(
          {plan_.cycle.timeline.start_of(static_cast<int>(t)), summaries[at], summaries[at + 1]});
    }
    forecast.metrics.push_back(std::move(fan));
    const auto& target = plan_.cycle.target;
    if (target && target->metric == metric.key) {
      forecast.target = odds(metric.key, target->bound, rollup);
    }
    const auto& inputs = plan_.cycle.focus_inputs;
    const bool is_input = std::find(inputs.begin(), inputs.end(), metric.key) != inputs.end();
    if (is_input || metric.guardrail) {
      forecast.watches.push_back(watch(metric, rollup, difference));
    }
  }

  static Odds odds(const std::string& metric, const tree::Limit& bound, const Pair& rollup) {
    return {metric, bound, share_meeting(rollup.with, bound), share_meeting(rollup.without, bound)};
  }

  static Watch watch(const tree::Metric& metric, const Pair& rollup, const Column& difference) {
    constexpr double least = std::numeric_limits<double>::denorm_min();
    Watch watch{metric.key, metric.guardrail, {}, {}, sim::mean_of(difference), {}};
    const sim::Share up = sim::share_at_least(difference, least);
    const sim::Share down = sim::share_at_most(difference, -least);
    if (metric.desired != tree::Desired::none) {
      watch.better = metric.desired == tree::Desired::up ? up : down;
      watch.worse = metric.desired == tree::Desired::up ? down : up;
    }
    if (metric.limit) {
      watch.limit = odds(metric.key, *metric.limit, rollup);
    }
    return watch;
  }

  static void add_clamps(const sim::Tally& tally, const std::string& metric, Forecast& forecast) {
    if (tally.clamped > 0) {
      forecast.clamps.push_back(
          {metric, static_cast<double>(tally.clamped) / static_cast<double>(tally.values)});
    }
  }

  const Plan& plan_;
  const sim::Program& program_;
  const Settings& settings_;
  sim::Executor& executor_;
};

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

Result<Forecast> make_forecast(Plan plan, const Settings& settings, sim::Executor& executor) {
  BET_EXPECT(settings.runs >= 2);
  auto baselines = fit_baselines(plan);
  if (!baselines) {
    return baselines.error();
  }
  Forecast forecast{std::move(plan), settings, std::move(baselines).value(), {}, {}, {}, {}, {}};
  const sim::Program program = sim::Program::compile(to_model(forecast.plan, forecast.baselines));
  Fans{forecast.plan, program, settings, executor}.fill(forecast);
  sort_watches(forecast.plan.cycle.focus_inputs, forecast.watches);
  if (settings.attribution) {
    forecast.attribution =
        attribute(program, attribution_request(forecast.plan, settings), executor);
  }
  return forecast;
}

}  // namespace betledger::forecast
