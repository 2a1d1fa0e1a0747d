#pragma once

#include <optional>
#include <string>

#include "forecast/learning/effect_learning.h"
#include "forecast/learning/past_experiments.h"
#include "reports/contracts/priors.h"
#include "reports/page/report.h"

namespace betledger::reports {

/// Base rate and size of effects with 95 % intervals, the evidence for each family, what is claimed
/// against what is to be expected, and the largest effects shrunk; csv and json: every effect.
/// json: betledger.priors/1.
[[nodiscard]] std::string render(const PriorsPage& page, Format format, const Style& style);

}  // namespace betledger::reports
