#pragma once

#include <vector>

#include "forecast/review/review.h"

namespace betledger::forecast {

/// Scores of the plan of record at everything that was seen: a metric's roll-up where all of its
/// periods are known, and each period with a value. The plan's own runs are simulated again, from
/// the committed seed. O(runs x nodes x periods), 128 MiB of samples at a time.
[[nodiscard]] std::vector<Score> score_plan(const Standing& standing, sim::Executor& executor);

/// Of the periods' central intervals.
[[nodiscard]] std::vector<CoverageShare> coverage_of(const std::vector<Score>& scores);

}  // namespace betledger::forecast
