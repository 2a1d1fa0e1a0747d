#pragma once

#include "forecast/standing/standing.h"
#include "inference/evidence.h"
#include "sim/model/model.h"

namespace betledger::forecast {

/// What a standing knows, in the terms of its model (to_model_at): values by node and period,
/// experiments on the effects and links they measured, and what the history of the locked plan says
/// of innovations that move together (forecast/history/leading.h). An experiment on something that
/// the plan of record does not have is left out.
[[nodiscard]] inference::Evidence evidence_of(const Standing& standing, const sim::Model& model);

/// What a plan knows of its own model before anything is seen: what moves together.
[[nodiscard]] inference::Evidence evidence_of(const Plan& plan, const sim::Model& model);

}  // namespace betledger::forecast
