#pragma once

#include <optional>
#include <string>

#include "ledger/book/book.h"
#include "reports/contracts/cycle.h"
#include "reports/page/report.h"

namespace betledger::reports {

/// `cycle show`: dates, periods, target, focus inputs, capacity against effort per team, bets with
/// their status, every commit (the last is the plan of record: head, data cut, seed, runs, hashes,
/// summary) and, where it was asked for, whether it could be recomputed. json: betledger.cycle/1.
[[nodiscard]] std::string render(const CyclePage& page,
                                 const Provenance& provenance,
                                 Format format,
                                 const Style& style);

/// `cycle list`: key, dates, target, bets (funded of all), commits, state (sheet only, open,
/// committed). json: betledger.cycles/1.
[[nodiscard]] std::string render(const CycleListPage& page,
                                 const Provenance& provenance,
                                 Format format,
                                 const Style& style);

/// `bet show` without a key: the bets of every cycle or of one, with status, team, effort and
/// effects in words. json: betledger.bets/1.
[[nodiscard]] std::string render(const BetListPage& page,
                                 const Provenance& provenance,
                                 Format format,
                                 const Style& style);

}  // namespace betledger::reports
