#pragma once

#include <cmath>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "forecast/review/link_proposals.h"
#include "forecast/review/verdicts.h"

#include "tests/support/small_standing.h"
#include "tests/support/values.h"

namespace betledger::forecast {

inline constexpr std::uint32_t weeks = 13;
inline constexpr std::uint32_t delivery_week = 2;

inline Day week(int t) {
  return advance(PeriodKind::week, shop().cycles.at("2026Q3").cycle.timeline.start, t);
}

/// The shop whose bets on orders and reach are large, and come in full at once.
inline ledger::Book loud_shop() {
  ledger::Book book = shop();
  for (auto& [key, record] : book.bets) {
    record.terms.delay_days = Distribution::constant(0);
    record.terms.ramp = {0, Duration::Unit::weeks};
    record.terms.start = week(delivery_week);
  }
  book.bets.at("one_click").terms.effects.front().amount = make(Normal{0.5, 0.1});
  book.bets.at("mailing").terms.effects.front().amount = make(Normal{0.5, 0.1});
  return book;
}

/// The shop at the end of its quarter: waves as before, orders and reach changed from the delivery
/// on.
class ReviewStand : public SmallStanding {
 public:
  explicit ReviewStand(double orders = 1,
                       double reach = 1,
                       const ledger::Book& book = loud_shop(),
                       std::uint32_t known = weeks)
      : SmallStanding{known, book} {
    standing().commit.runs = 512;
    standing().commit.seed = 1;
    const auto see_level = [&](const std::string& key, double level, double width, double factor) {
      see(key, [=](int t) {
        const bool is_live = t >= static_cast<int>(delivery_week);
        return (is_live ? factor : 1) * level * (1 + width * std::sin(2.0 * t + 1));
      });
    };
    see_level("orders", 100, 0.03, orders);
    see_level("reach", 5'000, 0.03, reach);
    see_level("basket", 50, 0.01, 1);
    see_level("return_share", 0.05, 0.03, 1);
  }

  [[nodiscard]] std::vector<BetVerdict> verdicts(const tree::ReviewRules& rules = {}) {
    const auto executor = sim::make_thread_executor(2);
    const Inferred inferred{standing(), settings(), *executor};
    return judge_bets(standing(), inferred, rules);
  }
  [[nodiscard]] BetVerdict verdict(const std::string& bet) {
    for (BetVerdict& each : verdicts()) {
      if (each.bet == bet) {
        return each;
      }
    }
    throw std::out_of_range{bet};
  }
  [[nodiscard]] std::vector<LinkProposal> proposals(
      const std::map<std::string, std::uint32_t>& earlier_cycles = {}) {
    const auto executor = sim::make_thread_executor(2);
    const Inferred inferred{standing(), settings(), *executor};
    return propose_links(standing(), inferred, {}, earlier_cycles);
  }
  static GapSettings settings() {
    GapSettings settings;
    settings.landing.particles = 1024;
    settings.landing.futures = 1;
    settings.bridge_blocks = 2;
    settings.wants_actions = false;
    return settings;
  }
};

}  // namespace betledger::forecast
