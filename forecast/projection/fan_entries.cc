#include "forecast/projection/fan_entries.h"

#include <algorithm>
#include <utility>

#include "forecast/projection/fan.h"

namespace betledger::forecast {
namespace {

Odds odds(const std::string& metric,
          const tree::Limit& bound,
          const RollupTally& tally,
          std::size_t k) {
  return {metric, bound, tally.with(k), tally.without(k)};
}

Watch watch(const tree::Metric& metric, const RollupTally& tally, std::size_t limit) {
  Watch watch{metric.key, metric.guardrail, {}, {}, tally.difference(), {}};
  if (metric.desired != tree::Desired::none) {
    watch.better = metric.desired == tree::Desired::up ? tally.up() : tally.down();
    watch.worse = metric.desired == tree::Desired::up ? tally.down() : tally.up();
  }
  if (metric.limit) {
    watch.limit = odds(metric.key, *metric.limit, tally, limit);
  }
  return watch;
}

}  // namespace

std::vector<tree::Limit> FanEntries::bounds_of(std::size_t m) const {
  std::vector<tree::Limit> bounds;
  if (has_target(m)) {
    bounds.push_back(plan_.cycle.target->bound);
  }
  if (metric_of(m).limit) {
    bounds.push_back(*metric_of(m).limit);
  }
  return bounds;
}

void FanEntries::add(std::size_t m, std::span<const Sides> series, const RollupTally& rollup) {
  const tree::Metric& metric = metric_of(m);
  MetricFan fan{metric.key,
                metric.name,
                metric.unit,
                metric.rollup,
                series[0].with,
                series[0].without,
                rollup.difference(),
                {}};
  for (std::uint32_t t = 0; t < plan_.cycle.timeline.count; ++t) {
    fan.periods.push_back({plan_.cycle.timeline.start_of(static_cast<int>(t)),
                           series[t + 1].with,
                           series[t + 1].without});
  }
  forecast_.metrics.push_back(std::move(fan));
  const bool target = has_target(m);
  if (target) {
    forecast_.target = odds(metric.key, plan_.cycle.target->bound, rollup, 0);
  }
  const auto& inputs = plan_.cycle.focus_inputs;
  const bool is_input = std::find(inputs.begin(), inputs.end(), metric.key) != inputs.end();
  if (is_input || metric.guardrail) {
    forecast_.watches.push_back(watch(metric, rollup, target ? 1 : 0));
  }
}

void FanEntries::add_clamps(std::size_t m, const sim::Tally& tally) {
  if (tally.clamped > 0) {
    forecast_.clamps.push_back(
        {metric_of(m).key, static_cast<double>(tally.clamped) / static_cast<double>(tally.values)});
  }
}

}  // namespace betledger::forecast
