#pragma once

#include <cstdint>
#include <optional>

namespace betledger::forecast {

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

}  // namespace betledger::forecast
