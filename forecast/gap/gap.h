#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "forecast/bridge/bridge.h"
#include "forecast/gap/gap_actions.h"
#include "forecast/gap/gap_settings.h"
#include "forecast/gap/inferred.h"
#include "forecast/gap/landing.h"
#include "forecast/gap/updated_beliefs.h"
#include "forecast/standing/pending.h"
#include "forecast/standing/standing.h"
#include "inference/posterior.h"

namespace betledger::forecast {

/// Where a cycle lands, given what was seen by a day, and what was learned on the way.
struct Gap {
  Standing standing;
  GapSettings settings;
  inference::Health health;
  Landing landing;
  std::vector<Pending> pending;
  std::vector<BetOutlook> bets;           // of standing.now, in its order
  std::vector<LinkOutlook> links;         // in the order of the tree
  Bridge bridge;                          // from the plan of record to the landing, at every metric
  std::optional<Actions> actions;         // unless nobody asked
  std::vector<FactorOutlook> optimism{};  // of the teams whose effects are corrected
};

/// The gap report from a posterior that is there already.
[[nodiscard]] Gap make_gap(Standing standing,
                           const GapSettings& settings,
                           const Inferred& inferred,
                           sim::Executor& executor);
/// The gap report of a standing. Pure; the same bytes for any executor. Throws DomainError as a
/// forecast does.
[[nodiscard]] Gap make_gap(Standing standing, const GapSettings& settings, sim::Executor& executor);

}  // namespace betledger::forecast
