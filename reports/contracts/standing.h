#pragma once

#include <optional>
#include <vector>

#include "core/diagnostic.h"
#include "forecast/gap/kill_rule.h"
#include "forecast/standing/pending.h"
#include "forecast/standing/standing.h"
#include "ledger/text/node.h"
#include "reports/page/report.h"

namespace betledger::reports {

/// What is known of a cycle on a day, with what was questionable on the way. Borrows.
struct StandingPage {
  const forecast::Standing& standing;
  const Diagnostics& warnings;
};
/// All that is known of one bet.
struct BetNews {
  const ledger::BetRecord& record;
  std::optional<forecast::Pending> pending;
  std::optional<int> days_late;  // of a delivery, against the start planned and its median delay
  std::optional<forecast::KillAnswer> kill;
  bool planned = true;
};
/// In the order of `standing.now`.
[[nodiscard]] std::vector<BetNews> news_of(const forecast::Standing& standing);
/// The chance that it is delivered, or was.
[[nodiscard]] double chance_now(const BetNews& news);

/// betledger.standing/1
[[nodiscard]] ledger::Node contract_of(const StandingPage& page, const Provenance& provenance);
[[nodiscard]] ledger::Node standing_schema();

}  // namespace betledger::reports
