#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/book/book.h"
#include "ledger/text/node.h"
#include "reports/page/report.h"

namespace betledger::reports {

// Cycles and their bets as the book has them. Pages borrow.

/// The plan of record, computed again from the ledger.
struct Recomputed {
  std::string plan_sha256;
  std::string forecast_sha256;
  bool same = false;  // both equal the commit's
};

/// One cycle.
struct CyclePage {
  const ledger::Book& book;
  const ledger::CycleRecord& record;
  std::optional<Recomputed> recomputed;
};
/// betledger.cycle/1
[[nodiscard]] ledger::Node contract_of(const CyclePage& page, const Provenance& provenance);
[[nodiscard]] ledger::Node cycle_page_schema();
/// Was it opened? Else there is only a sheet of bets.
[[nodiscard]] bool is_opened(const ledger::CycleRecord& record);
/// "open", "committed", "closed", ...
[[nodiscard]] std::string state_of(const ledger::CycleRecord& record);

/// All cycles.
struct CycleListPage {
  const ledger::Book& book;
};
/// betledger.cycles/1
[[nodiscard]] ledger::Node contract_of(const CycleListPage& page, const Provenance& provenance);
[[nodiscard]] ledger::Node cycles_schema();

/// Bets of one cycle or of all.
struct BetListPage {
  const ledger::Book& book;
  std::string cycle;  // empty: all
};
/// Their keys, cycle by cycle.
[[nodiscard]] std::vector<std::string> keys_of(const BetListPage& page);
/// betledger.bets/1
[[nodiscard]] ledger::Node contract_of(const BetListPage& page, const Provenance& provenance);
[[nodiscard]] ledger::Node bets_schema();

}  // namespace betledger::reports
