#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/calendar.h"
#include "core/result.h"
#include "core/series.h"
#include "ledger/book/bet.h"
#include "ledger/book/cycle.h"
#include "ledger/book/decision.h"
#include "ledger/book/experiment.h"
#include "ledger/book/optimism.h"
#include "ledger/text/node.h"
#include "tree/tree_spec.h"

namespace betledger::ledger {

// Everything that can happen. New kinds are added at the end of `Event`; docs/ledger-format.md
// freezes the rest. "Defined" replaces an earlier definition of the same key.

struct LedgerOpened {
  std::string title;
  std::string nonce;  // makes two ledgers of the same second different
};
/// What a tree is besides its metrics, links and occasions; the three lists are the order of the
/// file.
struct TreeDescribed {
  std::string title;
  std::string focus;
  PeriodKind period = PeriodKind::week;
  tree::ConfidenceScale confidence;
  tree::ReviewRules review;
  std::vector<std::string> metrics;
  std::vector<std::string> links;      // Link::key()
  std::vector<std::string> occasions;  // names
};
struct MetricDefined {
  tree::Metric metric;
};
struct MetricRetired {
  std::string metric;
};
struct LinkDefined {
  tree::Link link;
};
struct LinkRetired {
  std::string link;
};
struct OccasionDefined {
  tree::Occasion occasion;
};
struct OccasionRetired {
  std::string occasion;
};
/// The capacity of a cycle and the order of its bets.
struct BetsDescribed {
  std::string cycle;
  std::map<std::string, double> capacity_person_weeks;
  std::vector<std::string> bets;
};
struct BetProposed {
  std::string cycle;
  Bet bet;
};
/// New terms for a bet that is there. After the cycle's commit a reason is required.
struct BetAmended {
  Bet bet;
  std::string because;
};
struct BetWithdrawn {
  std::string bet;
  std::string because;
};
struct BetStarted {
  std::string bet;
  Day on{};
};
struct BetDelivered {
  std::string bet;
  Day on{};
  double share = 1;  // in (0, 1]
};
struct BetStopped {
  std::string bet;
  Day on{};
  std::string because;
};
struct CycleOpened {
  Cycle cycle;
};
struct CycleCommitted {
  Commit commit;
};
/// Values of one metric from one import. A value for a period that has one is a revision: the
/// latest event wins, the earlier value stays in the log.
struct ActualsRecorded {
  std::string metric;
  std::string source;  // the file's name as given
  std::vector<Observation> values;
};

/// Evidence on a bet's effect or on a link.
struct ExperimentRecorded {
  Experiment experiment;
};
/// It does not count any more. Entry `experiment` recorded it and stays.
struct ExperimentWithdrawn {
  std::int64_t experiment = 0;
  std::string because;
};
/// The latest one is the organisation's prior.
struct PriorsLearned {
  RecordedPrior prior;
};

/// What the steward makes of a proposal of a review. The latest that accepts or rejects counts.
struct ReviewDecided {
  Decision decision;
};
/// Nothing of the cycle's plan changes any more; facts about it still may.
struct CycleClosed {
  Close close;
};
/// A start, delivery or stop that was recorded wrongly does not count any more; its entry stays.
struct BetCorrected {
  std::string bet;
  BetStep step = BetStep::delivered;
  std::string because;
};
/// From now on the next forecast reads a team's effects so, or (turned off) as they are stated.
struct OptimismSet {
  Optimism optimism;
};

using Event = std::variant<LedgerOpened,
                           TreeDescribed,
                           MetricDefined,
                           MetricRetired,
                           LinkDefined,
                           LinkRetired,
                           OccasionDefined,
                           OccasionRetired,
                           BetsDescribed,
                           BetProposed,
                           BetAmended,
                           BetWithdrawn,
                           BetStarted,
                           BetDelivered,
                           BetStopped,
                           CycleOpened,
                           CycleCommitted,
                           ActualsRecorded,
                           ExperimentRecorded,
                           ExperimentWithdrawn,
                           PriorsLearned,
                           ReviewDecided,
                           CycleClosed,
                           BetCorrected,
                           OptimismSet>;

/// "defined metric orders", "recorded 54 values of orders from history.csv": one line for `log`.
[[nodiscard]] std::string describe(const Event& event);

/// One line of the ledger. Never changed, never deleted: a later entry corrects an earlier one.
struct Entry {
  std::int64_t seq = 0;  // 1, 2, 3, ...
  Instant recorded_at{};
  std::string actor;
  std::uint32_t schema = 1;
  std::string idempotency_key;  // empty: none
  std::uint32_t part = 1;  // the append that wrote it had `parts` entries; this is number `part`
  std::uint32_t parts = 1;
  std::string previous;  // hash of entry seq - 1; 64 zeros for the first
  std::string hash;      // SHA-256 over every other field (docs/ledger-format.md)
  Event event;
};

/// The version of the payloads that this program writes; Entry::schema.
inline constexpr std::uint32_t payload_schema = 1;

}  // namespace betledger::ledger
