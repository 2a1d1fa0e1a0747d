#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "forecast/projection/fan_entries.h"
#include "forecast/projection/pair_digest.h"
#include "sim/program/program.h"
#include "sim/program/simulate.h"
#include "sim/tasks/executor.h"

namespace betledger::forecast {

/// What is asked of one metric, where its runs come a stretch at a time.
struct MetricDigest {
  std::size_t metric = 0;  // in the order of the tree
  std::uint32_t node = 0;
  std::vector<PairDigest> series;  // the roll-up, then every period
  RollupTally rollup;
};

/// `stretch`: by metric and series, with, then without.
void add(const sim::Stretch& stretch, sim::Executor& executor, std::vector<MetricDigest>& digests);

struct Summaries {
  std::vector<Sides> sides;  // by metric and series
  bool exact = true;         // all quantiles
};
/// Where a digest's counts do not reach, that one series is simulated again and all of it kept.
[[nodiscard]] Summaries summarize(const sim::Program& program,
                                  std::uint64_t seed,
                                  const std::vector<MetricDigest>& digests,
                                  sim::Executor& executor);

}  // namespace betledger::forecast
