#pragma once

#include <string>
#include <vector>

#include "forecast/gap/gap.h"

namespace betledger::reports {

/// One effect of a bet with all that the gap knows of the bet: a row of its tables for people and
/// spreadsheets, an effect in what programs read. Borrows.
struct BetRow {
  const forecast::BetOutlook& bet;
  const forecast::EffectOutlook& effect;
  bool is_first = true;                          // of the bet
  std::string state;                             // "delivered 2011-08-01", "to come: 40%"
  const forecast::Decision* decision = nullptr;  // null: there is none
};
/// In the order of the bets, and of each bet's effects.
[[nodiscard]] std::vector<BetRow> bet_rows(const forecast::Gap& gap);

}  // namespace betledger::reports
