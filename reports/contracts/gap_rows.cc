#include "reports/contracts/gap_rows.h"

#include <algorithm>
#include <cstddef>

#include <fmt/format.h>

#include "core/calendar.h"
#include "core/number.h"

namespace betledger::reports {
namespace {

using forecast::Decision;
using forecast::Gap;

std::string state_of(const Gap& gap, std::size_t b) {
  const ledger::BetRecord& record = gap.standing.now.bets[b];
  if (record.stopped_on) {
    return "stopped " + format_day(*record.stopped_on);
  }
  if (record.delivered_on) {
    const std::string share = record.delivered_share < 1
                                  ? fmt::format(", {}", format_percent(record.delivered_share, 0))
                                  : "";
    return "delivered " + format_day(*record.delivered_on) + share;
  }
  const auto pending =
      std::find_if(gap.pending.begin(), gap.pending.end(), [&](const forecast::Pending& p) {
        return p.bet == record.terms.key;
      });
  if (pending == gap.pending.end()) {
    return "not delivered";
  }
  return pending->overdue ? "overdue, taken as not coming"
                          : "to come: " + format_percent(pending->chance, 0);
}

const Decision* decision_on(const Gap& gap, const std::string& bet) {
  if (!gap.actions) {
    return nullptr;
  }
  const auto& decisions = gap.actions->decisions;
  const auto found = std::find_if(
      decisions.begin(), decisions.end(), [&](const Decision& d) { return d.bet == bet; });
  return found == decisions.end() ? nullptr : &*found;
}

}  // namespace

std::vector<BetRow> bet_rows(const Gap& gap) {
  std::vector<BetRow> rows;
  for (std::size_t b = 0; b < gap.bets.size(); ++b) {
    const forecast::BetOutlook& bet = gap.bets[b];
    for (const forecast::EffectOutlook& effect : bet.effects) {
      rows.push_back({bet,
                      effect,
                      &effect == &bet.effects.front(),
                      state_of(gap, b),
                      decision_on(gap, bet.bet)});
    }
  }
  return rows;
}

}  // namespace betledger::reports
