#pragma once

#include <cstdint>
#include <string>

#include "core/distribution.h"
#include "forecast/plan/plan.h"
#include "sim/model/model.h"

namespace betledger::forecast {

/// The corrections of a book that bear on a plan's bets, funded or not, with the default for teams
/// that have none of their own; empty where none of them is on.
[[nodiscard]] ledger::OptimismByTeam optimism_in(const ledger::Book& book, const Plan& plan);

/// Notes (B015) that closed cycles may offer a correction, until somebody has turned one on or off.
void note_offer(const ledger::Book& book, const Plan& plan, Diagnostics& warnings);

/// A belief with its spread multiplied and its median where it was: a lognormal and quantiles above
/// a lower bound on the log scale, so that nothing changes its sign; a beta by its variance, as far
/// as (0, 1) has room; all others on the line.  \pre spread > 0
[[nodiscard]] Distribution widened(const Distribution& belief, double spread);

/// A stated amount as a correction has it read: widened, and times the factor.
[[nodiscard]] Distribution corrected(const Distribution& amount, const ledger::Optimism& optimism);

/// What a model believes of an amount with the factor that it is read by: the amount itself where
/// there is none, else the product's distribution as a sample of equally likely values.
[[nodiscard]] Distribution amount_of(const sim::Model& model, std::uint32_t intervention);

}  // namespace betledger::forecast
