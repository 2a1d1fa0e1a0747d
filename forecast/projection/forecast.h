#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "forecast/plan/plan.h"
#include "forecast/projection/attribution.h"
#include "sim/program/simulate.h"
#include "sim/summary/summary.h"

namespace betledger::forecast {

struct PeriodFan {
  Day start{};
  sim::Summary with;
  sim::Summary without;
};

struct MetricFan {
  std::string metric;
  std::string name;
  std::string unit;
  tree::Rollup rollup_rule;
  sim::Summary rollup_with;
  sim::Summary rollup_without;
  sim::Estimate difference;  // of the roll-up, within runs
  std::vector<PeriodFan> periods;
};

/// P(the metric's cycle value meets its bound), with and without bets, on the same runs.
struct Odds {
  std::string metric;
  tree::Limit bound;
  sim::Share with;
  sim::Share without;
};

/// How the bets move one focus input or guardrail: odds that its roll-up ends better than without
/// bets (in its desired direction; neither for a metric without one), worse, and that its limit is
/// kept.
struct Watch {
  std::string metric;
  bool guardrail = false;
  sim::Share better;
  sim::Share worse;
  sim::Estimate change;       // of the roll-up, with minus without
  std::optional<Odds> limit;  // P(the limit is kept)
};

/// How often a value had to be clamped into its support.
struct Clamp {
  std::string metric;
  double share = 0;  // of the values that could have been
};

/// When there are runs enough.
struct Precision {
  double probability = 0.004;  // standard error of P(target)
  double median = 0.004;       // standard error of the focus' median, in its P90 - P10
};

struct Settings {
  std::uint64_t runs = 20'000;     // >= 2; at most so many, if `until` decides
  std::optional<Precision> until;  // nothing: exactly `runs`
  std::uint64_t seed = 1;
  bool attribution = true;                  // uplift, Shapley, variance
  std::uint64_t attribution_runs = 20'000;  // at most `runs`
  std::uint64_t variance_runs = 16'384;     // at most `runs`
};

struct Forecast {
  Plan plan;
  Settings settings;
  std::vector<Baseline> baselines;
  std::vector<MetricFan> metrics;  // in the order of the tree
  std::optional<Odds> target;
  std::vector<Watch> watches;  // focus inputs, then guardrails
  Attribution attribution;
  std::vector<Clamp> clamps;  // only metrics that were clamped
  bool exact_quantiles =
      true;  // else counted, to a tenth of their standard error (sim/summary/digest.h)
  bool interrupted = false;  // fewer runs than asked for, perhaps no attribution
};

/// Who looks on while it takes its time.
struct Monitor {
  std::function<void(std::uint64_t done, std::uint64_t most)> progress;  // runs; may be empty
  const std::atomic<bool>* stop = nullptr;                               // set: no further runs
};

/// Simulates the plan. Fails where a baseline cannot be fitted (D-codes); throws DomainError
/// (sim/program/simulate.h). The bytes do not depend on the executor. `settings.runs` of the result
/// is how many runs there were; with exactly so many the result has the same bytes. Stopped before
/// the first runs were done, it throws sim::Interrupted. Memory: at most about 64 MiB of samples
/// and as much of counts at a time, whatever the tree and the runs.
[[nodiscard]] Result<Forecast> make_forecast(Plan plan,
                                             const Settings& settings,
                                             sim::Executor& executor,
                                             const Monitor& monitor = {});

}  // namespace betledger::forecast
