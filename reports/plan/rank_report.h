#pragma once

#include <string>

#include "forecast/plan/plan.h"
#include "forecast/projection/settings.h"
#include "reports/page/report.h"
#include "scenarios/rank.h"

namespace betledger::reports {

/// A ranking with what is needed to read it. Borrows: everything outlives the page.
struct RankPage {
  const scenarios::Ranking& ranking;
  const forecast::Plan& plan;  // cycle, focus metric and its unit, bets' names, who is funded
  const forecast::Settings& settings;  // runs and seed
};

/// Rank, bet, team, impact, confidence, effort, score +- se, rank range over the confidence scales,
/// ties, RICE and ICE beside it; below: the scales tried and Kendall's tau. json: betledger.rank/1;
/// csv: one line per bet.
[[nodiscard]] std::string render(const RankPage& page,
                                 const Provenance& provenance,
                                 Format format,
                                 const Style& style);

}  // namespace betledger::reports
