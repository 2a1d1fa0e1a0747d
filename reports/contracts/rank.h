#pragma once

#include "forecast/projection/forecast.h"
#include "ledger/text/node.h"
#include "reports/page/report.h"
#include "scenarios/rank.h"

namespace betledger::reports {

/// A ranking with what is needed to read it. Borrows: everything outlives the page.
struct RankPage {
  const scenarios::Ranking& ranking;
  const forecast::Plan& plan;  // cycle, focus metric and its unit, bets' names, who is funded
  const forecast::Settings& settings;  // runs and seed
};

/// betledger.rank/1
[[nodiscard]] ledger::Node contract_of(const RankPage& page, const Provenance& provenance);
[[nodiscard]] ledger::Node rank_schema();

}  // namespace betledger::reports
