#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/calendar.h"
#include "core/result.h"
#include "ledger/book/book.h"
#include "ledger/requests/writing.h"

namespace betledger::ledger {

/// An arm of an A/B test, as counted.
struct ExperimentArm {
  std::uint64_t events = 0;
  std::uint64_t units = 0;
};

/// What an experiment measured: of one bet or one link, as an estimate with its standard error or
/// as the counts of both arms.
struct ExperimentReadout {
  std::string bet;                      // its effect on `metric`
  std::string link;                     // from->to
  std::string metric;                   // empty: that of the bet's hypothesis
  std::optional<std::string> estimate;  // in the unit of the effect: 2.5%, 0.4pp, 12.5
  std::optional<std::string> se;
  std::optional<ExperimentArm> control;
  std::optional<ExperimentArm> treatment;
  double exposure = 1;  // share of the metric that the treatment reaches, in (0, 1]
  Day on{};             // of the readout, not after `today`
  std::string source;   // where it can be looked up
  Day today{};
};

/// Refuses a subject that is not there (U016, U017), a readout that is neither or both (U009), a
/// number that is not in the unit of the effect or no standard error (U005), and a day to come
/// (U023).
[[nodiscard]] Result<Writing> record_experiment(const Book& book, const ExperimentReadout& readout);

/// From now on the experiment of that entry is no evidence.
[[nodiscard]] Writing withdraw_experiment(std::int64_t entry, const std::string& because);

}  // namespace betledger::ledger
