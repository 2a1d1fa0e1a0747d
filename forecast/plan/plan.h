#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/calendar.h"
#include "ledger/book/book.h"
#include "tree/metric_tree.h"

namespace betledger::forecast {

/// Everything a forecast depends on, as one value: same plan, same seed, same bytes.
struct Plan {
  std::string ledger_id;
  std::int64_t head_seq = 0;
  std::string head_hash;
  ledger::Cycle cycle;
  std::map<std::string, double> capacity_person_weeks;
  tree::MetricTree tree;
  std::vector<ledger::BetRecord> bets;  // funded, not withdrawn, in the sheet's order
  std::vector<ledger::BetRecord> cut;   // proposed but not funded
  tree::History history;                // up to the data cut; out-of-support values blanked
  std::optional<Day> data_cut;          // the last day of the newest period used
  /// How the effects of its teams are read, of those that are corrected; empty: as stated.
  ledger::OptimismByTeam optimism;
};

}  // namespace betledger::forecast
