#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/calendar.h"
#include "core/result.h"
#include "ledger/text/node.h"
#include "tree/metric.h"

namespace betledger::ledger {

/// "weekly_active_buyers >= 125k": a bound on the roll-up of a metric over the cycle.
struct Target {
  std::string metric;
  tree::Limit bound;
  friend bool operator==(const Target&, const Target&) = default;
};
/// Reads `KEY >= NUMBER` or `KEY <= NUMBER` (suffixes k, M, B and % as in authoring files).
[[nodiscard]] Result<Target> parse_target(const std::string& text);
[[nodiscard]] std::string format_target(const Target& target);

/// One turn of Model -> Execute -> Learn.
struct Cycle {
  std::string key;  // "2011Q3"
  Timeline timeline;
  std::optional<Target> target;
  std::vector<std::string> focus_inputs;  // keys of metrics
};
/// Equal in everything that opening a cycle says, but for its key.
[[nodiscard]] bool same_terms(const Cycle& a, const Cycle& b);

/// The locked plan of record: enough to recompute the forecast from the ledger alone, and the
/// hashes that say whether it came out the same.
struct Commit {
  std::string cycle;
  std::int64_t head_seq = 0;  // the plan was made from the Book as of this entry
  std::string head_hash;
  Day data_cut{};  // the last day of history used
  std::uint64_t seed = 0;
  std::uint64_t runs = 0;
  std::string plan_sha256;      // of the plan's canonical JSON
  std::string forecast_sha256;  // of the forecast's JSON
  std::string version;          // of the software that made it
  std::string because;          // may be empty
  Node baselines;               // fitted members per metric
  Node summary;                 // target, P(target), roll-ups, uplifts
};

}  // namespace betledger::ledger
