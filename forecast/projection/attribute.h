#pragma once

#include "forecast/projection/attribution.h"
#include "forecast/projection/attribution_request.h"
#include "sim/program/program.h"
#include "sim/tasks/executor.h"

namespace betledger::forecast {

/// Shapley: each run takes one random order of the bets and its reverse (antithetic), all on the
/// same draws; exact in runs where at most four bets are live (six, where the plan has no more):
/// unbiased, and its standard error holds both the runs' and the orders' noise. Bets that a run's
/// gates keep from the focus are worth exactly nothing there and cost nothing: with k bets live,
/// about 4 k evaluations of the with side. Variance shares cost two evaluations per source, each on
/// `variance_runs`.
///
/// The tornado's gate contrast of a bet that needs others holds theirs too: it is open only where
/// they were delivered.
///
/// Throws DomainError.  The same bytes for every executor and number of threads.
[[nodiscard]] Attribution attribute(const sim::Program& program,
                                    const AttributionRequest& request,
                                    sim::Executor& executor);

}  // namespace betledger::forecast
