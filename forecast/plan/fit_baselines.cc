#include "forecast/plan/fit_baselines.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace betledger::forecast {
namespace {

/// One value says too little of a metric to set a stated belief aside.
bool has_two_values(const Series& series) {
  return std::count_if(series.values.begin(), series.values.end(), [](const auto& value) {
           return value.has_value();
         }) >= 2;
}

}  // namespace

Result<std::vector<Baseline>> fit_baselines(const Plan& plan, sim::Executor* executor) {
  const Timeline& timeline = plan.cycle.timeline;
  std::vector<const tree::Metric*> metrics;
  for (const tree::Metric& metric : plan.tree.spec().metrics) {
    const auto history = plan.history.find(metric.key);
    if (!metric.is_component() && history != plan.history.end() &&
        (has_two_values(history->second) || !metric.baseline)) {
      metrics.push_back(&metric);
    }
  }
  std::vector<std::optional<Result<Baseline>>> fits(metrics.size());
  const auto fit = [&](std::size_t i) {
    const Series& series = plan.history.at(metrics[i]->key);
    const Day next = series.start_of(static_cast<int>(series.values.size()));
    const int skip = periods_between(timeline.kind, next, timeline.start);
    fits[i] = fit_baseline(
        series,
        {metrics[i]->key, metrics[i]->support, static_cast<std::uint32_t>(skip), timeline.count});
  };
  if (executor != nullptr) {
    executor->for_each(fits.size(), fit);
  } else {
    for (std::size_t i = 0; i < fits.size(); ++i) {
      fit(i);
    }
  }
  std::vector<Baseline> baselines;
  Diagnostics errors;
  for (auto& one : fits) {
    if (*one) {
      baselines.push_back(std::move(*one).value());
    } else {
      const Diagnostics& why = one->error();
      errors.insert(errors.end(), why.begin(), why.end());
    }
  }
  if (!errors.empty()) {
    return errors;
  }
  return baselines;
}

}  // namespace betledger::forecast
