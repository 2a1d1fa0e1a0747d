#include "ledger/book/bet.h"

#include <array>
#include <numeric>
#include <tuple>

namespace betledger::ledger {

std::string_view name(BetStep step) noexcept {
  constexpr std::array<std::string_view, 3> names{"started", "delivered", "stopped"};
  return names[static_cast<std::size_t>(step)];
}

double Bet::total_effort() const noexcept {
  return std::accumulate(effort_person_weeks.begin(),
                         effort_person_weeks.end(),
                         0.0,
                         [](double sum, const auto& share) { return sum + share.second; });
}

bool Bet::same_as(const Bet& other) const {
  const auto stake = [](const Bet& bet) {
    return std::tie(bet.effort_person_weeks,
                    bet.cost,
                    bet.team,
                    bet.owner,
                    bet.evidence,
                    bet.needs,
                    bet.excludes,
                    bet.stop_when,
                    bet.rice,
                    bet.funded);
  };
  const auto belief = [](const Bet& bet) {
    return std::tie(bet.key,
                    bet.name,
                    bet.hypothesis,
                    bet.effects,
                    bet.works,
                    bet.delivery,
                    bet.start,
                    bet.delay_days,
                    bet.ramp,
                    bet.ramp_shape,
                    bet.half_life);
  };
  return belief(*this) == belief(other) && stake(*this) == stake(other);
}

}  // namespace betledger::ledger
