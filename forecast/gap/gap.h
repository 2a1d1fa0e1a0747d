#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "forecast/bridge/bridge.h"
#include "forecast/gap/gap_actions.h"
#include "forecast/gap/landing.h"
#include "forecast/standing/pending.h"
#include "forecast/standing/standing.h"
#include "inference/posterior.h"

namespace betledger::forecast {

/// A probability as it was believed at commit and as it is now.
struct Updated {
  double prior = 0;
  inference::Chance now;
};

/// One effect of a bet: its amount if it works, and what is expected of it counting that it may
/// not.
struct EffectOutlook {
  std::string metric;
  tree::Action action = tree::Action::lift;
  Updated works;            // the effect's gate
  inference::Belief prior;  // of the amount
  inference::Belief now;    // of the amount, given that it works; prior where nothing says it does
  inference::Belief expected;  // amount x works, now
  bool is_informed = false;    // has what was seen a say in it?
};

struct BetOutlook {
  std::string bet;
  bool was_funded = true;  // in the plan of record
  Updated works;           // of the first effect
  std::vector<EffectOutlook> effects;
};

struct LinkOutlook {
  std::string link;
  Updated real;
  inference::Belief prior;  // of the strength
  inference::Belief now;    // given that it is real
  bool is_informed = false;
};

/// What comes over what a team states, where that is corrected.
struct FactorOutlook {
  std::string key;  // "optimism:growth"
  inference::Belief prior;
  inference::Belief now;
  bool is_informed = false;
};

struct GapSettings {
  LandingSettings landing;
  std::uint32_t sweeps = 5;
  std::uint32_t bridge_blocks = 32;  // of 256 pairs of a run of the plan and one of the landing
  bool wants_actions = true;
};

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

/// A standing's posterior with what it is made of. Stays where it was made.
struct Inferred {
  Inferred(const Standing& standing, const GapSettings& settings, sim::Executor& executor);
  Inferred(const Inferred&) = delete;
  Inferred& operator=(const Inferred&) = delete;
  ~Inferred() = default;

  const sim::Model model;  // to_model_at
  const inference::Problem problem;
  const inference::Posterior posterior;
  const inference::Canvas canvas;
};

/// Links before and after, in the order of the tree.
[[nodiscard]] std::vector<LinkOutlook> link_outlooks(const Standing& standing,
                                                     const inference::Posterior& posterior);

/// The gap report from a posterior that is there already.
[[nodiscard]] Gap make_gap(Standing standing,
                           const GapSettings& settings,
                           const Inferred& inferred,
                           sim::Executor& executor);
/// The gap report of a standing. Pure; the same bytes for any executor. Throws DomainError as a
/// forecast does.
[[nodiscard]] Gap make_gap(Standing standing, const GapSettings& settings, sim::Executor& executor);

}  // namespace betledger::forecast
