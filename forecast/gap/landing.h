#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "forecast/projection/fan.h"
#include "forecast/standing/standing.h"
#include "inference/evaluation.h"
#include "inference/posterior.h"

namespace betledger::forecast {

struct LandingSettings {
  std::uint32_t particles = 4096;  // multiples of 256
  std::uint32_t futures = 4;       // of every particle
  std::uint64_t seed = 1;
};

/// One metric where it lands: as in a forecast, and the actual values so far.
struct LandingMetric {
  MetricFan fan;
  std::vector<std::optional<double>> actual;  // one per period of the cycle
};

/// The rest of the cycle, given what was seen: the plan's own program continued.
struct Landing {
  std::vector<LandingMetric> metrics;   // in the order of the tree
  std::optional<Odds> target;           // now
  std::optional<sim::Share> at_commit;  // P(target) with bets, as committed
  std::uint64_t runs = 0;
};

/// Every particle is carried on `futures` times. Standard errors count the particles that the
/// posterior is worth (its ESS), not the runs: futures of one particle share its past. Throws
/// DomainError. O(runs x nodes x periods); memory: 128 MiB of samples at a time.
[[nodiscard]] Landing land(const Standing& standing,
                           const inference::Posterior& posterior,
                           const inference::Canvas& canvas,
                           const LandingSettings& settings,
                           sim::Executor& executor);

}  // namespace betledger::forecast
