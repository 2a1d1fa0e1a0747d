#pragma once

#include <map>
#include <string>
#include <vector>

#include "forecast/candidates.h"
#include "forecast/decisions.h"
#include "forecast/signals.h"

namespace betledger::forecast {

struct ActionSettings {
  SignalSettings signals;
  DecisionSettings decisions;
  CandidateSettings candidates;
  std::uint64_t seed = 1;  // of candidates' draws
};

/// What can be done about a standing: the last part of a gap report.
struct Actions {
  ActionSettings settings;
  Signals signals;
  std::vector<Decision> decisions;
  std::vector<Candidate> candidates;
  std::vector<RequiredLift> required;  // of candidates' metrics and focus inputs
  std::vector<CandidateModel::LeftOut> left_out;
};

/// \pre `posterior` is that of the standing: of to_model_at, given its evidence. Same bytes for
/// every executor. Throws DomainError.
[[nodiscard]] Actions find_actions(const Standing& standing,
                                   const inference::Posterior& posterior,
                                   const std::map<std::string, std::string>& killed,
                                   const ActionSettings& settings,
                                   sim::Executor& executor);

}  // namespace betledger::forecast
