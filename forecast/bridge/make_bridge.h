#pragma once

#include "forecast/bridge/bridge.h"
#include "forecast/bridge/bridge_request.h"
#include "sim/model/model.h"
#include "sim/tasks/executor.h"

namespace betledger::forecast {

/// The bridge from the plan to where the cycle lands, at every metric at once. The value of a set
/// of factors is the expected roll-up, over pairs of a plan's run and a landing's, where these
/// factors are as in the landing and the others as planned; amounts are Shapley values (Shapley
/// 1953), exact while the factors that matter in a block are few, otherwise from seeded random
/// permutations and their reverses (Castro, Gomez and Tejada 2009), one per block. Either way they
/// sum exactly. Standard errors come from the blocks, which differ in runs and permutations. A
/// factor that is the same in both worlds, or that nothing can come of, gets exactly 0.
///
/// \pre `now` has the nodes, influences and occasions of `plan`, and its interventions and groups
/// first. Throws DomainError where a mixture of the two worlds leaves the domain of a formula.
/// Same inputs: same bytes, whatever the executor.
/// O(blocks * factors * what each one touches * periods)
[[nodiscard]] Bridge make_bridge(const sim::Model& plan,
                                 const sim::Model& now,
                                 const BridgeRequest& request,
                                 const LandingWorlds& landing,
                                 sim::Executor& executor);

}  // namespace betledger::forecast
