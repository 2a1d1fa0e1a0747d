#pragma once

#include <vector>

#include "forecast/baseline/baseline.h"
#include "forecast/plan/plan.h"
#include "sim/model/model.h"

namespace betledger::forecast {

/// The seam: bets become gates, profiles and interventions; groups are the funded bets in order,
/// nodes the metrics in dependency order. Confidence words are read on the tree's scale.
///
/// | what is random                     | key                     | what the ledger knows of it   |
/// |------------------------------------|-------------------------|-------------------------------|
/// | is it delivered, and all it needs? | `bet:KEY/delivered`     | delivered: 1; stopped: 0      |
/// | do its effects work?               | `bet:KEY/works`         |                               |
/// | ... one with a chance of its own   | `bet:KEY/works/EFFECT`  |                               |
/// | by how much                        | `bet:KEY/amount/EFFECT` |                               |
/// | start, delay, ramp, decay          | `bet:KEY/timing`        | day and share delivered; stop |
/// | how a team's amounts are read      | `optimism:TEAM`         |                               |
/// | ... of a bet without a team        | `optimism:bet/KEY`      |                               |
/// | a link: is it real, how strong?    | `link:FROM->TO`         |                               |
/// | the amount of an occasion          | `event:NAME`            |                               |
///
/// EFFECT is a metric, METRIC/2 for a bet's second effect on it. Keys are made in variable_keys.h.
/// Where a team's effects are corrected (Plan::optimism), its amounts are `widened` and share a
/// factor.
///
/// \pre a plan from make_plan or scenarios::apply, and its fit_baselines
[[nodiscard]] sim::Model to_model(const Plan& plan, const std::vector<Baseline>& baselines);

}  // namespace betledger::forecast
