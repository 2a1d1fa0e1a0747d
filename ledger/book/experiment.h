#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/calendar.h"

namespace betledger::ledger {

/// Units and events in both arms of an A/B test, as counted.
struct ExperimentCounts {
  std::uint64_t control = 0;
  std::uint64_t control_events = 0;
  std::uint64_t treatment = 0;
  std::uint64_t treatment_events = 0;
  friend bool operator==(const ExperimentCounts&, const ExperimentCounts&) = default;
};

/// What an experiment measured: of a bet, the amount of its effect on a metric (relative for a
/// lift, in the metric's unit for a shift); of a link, its strength.
struct Experiment {
  std::string bet;     // one of the two is empty
  std::string link;    // from->to
  std::string metric;  // of a bet: the effect's; of a link: where it leads
  double estimate = 0;
  double se = 1;  // > 0; from counts: that of the test's pooled rate
  std::optional<ExperimentCounts> counts;
  double exposure = 1;  // share of the metric's units that the treatment could reach, in (0, 1]
  Day on{};             // of the readout
  std::string source;   // a link, a number, words: never empty
  friend bool operator==(const Experiment&, const Experiment&) = default;
};

/// Rate differences need somebody with and somebody without the event: why counts say nothing, or
/// nothing if they do.
[[nodiscard]] std::optional<std::string> objection(const ExperimentCounts& counts);

/// Sets `estimate` and `se` from the counts: the difference of the rates, for a `relative` effect
/// over the control's rate as the test's pooled rate has it. \pre counts without objection
void estimate_from_counts(Experiment& experiment, bool relative);

/// What past experiments taught about the next idea (`betledger priors learn --record`).
struct RecordedPrior {
  std::string source;  // the file's name as given
  std::string family;  // of the effects that are not nil
  std::uint64_t effects = 0;
  double base_rate = 0.3;  // P(not nil), in [0, 1], with its 95 % interval
  double base_rate_low = 0;
  double base_rate_high = 1;
  double works = 0.3;  // P(not nil and in the wanted direction)
  double mean = 0;     // of the effects that are not nil
  double scale = 1;    // > 0, the family's
  friend bool operator==(const RecordedPrior&, const RecordedPrior&) = default;
};

}  // namespace betledger::ledger
