#pragma once

#include <string>

#include "forecast/plan/plan.h"
#include "forecast/projection/forecast.h"
#include "forecast/projection/settings.h"
#include "reports/contracts/rank.h"
#include "reports/page/report.h"
#include "scenarios/rank.h"

namespace betledger::reports {

/// Rank, bet, team, impact, confidence, effort, score +- se, rank range over the confidence scales,
/// ties, RICE and ICE beside it; below: the scales tried and Kendall's tau. json: betledger.rank/1;
/// csv: one line per bet.
[[nodiscard]] std::string render(const RankPage& page,
                                 const Provenance& provenance,
                                 Format format,
                                 const Style& style);

}  // namespace betledger::reports
