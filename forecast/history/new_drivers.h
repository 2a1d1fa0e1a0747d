#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "forecast/history/innovations.h"

namespace betledger::forecast {

/// A metric whose surprises come some periods before another one's, where the tree has no link.
struct NewDriver {
  std::string from;
  std::string to;
  std::uint32_t lag = 1;   // periods
  double correlation = 0;  // of the innovations, `lag` periods apart
  double se = 0;           // by Fisher's transform
  std::size_t points = 0;  // pairs of periods
  double p_value = 1;      // two-sided, of this lag alone
};

/// Offered to the steward, never added by itself: it foretells, which need not mean that it causes.
/// Looks at every ordered pair of stochastic metrics without a link (in that direction) at lags 1
/// to `most_lag`, 20 pairs of periods at least; all of these tests together hold the false
/// discovery rate at 5 % (Benjamini and Hochberg 1995). Of a pair the lag with the least p-value is
/// kept; least p-value first. Lag 0 has no direction: `check` names it (D505). O(metrics^2 lags
/// periods)
[[nodiscard]] std::vector<NewDriver> new_drivers(const tree::MetricTree& tree,
                                                 const Innovations& innovations,
                                                 std::uint32_t most_lag = 6);

}  // namespace betledger::forecast
