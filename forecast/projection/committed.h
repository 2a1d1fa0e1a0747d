#pragma once

#include <optional>
#include <string>
#include <vector>

#include "forecast/baseline/baseline.h"
#include "ledger/book/cycle.h"
#include "sim/summary/summary.h"
#include "tree/metric_tree.h"

namespace betledger::forecast {

/// The baselines that a commit carries, as they were fitted then: nothing is estimated again.
/// Nothing where the commit does not hold them in a form that this program reads.
[[nodiscard]] std::optional<std::vector<Baseline>> committed_baselines(
    const ledger::Commit& commit, const tree::MetricTree& tree);

/// P(target) with the bets as committed; nothing for a cycle without a target.
[[nodiscard]] std::optional<sim::Share> committed_probability(const ledger::Commit& commit);

/// The mean roll-up with bets of each metric, by MetricId, as committed; nothing where the commit
/// does not say.
[[nodiscard]] std::vector<std::optional<double>> committed_means(const ledger::Commit& commit,
                                                                 const tree::MetricTree& tree);

/// P10, P50 and P90 of a metric with bets, as committed.
struct CommittedBand {
  struct Range {
    double p10 = 0;
    double p50 = 0;
    double p90 = 0;
  };
  Range rollup;
  std::vector<Range> periods;
};
/// Nothing where the commit does not say.
[[nodiscard]] std::optional<CommittedBand> committed_band(const ledger::Commit& commit,
                                                          const std::string& metric);

/// The share of the focus' variance that a source carries with all it touches, as committed; 0
/// where the commit names no such source.
[[nodiscard]] double committed_variance(const ledger::Commit& commit, const std::string& source);

}  // namespace betledger::forecast
