#include "ledger/book/experiment.h"

#include <cmath>

#include "core/contract.h"

namespace betledger::ledger {

std::optional<std::string> objection(const ExperimentCounts& counts) {
  // Beyond this a count is a slip, and no longer exact as a double.
  constexpr std::uint64_t most = 1'000'000'000'000;
  if (counts.control == 0 || counts.treatment == 0) {
    return "an arm has no units";
  }
  if (counts.control > most || counts.treatment > most) {
    return "an arm has more than 1e12 units";
  }
  if (counts.control_events > counts.control || counts.treatment_events > counts.treatment) {
    return "an arm has more events than units";
  }
  const std::uint64_t events = counts.control_events + counts.treatment_events;
  if (events == 0 || events == counts.control + counts.treatment) {
    return "nobody, or everybody, has the event";
  }
  return std::nullopt;
}

void estimate_from_counts(Experiment& experiment, bool relative) {
  BET_EXPECT(experiment.counts && !objection(*experiment.counts));
  const auto control = static_cast<double>(experiment.counts->control);
  const auto treatment = static_cast<double>(experiment.counts->treatment);
  const auto control_events = static_cast<double>(experiment.counts->control_events);
  const auto treatment_events = static_cast<double>(experiment.counts->treatment_events);
  const double pooled = (control_events + treatment_events) / (control + treatment);
  experiment.estimate = treatment_events / treatment - control_events / control;
  experiment.se = std::sqrt(pooled * (1 - pooled) * (1 / control + 1 / treatment));
  if (relative) {
    experiment.estimate /= pooled;
    experiment.se /= pooled;
  }
}

}  // namespace betledger::ledger
