#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "forecast/scoring/scoring.h"
#include "forecast/standing/standing.h"
#include "sim/summary/summary.h"
#include "sim/tasks/executor.h"

namespace betledger::forecast {

/// How the plan of record scored at one number: a metric's roll-up, or one of its periods.
struct Score {
  std::string metric;
  std::optional<Day> period;  // nothing: the roll-up over the cycle
  double actual = 0;
  std::array<double, sim::summary_levels.size()> quantiles{};  // of the plan
  double median = 0;
  double crps = 0;  // fair, in the metric's unit
  double wis = 0;   // at the levels of every report
  double pit = 0;   // where the actual fell in the plan's runs, in [0, 1]
  bool in_50 = false;
  bool in_80 = false;
  bool in_90 = false;
  /// WIS of the random walk from the plan's data cut, at the same levels; nothing without a
  /// history.
  std::optional<double> naive_wis;
  /// WIS of a normal around the same period a year before; nothing without two years of history, or
  /// for a roll-up.
  std::optional<double> seasonal_wis;
};

/// Shares over the periods that were seen, of all metrics that can be scored.
struct CoverageShare {
  double level = 0;
  std::size_t hits = 0;
  std::size_t trials = 0;
  Interval interval;  // Wilson, 95 %; periods of one metric are no independent trials
};

/// Scores of the plan of record at everything that was seen: a metric's roll-up where all of its
/// periods are known, and each period with a value. The plan's own runs are simulated again, from
/// the committed seed. O(runs x nodes x periods), 128 MiB of samples at a time.
[[nodiscard]] std::vector<Score> score_plan(const Standing& standing, sim::Executor& executor);

/// Of the periods' central intervals.
[[nodiscard]] std::vector<CoverageShare> coverage_of(const std::vector<Score>& scores);

}  // namespace betledger::forecast
